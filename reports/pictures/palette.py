"""Colours, sizes and boxes of the pictures. Seen on a phone at 390 px wide, so nothing is written below 28 px."""

from typing import NamedTuple

Colour = tuple[int, int, int]

GROUND: Colour = (0x1E, 0x1E, 0x1E)
PANEL: Colour = (0x2B, 0x2B, 0x2B)
TRACK: Colour = (0x42, 0x42, 0x42)
TEXT: Colour = (0xF4, 0xF0, 0xE8)
DIM: Colour = (0xBD, 0xB7, 0xAD)
INK: Colour = (0x17, 0x17, 0x17)
"""Words on a coloured ground."""

ONE: Colour = (0x5C, 0xB6, 0xFF)
TWO: Colour = (0xFF, 0xA9, 0x4F)
GOOD: Colour = (0x57, 0xD3, 0xA2)
BAD: Colour = (0xFF, 0x7C, 0x70)
"""Blue and orange, green and red: never the only sign, a place or a shape always stands beside them."""

DANGER: dict[int, Colour] = {1: DIM, 2: (0xD8, 0xD2, 0x9A), 3: (0xFF, 0xD6, 0x5C), 4: (0xFF, 0x9D, 0x4A), 5: BAD}

WIDTH, HEIGHT = 1280, 720
MARGIN = 32
GAP = 32
"""Between the two halves."""

SMALL = 28
"""The smallest type, in pixels."""


class Box(NamedTuple):
    """Edges in pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> int:
        """The row halfway down."""
        return (self.top + self.bottom) // 2

    @property
    def centre(self) -> int:
        """The column halfway across."""
        return (self.left + self.right) // 2

    def across(self, left: int, right: int) -> "Box":
        """The part between two distances from the left edge; a negative `right` counts from the right edge."""
        return Box(self.left + left, self.top, self.right + right if right <= 0 else self.left + right, self.bottom)

    def inset(self, x: int, y: int = 0) -> "Box":
        """Smaller by `x` at both sides and `y` at top and bottom."""
        return Box(self.left + x, self.top + y, self.right - x, self.bottom - y)

    def rows(self, count: int, height: int) -> list["Box"]:
        """`count` boxes of `height` from the top down."""
        tops = range(self.top, self.top + count * height, height)
        return [Box(self.left, top, self.right, top + height) for top in tops]


PAGE = Box(MARGIN, 18, WIDTH - MARGIN, HEIGHT - 8)


def halves(box: Box) -> tuple[Box, Box]:
    """The left and the right half with the gap between them."""
    half = (box.width - GAP) // 2
    return box.across(0, half), box.across(box.width - half, 0)
