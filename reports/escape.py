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
_DOMAIN = re.compile(r"\.(?=\w)")
_COMMAND = re.compile(r"/(?=\w|/)")


def plain_name(value: str, width: int = NAME_WIDTH) -> str:
    """A foreign name without control, direction and invisible characters, cut to `width` columns, isolated.

    What Telegram would turn into a mention, a command or a link (`@`, `/`, a dot before a letter) is replaced by a
    look-alike, so that nobody is called and nothing leads away. An empty name reads "?".
    """
    text = _COMMAND.sub("\u2215", _DOMAIN.sub("\u2024", _visible(value).replace("@", "\uff20")))
    return f"\u2068{_cut(text, width) or '?'}\u2069"


def name(value: str, width: int = NAME_WIDTH) -> str:
    """`plain_name` escaped for Telegram's HTML."""
    return html.escape(plain_name(value, width))


def cell(value: str, width: int) -> str:
    """A foreign word for a table: visible characters only, cut, not isolated and not escaped (the table does)."""
    return _cut(_visible(value), width) or "?"


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
