"""Entities that Telegram finds by itself in plain text, with UTF-16 offsets."""

import re
from typing import Any

_COMMAND = r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"
_MENTION = r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}\b"
_EMAIL = r"[\w.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z]"
_URL = (
    r"(?:https?://[^\s<>\"«»]+"
    r"|(?<![\w@.-])(?:[A-Za-z0-9-]+\.)+(?:com|net|org|gg|io|me|ru|tv|app|dev)\b(?:/[^\s<>\"«»]*)?)"
)
_HASHTAG = r"(?<![\w#&])#\w*[^\W\d_]\w*"
_PATTERN = re.compile(
    f"(?P<url>{_URL})|(?P<email>{_EMAIL})|(?P<bot_command>{_COMMAND})|(?P<mention>{_MENTION})|(?P<hashtag>{_HASHTAG})"
)
_OPAQUE = {"pre", "code", "text_link", "text_mention", "custom_emoji", "date_time"}


def utf16_length(text: str) -> int:
    """The length that Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def find_entities(text: str, taken: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """Commands, mentions, links and the like in a text.

    Parameters:
        text: what was written.
        taken: entities already there; none is looked for inside code and links.

    Returns:
        Entities as the Bot API gives them, in order.
    """
    opaque = [
        (entity["offset"], entity["offset"] + entity["length"]) for entity in taken or () if entity["type"] in _OPAQUE
    ]
    found: list[dict[str, Any]] = []
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup
        written = match.group()
        if kind == "url":
            written = _without_trailing_punctuation(written)
        offset = utf16_length(text[: match.start()])
        length = utf16_length(written)
        if any(offset < end and offset + length > start for start, end in opaque):
            continue
        found.append({"type": kind, "offset": offset, "length": length})
    return found


def entity_text(text: str, entity: dict[str, Any]) -> str:
    """The part of the text that an entity covers."""
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", "ignore")


def _without_trailing_punctuation(url: str) -> str:
    while url and url[-1] in ".,;:!?'*_)]}":
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url
