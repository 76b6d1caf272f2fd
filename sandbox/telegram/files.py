"""Files sent to the bot's chats, kept in memory."""

import secrets
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

_MOST_FILES = 300


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file under its id.

    Parameters:
        file_id: what the bot uses to send it again.
        kind: photo or document.
        name: the file's name.
        mime: the media type.
        content: the bytes.
        size: width and height of a picture.
    """

    file_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    size: tuple[int, int] | None = None

    @property
    def path(self) -> str:
        """Where it is downloaded from."""
        return f"{self.kind}s/{self.file_id}/{self.name}"

    def as_file(self) -> dict[str, Any]:
        """The Bot API's File."""
        return {**self.identity(), "file_path": self.path}

    def identity(self) -> dict[str, Any]:
        """Ids and size, common to every object that names a file."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u{self.file_id[-12:]}",
            "file_size": len(self.content),
        }


class FileStore:
    """The last files, by id."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, StoredFile] = OrderedDict()

    def add(self, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Keep a file under a fresh id."""
        size = image_size(content) if kind == "photo" else None
        safe = name.replace("/", "_") or "file"
        stored = StoredFile(f"{kind[:2].upper()}{secrets.token_urlsafe(24)}", kind, safe, mime, content, size)
        self._files[stored.file_id] = stored
        while len(self._files) > _MOST_FILES:
            self._files.popitem(last=False)
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._files.get(file_id)


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; None if it is neither."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
