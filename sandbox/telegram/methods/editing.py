"""Changing and deleting messages."""

import time
from typing import Any

from ..chats import Chat, ChatKind
from ..composing import caption, keyboard, message_text
from ..errors import BadRequest
from ..params import Params
from ..world import World
from .registry import method

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_BODY = ("text", "entities", "caption", "caption_entities", "reply_markup")


def _own_message(world: World, params: Params) -> tuple[Chat, dict[str, Any]]:
    chat = world.writable_chat(params)
    message = chat.messages.get(params.integer("message_id", 0) or 0)
    if message is None:
        raise BadRequest("message to edit not found")
    if message.get("from", {}).get("id") != world.bot["id"]:
        raise BadRequest("message can't be edited")
    return chat, message


def _replace(world: World, chat: Chat, old: dict[str, Any], dropped: set[str], new: dict[str, Any]) -> dict[str, Any]:
    message = {key: value for key, value in old.items() if key not in dropped} | new
    if all(old.get(part) == message.get(part) for part in _BODY):
        raise BadRequest(_NOT_MODIFIED)
    world.limits.spend(chat.id, is_group=chat.is_group)
    if dropped != {"reply_markup"}:
        message["edit_date"] = int(time.time())
    world.rewrite(chat, message)
    return message


@method("editMessageText")
async def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    """Change a text; a keyboard that is not sent again goes."""
    chat, old = _own_message(world, params)
    if "text" not in old:
        raise BadRequest("there is no text in the message to edit")
    dropped = {"text", "entities", "link_preview_options", "reply_markup"}
    return _replace(world, chat, old, dropped, {**message_text(params), **keyboard(params)})


@method("editMessageCaption")
async def edit_message_caption(world: World, params: Params) -> dict[str, Any]:
    """Change a caption; a keyboard that is not sent again goes."""
    chat, old = _own_message(world, params)
    if "photo" not in old and "document" not in old:
        raise BadRequest("there is no caption in the message to edit")
    dropped = {"caption", "caption_entities", "reply_markup"}
    return _replace(world, chat, old, dropped, {**caption(params), **keyboard(params)})


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    """Change or remove the keyboard."""
    chat, old = _own_message(world, params)
    return _replace(world, chat, old, {"reply_markup"}, keyboard(params))


def _delete(world: World, chat: Chat, message_id: int) -> None:
    message = chat.messages.get(message_id)
    if message is None:
        raise BadRequest("message to delete not found")
    own = message.get("from", {}).get("id") == world.bot["id"]
    if not own and chat.kind is not ChatKind.PRIVATE and chat.bot_status != "administrator":
        raise BadRequest("message can't be deleted")
    world.erase(chat, message_id)


@method("deleteMessage")
async def delete_message(world: World, params: Params) -> bool:
    """Delete one message."""
    _delete(world, world.writable_chat(params), params.integer("message_id", 0) or 0)
    return True


@method("deleteMessages")
async def delete_messages(world: World, params: Params) -> bool:
    """Delete several messages; those that are gone are passed over."""
    chat = world.writable_chat(params)
    for message_id in params.data("message_ids") or []:
        if int(message_id) in chat.messages:
            _delete(world, chat, int(message_id))
    return True
