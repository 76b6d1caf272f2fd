"""The parts that every message the bot sends shares: text, reply, thread, keyboard."""

from typing import Any

from .chats import Chat
from .entities import find_entities, utf16_length
from .errors import BadRequest
from .keyboards import check_markup
from .markup import parse_html
from .params import Params

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[dict[str, Any]]]:
    """A text with its entities, from HTML, from given entities, or plain.

    Raises:
        BadRequest: the markup is wrong.
    """
    source = params.text(name)
    mode = params.text("parse_mode").lower()
    entities: list[dict[str, Any]] = []
    given = params.data(entities_name)
    if given:
        text, entities = source, [dict(entity) for entity in given]
    elif mode == "html":
        text, entities = parse_html(source)
    elif mode:
        raise BadRequest("unsupported parse_mode")
    else:
        text = source
    text, entities = _trimmed(text, entities)
    entities += find_entities(text, entities)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, entities


def message_text(params: Params) -> dict[str, Any]:
    """Text and entities of a text message.

    Raises:
        BadRequest: it is empty, too long or badly marked up.
    """
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise BadRequest("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise BadRequest("message is too long")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if preview := params.mapping("link_preview_options"):
        content["link_preview_options"] = preview
    return content


def caption(params: Params) -> dict[str, Any]:
    """Caption and its entities, if there is one.

    Raises:
        BadRequest: it is too long or badly marked up.
    """
    text, entities = formatted(params, "caption", "caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise BadRequest("message caption is too long")
    content: dict[str, Any] = {}
    if text:
        content["caption"] = text
    if text and entities:
        content["caption_entities"] = entities
    return content


def keyboard(params: Params) -> dict[str, Any]:
    """The keyboard, if there is one.

    Raises:
        BadRequest: Telegram would not take it.
    """
    markup = check_markup(params.data("reply_markup"))
    return {} if markup is None else {"reply_markup": markup}


def placement(chat: Chat, params: Params) -> dict[str, Any]:
    """Thread and replied-to message.

    Raises:
        BadRequest: one of them is not there.
    """
    content: dict[str, Any] = {}
    thread = params.integer("message_thread_id")
    if thread is not None:
        if chat.is_forum and thread not in chat.topics:
            raise BadRequest("message thread not found")
        content["message_thread_id"] = thread
        if chat.is_forum:
            content["is_topic_message"] = True
    reply = params.mapping("reply_parameters") or {}
    wanted = reply.get("message_id") or params.integer("reply_to_message_id")
    if wanted is None:
        return content
    replied = chat.messages.get(int(wanted))
    if replied is None:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return content
        raise BadRequest("message to be replied not found")
    content["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
    if thread is None and chat.is_forum and "message_thread_id" in replied:
        content |= {"message_thread_id": replied["message_thread_id"], "is_topic_message": True}
    return content


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    start = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return text, kept
