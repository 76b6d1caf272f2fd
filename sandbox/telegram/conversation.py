"""What people do in chats: write, correct themselves, press buttons."""

import time
from typing import Any

from .chats import Chat, ChatKind
from .entities import entity_text, find_entities
from .keyboards import find_button
from .people import ANONYMOUS_ADMIN
from .world import World


def send_text(
    world: World,
    user_id: int,
    text: str,
    chat_id: int | None = None,
    thread: int | None = None,
    *,
    reply_to: int | None = None,
    anonymous: bool = False,
) -> dict[str, Any]:
    """Write as a person.

    Parameters:
        user_id: who writes.
        text: what.
        chat_id: where; by default in the private chat with the bot.
        thread: the topic of a forum.
        reply_to: the message answered.
        anonymous: write in the group's name, as an anonymous administrator.
    """
    return put(world, user_id, _text(text), chat_id, thread, reply_to=reply_to, anonymous=anonymous)


def put(
    world: World,
    user_id: int,
    content: dict[str, Any],
    chat_id: int | None = None,
    thread: int | None = None,
    *,
    reply_to: int | None = None,
    anonymous: bool = False,
) -> dict[str, Any]:
    """Put any content into a chat as a person; parameters as of `send_text`."""
    person = world.people[user_id]
    chat = world.find_chat(chat_id if chat_id is not None else user_id)
    if user_id not in chat.members:
        raise LookupError(f"user {user_id} is not in chat {chat.id}")
    if thread is not None:
        content["message_thread_id"] = thread
        if chat.is_forum:
            chat.topics.setdefault(thread, f"Topic {thread}")
            content["is_topic_message"] = True
    if reply_to is not None and (replied := chat.messages.get(reply_to)):
        content["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
    sender: dict[str, Any] = {"from": person.user()}
    if anonymous:
        sender = {"from": ANONYMOUS_ADMIN, "sender_chat": chat.facts()}
    if chat.kind is ChatKind.PRIVATE:
        chat.started = True
        person.blocked_bot = False
    message = world.write(chat, content, **sender)
    if _bot_sees(world, chat, message):
        world.updates.add("message", message)
    return message


def edit_text(world: World, user_id: int, message_id: int, text: str, chat_id: int | None = None) -> dict[str, Any]:
    """Correct a person's own message."""
    chat = world.find_chat(chat_id if chat_id is not None else user_id)
    old = chat.messages[message_id]
    if old.get("from", {}).get("id") != user_id:
        raise LookupError(f"message {message_id} is not by user {user_id}")
    kept = {key: value for key, value in old.items() if key not in {"text", "entities"}}
    message = {**kept, **_text(text), "edit_date": int(time.time())}
    world.rewrite(chat, message)
    if _bot_sees(world, chat, message):
        world.updates.add("edited_message", message)
    return message


def post(world: World, chat_id: int, text: str) -> dict[str, Any]:
    """Publish in a channel; a channel post has no author."""
    chat = world.find_chat(chat_id)
    message = world.write(chat, _text(text), sender_chat=chat.facts())
    if chat.bot_status == "administrator":
        world.updates.add("channel_post", message)
    return message


def press(
    world: World, user_id: int, chat_id: int, message_id: int, callback_data: str, *, forged: bool = False
) -> str:
    """Press an inline button.

    Parameters:
        forged: press even if the message has no such button, or is gone.

    Returns:
        The id of the callback query.

    Raises:
        LookupError: there is no such button.
    """
    person, chat = world.people[user_id], world.find_chat(chat_id)
    message = chat.messages.get(message_id)
    if not forged and (message is None or not find_button(message, callback_data)):
        raise LookupError(f"message {message_id} has no button {callback_data!r}")
    query = {
        "id": world.callbacks.begin(user_id),
        "from": person.user(),
        "message": message or {"chat": chat.facts(), "message_id": message_id, "date": 0},
        "chat_instance": str(abs(hash((chat.id, world.bot["id"])))),
        "data": callback_data,
    }
    if chat.kind is ChatKind.PRIVATE and person.blocked_bot:
        raise LookupError(f"user {user_id} blocked the bot")
    world.updates.add("callback_query", query)
    return str(query["id"])


def _text(text: str) -> dict[str, Any]:
    text = text.strip()
    if not text:
        raise ValueError("nobody can send an empty message")
    entities = find_entities(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _bot_sees(world: World, chat: Chat, message: dict[str, Any]) -> bool:
    if chat.bot_status in {"left", "kicked"}:
        return False
    if not chat.is_group or not world.config.privacy_mode or chat.bot_status == "administrator":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot["id"]:
        return True
    name = f"@{world.bot['username']}".lower()
    words = message.get("text") or message.get("caption") or ""
    for entity in message.get("entities") or message.get("caption_entities") or []:
        written = entity_text(words, entity).lower()
        if entity["type"] == "bot_command" and ("@" not in written or written.endswith(name)):
            return True
        if entity["type"] == "mention" and written == name:
            return True
    return False
