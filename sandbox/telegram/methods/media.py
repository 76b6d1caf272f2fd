"""Sending pictures and documents, and giving files back."""

from typing import Any

from ..composing import caption
from ..errors import BadRequest
from ..files import StoredFile
from ..params import Params
from ..world import World
from .registry import method
from .sending import deliver

_PHOTO_BYTES = 10 * 1024 * 1024
_DOCUMENT_BYTES = 50 * 1024 * 1024
_DOWNLOAD_BYTES = 20 * 1024 * 1024


def _file(world: World, params: Params, kind: str, most: int) -> StoredFile:
    upload = params.upload(kind)
    if upload is not None:
        if not upload.content:
            raise BadRequest("file must be non-empty")
        if len(upload.content) > most:
            raise BadRequest(f"file of size {len(upload.content)} bytes is too big for a {kind}")
        stored = world.files.add(kind, upload.name, upload.mime, upload.content)
        if kind == "photo":
            _check_picture(stored)
        return stored
    name = params.text(kind)
    if not name:
        raise BadRequest(f"there is no {kind} in the request")
    if name.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")
    found = world.files.get(name)
    if found is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    if found.kind != kind:
        raise BadRequest(f"can't use file of type {found.kind.title()} as {kind.title()}")
    return found


def _check_picture(stored: StoredFile) -> None:
    if stored.size is None:
        raise BadRequest("IMAGE_PROCESS_FAILED")
    width, height = stored.size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise BadRequest("PHOTO_INVALID_DIMENSIONS")


def photo_sizes(stored: StoredFile) -> list[dict[str, Any]]:
    """A picture as the Bot API lists it: a thumbnail, then the full size."""
    width, height = stored.size or (1, 1)
    scale = min(1.0, 320 / max(width, height))
    small = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
    thumbnail = {**stored.identity(), "file_unique_id": f"t{stored.file_id[-12:]}", **small}
    return [thumbnail, {**stored.identity(), "width": width, "height": height}]


@method("sendPhoto")
async def send_photo(world: World, params: Params) -> dict[str, Any]:
    """Send a picture, uploaded or by its id."""
    chat = world.writable_chat(params)
    content = caption(params)
    content["photo"] = photo_sizes(_file(world, params, "photo", _PHOTO_BYTES))
    if params.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return deliver(world, chat, params, content)


@method("sendDocument")
async def send_document(world: World, params: Params) -> dict[str, Any]:
    """Send a document, uploaded or by its id."""
    chat = world.writable_chat(params)
    content = caption(params)
    stored = _file(world, params, "document", _DOCUMENT_BYTES)
    content["document"] = {**stored.identity(), "file_name": stored.name, "mime_type": stored.mime}
    return deliver(world, chat, params, content)


@method("getFile")
async def get_file(world: World, params: Params) -> dict[str, Any]:
    """Where a file can be downloaded."""
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise BadRequest("invalid file_id")
    if len(stored.content) > _DOWNLOAD_BYTES:
        raise BadRequest("file is too big")
    return stored.as_file()
