"""Telegram's HTML, read as strictly as Telegram reads it."""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from .entities import utf16_length
from .errors import BadRequest

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAME = re.compile(r"[^\s>/]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?")
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Split HTML into text and entities.

    Returns:
        The text and its entities, outermost first.

    Raises:
        BadRequest: the markup is malformed or uses an unknown tag.
    """
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.stack: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._end_tag() if self.source.startswith("</", self.at) else self._start_tag()
            else:
                stop = self.source.find("<", self.at)
                stop = len(self.source) if stop < 0 else stop
                self._add(_CHARACTER.sub(_character, self.source[self.at : stop]))
                self.at = stop
        if self.stack:
            _fail(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def _start_tag(self) -> None:
        begin, where = self.at, self._byte(self.at)
        name = _match(_NAME, self.source, begin + 1)
        tag = name.lower()
        if tag not in _KINDS:
            _fail(f'Unsupported start tag "{tag}" at byte offset {where}')
        self.at = begin + 1 + len(name)
        attributes: dict[str, str] = {}
        while True:
            while self.source[self.at : self.at + 1].isspace():
                self.at += 1
            if self.at >= len(self.source):
                _fail(f"Unclosed start tag at byte offset {where}")
            if self.source[self.at] == ">":
                self.at += 1
                break
            found = _ATTRIBUTE.match(self.source, self.at)
            if found is None:
                _fail(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            values = [value for value in found.groups()[1:] if value is not None]
            if not values and self.source[found.end() : found.end() + 1] == "=":
                _fail(f"Unclosed start tag at byte offset {where}")
            attributes[found.group(1).lower()] = _CHARACTER.sub(_character, values[0] if values else "")
            self.at = found.end()
        _check(tag, attributes, where)
        self.stack.append(_Open(tag, self.length, attributes))

    def _end_tag(self) -> None:
        where = self._byte(self.at)
        stop = self.source.find(">", self.at)
        if stop < 0:
            _fail(f"Unclosed end tag at byte offset {where}")
        tag = self.source[self.at + 2 : stop].strip().lower()
        if not self.stack:
            _fail(f"Unexpected end tag at byte offset {where}")
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            _fail(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self.at = stop + 1
        if self.length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: dict[str, Any] = {
            "type": _KINDS[opened.tag],
            "offset": opened.start,
            "length": self.length - opened.start,
        }
        attributes = opened.attributes
        if opened.tag == "a":
            url = attributes.get("href") or ""
            if not url:
                return
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes["emoji-id"]
        elif opened.tag == "tg-time":
            entity |= {"unix_time": int(attributes["unix"]), "date_time_format": attributes.get("format", "")}
        elif opened.tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and self.stack and self.stack[-1].tag == "pre":
            self.stack[-1].attributes.setdefault("language", attributes.get("class", "").removeprefix("language-"))
            return
        elif opened.tag == "pre" and attributes.get("language"):
            entity["language"] = attributes["language"]
        self.entities.append(entity)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def _check(tag: str, attributes: dict[str, str], where: int) -> None:
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
        _fail(f'Tag "tg-emoji" must have a valid attribute "emoji-id" at byte offset {where}')
    if tag == "tg-time":
        if not attributes.get("unix", "").isdecimal():
            _fail(f'Tag "tg-time" must have a valid attribute "unix" at byte offset {where}')
        if not _TIME_FORMAT.fullmatch(attributes.get("format", "")):
            _fail(f'Tag "tg-time" has an invalid attribute "format" at byte offset {where}')


def _match(pattern: re.Pattern[str], text: str, position: int) -> str:
    found = pattern.match(text, position)
    return found.group() if found else ""


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else match.group()


def _fail(reason: str) -> NoReturn:
    raise BadRequest(f"can't parse entities: {reason}")
