"""A page whose code blocks name their file and place, applied to a tree."""

import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(
    r"^`(?P<file>[\w./]+)`, (?P<where>new|after|instead of)(?: `(?P<marker>[^\n]+)`)?:\n```\w*\n(?P<code>.*?)^```$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Block:
    """One change: a file, `new`, `after` or `instead of` a line, and the code."""

    file: str
    where: str
    marker: str | None
    code: str


def blocks(page: str) -> list[Block]:
    """All blocks in order. Raises ValueError when one of the page's fences is none of them."""
    found = [Block(hit["file"], hit["where"], hit["marker"], hit["code"]) for hit in BLOCK.finditer(page)]
    if len(found) * 2 != len(re.findall(r"^```", page, re.M)):
        raise ValueError("a block without a file and a place")
    return found


def apply(block: Block, root: Path) -> None:
    """Do what it says. Raises ValueError when a new file exists or a marker is not there exactly once."""
    path = root / block.file
    if block.where == "new":
        if path.exists():
            raise ValueError(f"{block.file} exists already")
        path.write_text(block.code, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = [number for number, line in enumerate(lines) if line.rstrip("\n").split("  #")[0].rstrip() == block.marker]
    if len(at) != 1:
        raise ValueError(f"{block.file}: {block.marker!r} stands there {len(at)} times")
    after = at[0] + 1
    kept = after if block.where == "after" else at[0]
    path.write_text("".join([*lines[:kept], block.code, *lines[after:]]), encoding="utf-8")
