"""The sheet a picture is drawn on: words in boxes, bars, and shapes with smooth edges."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image, ImageDraw

from reports.escape import cell
from reports.pictures.lettering import CAPITAL, Weight, fit, runs, width
from reports.pictures.palette import GROUND, HEIGHT, SMALL, TEXT, WIDTH, Box, Colour

Align = Literal["left", "centre", "right"]
Point = tuple[float, float]

SMOOTH = 4
"""Shapes are drawn so many times larger and scaled down."""

LONGEST = 64
"""Columns of a foreign name that are looked at."""


@dataclass(frozen=True)
class Written:
    """Words as they were drawn: their box, where their ink lies, and whether any were cut off."""

    words: str = field(repr=False)
    box: Box
    ink: tuple[float, float, float, float]
    size: int
    cut: bool
    foreign: bool


class Canvas:
    """One picture. `written` says what stands where."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
        self.written: list[Written] = []
        self._draw = ImageDraw.Draw(self.image)

    def write(
        self,
        words: str,
        box: Box,
        *,
        size: int = SMALL,
        colour: Colour = TEXT,
        weight: Weight = "regular",
        align: Align = "left",
        foreign: bool = False,
    ) -> float:
        """Put words into a box, halfway down, cut with an ellipsis where they are too wide; gives their width.

        `foreign` words lose what is invisible or turns the direction of writing. Raises ValueError when `size` is too
        small to be read.
        """
        if size < SMALL:
            raise ValueError(f"type of {size} px is too small")
        whole = cell(words, LONGEST) if foreign else words
        shown = fit(whole, weight, size, box.width)
        reach = width(shown, weight, size)
        left = {"left": box.left, "centre": box.centre - reach / 2, "right": box.right - reach}[align]
        x, y, inks = left, box.middle + round(size * CAPITAL / 2), []
        for face, letters in runs(shown, weight, size):
            self._draw.text((x, y), letters, font=face, fill=colour, anchor="ls")
            inks.append(self._draw.textbbox((x, y), letters, font=face, anchor="ls"))
            x += face.getlength(letters)
        if inks:
            lefts, tops, rights, bottoms = zip(*inks, strict=True)
            ink = (min(lefts), min(tops), max(rights), max(bottoms))
            self.written.append(Written(shown, box, ink, size, shown != whole, foreign))
        return reach

    def bar(self, box: Box, colour: Colour) -> None:
        """A rectangle with sharp edges; nothing when it has no area."""
        if box.width > 0 and box.height > 0:
            self.image.paste(colour, box)

    def pill(self, box: Box, colour: Colour, radius: int = 10) -> None:
        """A rectangle with round corners."""
        mask = Image.new("L", (box.width * SMOOTH, box.height * SMOOTH))
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, mask.width - 1, mask.height - 1), radius=radius * SMOOTH, fill=255
        )
        self.image.paste(colour, box[:2], mask.reduce(SMOOTH))

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled shape."""
        self._smooth(points, colour, closed=True)

    def line(self, points: Sequence[Point], colour: Colour, thickness: int) -> None:
        """A line through all points."""
        self._smooth(points, colour, closed=False, thickness=thickness)

    def dot(self, centre: Point, radius: int, colour: Colour) -> None:
        """A circle."""
        x, y = round(centre[0]), round(centre[1])
        self.pill(Box(x - radius, y - radius, x + radius, y + radius), colour, radius)

    def triangle(self, centre: Point, side: int, colour: Colour, *, up: bool) -> None:
        """▲ or ▼ of this width around a point."""
        (x, y), half, rise = centre, side / 2, side * 0.43 * (1 if up else -1)
        self.polygon([(x, y - rise), (x + half, y + rise), (x - half, y + rise)], colour)

    def png(self) -> bytes:
        """The picture as an opaque PNG."""
        data = io.BytesIO()
        self.image.save(data, "PNG")
        return data.getvalue()

    def _smooth(self, points: Sequence[Point], colour: Colour, *, closed: bool, thickness: int = 0) -> None:
        left, top = (int(min(p[i] for p in points)) - thickness - 1 for i in (0, 1))
        right, bottom = (int(max(p[i] for p in points)) + thickness + 2 for i in (0, 1))
        mask = Image.new("L", ((right - left) * SMOOTH, (bottom - top) * SMOOTH))
        moved = [((x - left) * SMOOTH, (y - top) * SMOOTH) for x, y in points]
        if closed:
            ImageDraw.Draw(mask).polygon(moved, fill=255)
        else:
            ImageDraw.Draw(mask).line(moved, fill=255, width=thickness * SMOOTH, joint="curve")
        self.image.paste(colour, (left, top), mask.reduce(SMOOTH))
