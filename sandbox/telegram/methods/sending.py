"""Sending text and signs of typing."""

from typing import Any

from ..chats import Chat
from ..composing import keyboard, message_text, placement
from ..errors import BadRequest
from ..params import Params
from ..world import World
from .registry import method

_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def deliver(world: World, chat: Chat, params: Params, content: dict[str, Any]) -> dict[str, Any]:
    """Send what the bot composed, within the limits."""
    content = {**placement(chat, params), **content, **keyboard(params)}
    world.limits.spend(chat.id, is_group=chat.is_group)
    return world.write(chat, content, **{"from": world.bot})


@method("sendMessage")
async def send_message(world: World, params: Params) -> dict[str, Any]:
    """Send a text."""
    chat = world.writable_chat(params)
    return deliver(world, chat, params, message_text(params))


@method("sendChatAction")
async def send_chat_action(world: World, params: Params) -> bool:
    """Show that the bot is busy."""
    chat = world.writable_chat(params)
    action = params.text("action")
    if action not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    world.hub.tell("action", chat_id=chat.id, action=action)
    return True
