"""Lists that people send as files: which message holds one, and its bytes."""

import io

from aiogram import Bot
from aiogram.types import Document, Message

from bot.bulk_errors import BulkFileSizeError, BulkFileTypeError

ENDINGS = (".txt", ".csv")


def list_file(message: Message) -> Document | None:
    """The file of a message, or of the one it answers."""
    if message.document is not None:
        return message.document
    return message.reply_to_message.document if message.reply_to_message else None


def is_list(document: Document | None) -> bool:
    """Whether it is a file of a kind that lists come in, by its name."""
    return document is not None and (document.file_name or "").lower().endswith(ENDINGS)


async def content(bot: Bot, document: Document, max_kb: int) -> bytes:
    """The bytes of a list. Raises BulkFileTypeError, BulkFileSizeError before anything is loaded."""
    if not is_list(document):
        raise BulkFileTypeError
    if (document.file_size or 0) > max_kb * 1024:
        raise BulkFileSizeError(max_kb)
    loaded = io.BytesIO()
    await bot.download(document, destination=loaded)
    data = loaded.getvalue()
    if len(data) > max_kb * 1024:
        raise BulkFileSizeError(max_kb)
    return data
