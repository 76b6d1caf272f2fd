"""Words in the bundled fonts: which font draws a letter, how wide it is, and what fits.

A letter that no font has becomes a box, a mark that none has is left out. Letters stay in the order they are stored in:
no text engine decides, so a picture is the same on every machine.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Weight = Literal["regular", "bold"]

_FOLDER = Path(__file__).parent / "fonts"
_FILES: dict[str, str] = {
    "regular": "RobotoCondensed-Regular.ttf",
    "bold": "RobotoCondensed-Bold.ttf",
    "other": "DejaVuSansCondensed-Bold.ttf",
}
_NOBODYS = "\U0010fffe"
"""A code point no font may have: it draws the font's sign for a missing letter."""

_PROBE = 32
REPLACEMENT = "\u25a1"
ELLIPSIS = "…"
CAPITAL = 0.711
"""Height of a capital of Roboto, in ems."""

Run = tuple[ImageFont.FreeTypeFont, str]


@lru_cache(maxsize=64)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A bundled font: "regular", "bold", or "other" for what these lack. `size` in pixels."""
    return ImageFont.truetype(str(_FOLDER / _FILES[name]), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def covers(name: str, char: str) -> bool:
    """Whether the font has this letter."""
    return _drawn(name, char) != _drawn(name, _NOBODYS)


def _drawn(name: str, char: str) -> tuple[tuple[int, int], bytes]:
    mask = font(name, _PROBE).getmask(char)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1024)
def drawable(words: str, weight: Weight) -> tuple[tuple[str, str], ...]:
    """The words as (font, letters) in order, with boxes for the letters no font has."""
    found: list[tuple[str, str]] = []
    for char in words:
        before = [found[-1][0]] if found and unicodedata.combining(char) else []
        name = next((name for name in (*before, weight, "other") if covers(name, char)), None)
        if name is None and unicodedata.category(char).startswith("M"):
            continue
        letter = char if name is not None else REPLACEMENT
        name = name or "other"
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + letter)
        else:
            found.append((name, letter))
    return tuple(found)


def runs(words: str, weight: Weight, size: int) -> list[Run]:
    """The words as (font, letters), ready to be drawn one after the other."""
    return [(font(name, size), letters) for name, letters in drawable(words, weight)]


def width(words: str, weight: Weight, size: int) -> float:
    """How far the words reach, in pixels."""
    return sum(face.getlength(letters) for face, letters in runs(words, weight, size))


def fit(words: str, weight: Weight, size: int, room: float) -> str:
    """The words, or as many letters as fit into `room` pixels with an ellipsis; "" when not even that fits."""
    if width(words, weight, size) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width(f"{words[:middle]}{ELLIPSIS}", weight, size) <= room:
            low = middle
        else:
            high = middle - 1
    cut = f"{words[:low].rstrip()}{ELLIPSIS}"
    return cut if width(cut, weight, size) <= room else ""
