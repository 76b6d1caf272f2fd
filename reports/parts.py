"""Messages: blocks are joined into parts that Telegram accepts."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LIMIT = 4096
"""Telegram's limit of a message, after entities are parsed, in UTF-16 units."""

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Block:
    """Lines that stand together, perhaps inside one element; every line is balanced HTML by itself."""

    lines: Sequence[str]
    before: str = ""
    after: str = ""
    tight: bool = False
    """No empty line above: the block belongs to the one before."""

    def html(self) -> str:
        """The block as it is sent."""
        return self.before + "\n".join(self.lines) + self.after


def quote(lines: Sequence[str]) -> Block:
    """Lines in a quotation that opens at a touch."""
    return Block(lines, "<blockquote expandable>", "</blockquote>")


def table(lines: Sequence[str]) -> Block:
    """Lines in a fixed-width font; they are escaped here."""
    return Block([html.escape(line) for line in lines], "<pre>", "</pre>", tight=True)


def length(part: str) -> int:
    """Length of a part as Telegram counts it."""
    return len(html.unescape(_TAG.sub("", part)).encode("utf-16-le")) // 2


def join(blocks: Iterable[Block], limit: int = LIMIT) -> list[str]:
    """Blocks, most with an empty line between, in as few parts as fit; a longer block is cut between lines."""
    parts: list[str] = []
    for block in blocks:
        for piece in _pieces(block, limit):
            joined = parts[-1] + ("\n" if block.tight else "\n\n") + piece if parts else piece
            if parts and length(joined) <= limit:
                parts[-1] = joined
            else:
                parts.append(piece)
    return parts


def _pieces(block: Block, limit: int) -> list[str]:
    if not block.lines:
        return []
    if length(block.html()) <= limit or len(block.lines) == 1:
        return [block.html()]
    middle = len(block.lines) // 2
    halves = (Block(half, block.before, block.after) for half in (block.lines[:middle], block.lines[middle:]))
    return [piece for half in halves for piece in _pieces(half, limit)]
