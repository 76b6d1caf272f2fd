"""Foreign text (nicknames, team names) made safe to show: no markup, no direction tricks, no links, no length."""

import html
import re
import unicodedata

from wcwidth import wcwidth

NAME_WIDTH = 18
MARKS = 2
"""Combining marks kept on one letter; more of them would climb over the lines above."""

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_DOMAIN = re.compile(r"\.(?=\w)")
_COMMAND = re.compile(r"/(?=\w|/)")
_TAG = re.compile(r"#(?=\w)")
_TICKER = re.compile(r"\$(?=[A-Z])")


def plain_name(value: str, width: int = NAME_WIDTH) -> str:
    """A foreign name without control, direction and invisible characters, cut to `width` columns, isolated.

    What Telegram would turn into a mention, a command, a link or a tag (`@`, `/`, a dot before a letter, `#`, `$`) is
    replaced by a look-alike, so that nobody is called and nothing leads away. An empty name reads "?".
    """
    return f"\u2068{_cut(_inert(value), width) or '?'}\u2069"


def name(value: str, width: int = NAME_WIDTH) -> str:
    """`plain_name` escaped for Telegram's HTML."""
    return html.escape(plain_name(value, width))


def plain_words(value: str, width: int | None = None) -> str:
    """Foreign words in a sentence or on a button: as `plain_name`, but cut only when asked to, isolated only when

    letters from right to left are among them, and empty when nothing of them can be seen.
    """
    text = _inert(value)
    shown = text if width is None else _cut(text, width)
    return f"\u2068{shown}\u2069" if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in shown) else shown


def cell(value: str, width: int) -> str:
    """A foreign word for a table: visible characters only, cut, not isolated and not escaped (the table does)."""
    return _cut(_visible(value), width) or "?"


def _inert(value: str) -> str:
    text = _visible(value).replace("@", "\uff20")
    for pattern, like in ((_DOMAIN, "\u2024"), (_COMMAND, "\u2215"), (_TAG, "\u266f"), (_TICKER, "\uff04")):
        text = pattern.sub(like, text)
    return text


def _visible(value: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", value.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")):
        category = unicodedata.category(char)
        if char.isspace():
            kept.append(" ")
            continue
        if category in _HIDDEN or char in _BLANK:
            continue
        marks = marks + 1 if category in {"Mn", "Me", "Mc"} else 0
        if marks <= MARKS and not (marks and not kept):
            kept.append(char)
    return " ".join("".join(kept).split())


def _cut(text: str, width: int) -> str:
    """As many whole characters, with their marks, as fit; an ellipsis in place of the rest."""
    widths = [max(wcwidth(char), 0) for char in text]
    if sum(widths) <= width:
        return text
    used = end = 0
    while end < len(text) and used + widths[end] <= width - 1:
        used += widths[end]
        end += 1
    return f"{text[:end].rstrip()}…"
