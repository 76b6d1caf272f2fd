"""Files that people send to a chat."""

import base64
import mimetypes
from typing import Any

from .conversation import put
from .entities import find_entities
from .world import World


def send_document(
    world: World,
    user_id: int,
    name: str,
    content: str | bytes,
    caption: str = "",
    chat_id: int | None = None,
    thread: int | None = None,
    *,
    reply_to: int | None = None,
) -> dict[str, Any]:
    """Send a file as a person.

    Parameters:
        name: the file's name.
        content: its bytes; over HTTP in base64.
        caption: the words under it.
        chat_id: the chat; None is the private chat with the bot.
        thread: topic of a forum group.
        reply_to: the message answered.
    """
    data = content if isinstance(content, bytes) else base64.b64decode(content, validate=True)
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    stored = world.files.add("document", name, mime, data)
    message: dict[str, Any] = {
        "document": {**stored.identity(), "file_name": stored.name, "mime_type": stored.mime},
    }
    if caption.strip():
        message["caption"] = caption.strip()
        if entities := find_entities(caption.strip()):
            message["caption_entities"] = entities
    return put(world, user_id, message, chat_id, thread, reply_to=reply_to)
