"""Small signs that stand in several pictures: a level, a danger, a role, better or worse."""

from collections.abc import Mapping

from reports.pictures.canvas import Canvas
from reports.pictures.palette import BAD, DANGER, DIM, GOOD, PANEL, TEXT, TRACK, Box, Colour

STEPS = 5
STEP_WIDTH, STEP_GAP = 9, 3

LEVELS: Mapping[int, Colour] = {
    1: (0xD8, 0xD8, 0xD8),
    2: GOOD,
    3: GOOD,
    **dict.fromkeys((4, 5, 6, 7), (0xFF, 0xD6, 0x5C)),
    8: (0xFF, 0x9D, 0x4A),
    9: (0xFF, 0x9D, 0x4A),
    10: BAD,
}


def draw_level(canvas: Canvas, box: Box, level: int | None) -> None:
    """The level on a round ground, framed in its colour; a dash when it is not known."""
    side = min(box.width, box.height)
    disc = Box(box.centre - side // 2, box.middle - side // 2, box.centre + side // 2, box.middle + side // 2)
    colour = LEVELS.get(level or 0, DIM)
    canvas.pill(disc, colour, side // 2)
    canvas.pill(disc.inset(3, 3), PANEL, side // 2 - 3)
    words = "–" if level is None else str(level)
    canvas.write(words, disc, colour=TEXT, weight="bold", align="centre", size=28 if side < 60 else 36)


def draw_danger(canvas: Canvas, box: Box, danger: int | None) -> None:
    """Five rising steps, as many lit as the danger, and its number; a dash when it is not known."""
    number = box.across(box.width - 24, 0)
    canvas.write("–" if danger is None else str(danger), number, colour=DANGER.get(danger or 0, DIM), weight="bold",
                 align="right", size=32)  # fmt: skip
    left, foot, lit = box.left, box.middle + 13, DANGER.get(danger or 0, TRACK)
    for step in range(1, STEPS + 1):
        rising = Box(left, foot - 6 - 4 * step, left + STEP_WIDTH, foot)
        canvas.bar(rising, lit if step <= (danger or 0) else TRACK)
        left += STEP_WIDTH + STEP_GAP


def draw_verdict(canvas: Canvas, box: Box, verdict: str | None) -> None:
    """▲ above, ▼ below, a level bar for about the same; nothing when there is no verdict."""
    centre = (float(box.centre), float(box.middle))
    if verdict in {"above", "below"}:
        up = verdict == "above"
        canvas.triangle(centre, 26, GOOD if up else BAD, up=up)
    elif verdict == "about":
        canvas.bar(Box(box.centre - 11, box.middle - 3, box.centre + 11, box.middle + 3), DIM)
