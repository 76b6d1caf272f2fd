"""Lists that people send as files: which message holds one, and its bytes."""

import io

from aiogram import Bot
from aiogram.types import Document, Message

from bot.bulk_errors import BulkFileSizeError, BulkFileTypeError

TABLE = ".csv"
ENDINGS = (".txt", TABLE)


def list_file(message: Message, *, answered: bool) -> Document | None:
    """The file of a message; of the one it answers only if `answered`: words of one's own mean something else."""
    if message.document is not None:
        return message.document
    return message.reply_to_message.document if answered and message.reply_to_message else None


def is_table(document: Document) -> bool:
    """Whether its first line may be a table's head, by its name."""
    return (document.file_name or "").lower().endswith(TABLE)


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
