"""Reading what a bot sends: forms, multipart bodies, JSON and query strings."""

import json
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from .errors import BadRequest


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    mime: str
    content: bytes


class Params:
    """The parameters of one call, with typed access."""

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A whole number.

        Raises:
            BadRequest: something else was sent.
        """
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise BadRequest(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        """A truth value."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def data(self, name: str) -> Any:
        """A JSON value, also where it came as text.

        Raises:
            BadRequest: it is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise BadRequest(f"can't parse {name} JSON object") from None

    def mapping(self, name: str) -> dict[str, Any] | None:
        """A JSON object.

        Raises:
            BadRequest: it is something else.
        """
        value = self.data(name)
        if value is not None and not isinstance(value, dict):
            raise BadRequest(f"object expected as {name}")
        return value

    def upload(self, name: str) -> Upload | None:
        """A file sent under this name, directly or by ``attach://``."""
        return self.uploads.get(self.text(name).removeprefix("attach://")) or self.uploads.get(name)

    def for_log(self) -> dict[str, Any]:
        """Everything readable, decoded; files by name and size."""
        decoded: dict[str, Any] = {}
        for name, value in self.values.items():
            decoded[name] = value
            if isinstance(value, str) and value[:1] in {"{", "["}:
                try:
                    decoded[name] = json.loads(value)
                except ValueError:
                    continue
        return decoded | {key: f"<{up.name}: {len(up.content)} bytes>" for key, up in self.uploads.items()}


async def read_params(request: Request) -> Params:
    """All parameters of a request, from its query and its body.

    Raises:
        BadRequest: the body cannot be read.
    """
    values: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    uploads: dict[str, Upload] = {}
    if body and kind.startswith("application/json"):
        try:
            sent = json.loads(body)
        except ValueError:
            raise BadRequest("can't parse JSON body") from None
        if not isinstance(sent, dict):
            raise BadRequest("object expected as body")
        values |= sent
    elif body and kind.startswith("multipart/form-data"):
        fields, uploads = _read_multipart(body, kind)
        values |= fields
    elif body:
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values, uploads)


def _read_multipart(body: bytes, kind: str) -> tuple[dict[str, str], dict[str, Upload]]:
    boundary = _header(kind).get_param("boundary", header="content-type")
    if not isinstance(boundary, str):
        raise BadRequest("multipart boundary is missing")
    fields: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if part.startswith(b"--"):
            break
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(_split_header(line) for line in head.decode("utf-8", "replace").split("\r\n") if ":" in line)
        disposition = Message()
        disposition["content-disposition"] = headers.get("content-disposition", "")
        name = disposition.get_param("name", header="content-disposition")
        filename = disposition.get_filename()
        if filename is None:
            fields[str(name)] = content.decode("utf-8", "replace")
        else:
            mime = headers.get("content-type", "application/octet-stream")
            uploads[str(name)] = Upload(filename, mime, content)
    return fields, uploads


def _header(content_type: str) -> Message:
    message = Message()
    message["content-type"] = content_type
    return message


def _split_header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()
