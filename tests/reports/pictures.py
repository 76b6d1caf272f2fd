"""What every picture must keep, and how its pixels are looked at."""

import io
from itertools import combinations

from PIL import Image

from reports.pictures.canvas import Canvas, Written
from reports.pictures.palette import GROUND, HEIGHT, SMALL, WIDTH, Colour

LARGEST = 150 * 1024
SLACK = 2.0
"""Pixels by which letters may lean out of their width."""


def check(canvas: Canvas | None, *, stacked: bool = False) -> Canvas:
    """An opaque PNG of the right size; no words below 28 px, outside of their box, over others, or own ones cut.

    `stacked` names carry marks that may climb over the line above and lean half a letter out of it.
    """
    assert canvas is not None
    check_png(canvas.png())
    for item in canvas.written:
        left, top, right, bottom = item.ink
        assert item.size >= SMALL
        slack = item.size / 2 if stacked and item.foreign else SLACK
        assert item.box.left - slack <= left and right <= item.box.right + slack, item
        assert left >= 0 and right <= WIDTH
        assert stacked or (top >= 0 and bottom <= HEIGHT), item
        assert item.foreign or not item.cut, item
    for one, two in combinations(canvas.written, 2):
        assert stacked or not overlap(one, two), (one, two)
    return canvas


def check_png(data: bytes | None) -> Image.Image:
    """An opaque 1280×720 PNG on dark grey, small enough to be sent at once."""
    assert data is not None
    assert len(data) <= LARGEST
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (WIDTH, HEIGHT))
        assert "transparency" not in image.info
        assert [image.getpixel(at) for at in ((0, 0), (WIDTH - 1, 0), (0, HEIGHT - 1))] == [GROUND] * 3
        return image


def overlap(one: Written, two: Written) -> bool:
    """Whether the ink of two texts shares more than an edge."""
    a, b = one.ink, two.ink
    return min(a[2], b[2]) - max(a[0], b[0]) > SLACK and min(a[3], b[3]) - max(a[1], b[1]) > SLACK


def words(canvas: Canvas) -> list[str]:
    """All that is written, in the order it was."""
    return [item.words for item in canvas.written]


def line_of(canvas: Canvas, label: str) -> int:
    """The row of pixels through the last text that reads `label`. Raises IndexError."""
    return [item.box.middle for item in canvas.written if item.words == label][-1]


def span(canvas: Canvas, y: int, colour: Colour) -> list[int]:
    """The columns of a row of pixels that have exactly this colour."""
    return [x for x in range(WIDTH) if canvas.image.getpixel((x, y)) == colour]
