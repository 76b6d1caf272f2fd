"""The maps of a finished match with their rounds, side by side."""

from analysis.report import PlayedMap, Review
from faceit.models import map_name
from reports.labels import Labels
from reports.pictures.canvas import Canvas
from reports.pictures.palette import ONE, PANEL, TEXT, TWO, Box

MOST = 5
GAP = 16


def draw_played(canvas: Canvas, box: Box, review: Review, labels: Labels) -> None:
    """A field a map, at least one: its name, and its rounds in the colour of the side that won them."""
    maps = review.maps[:MOST]
    width = (box.width - GAP * (len(maps) - 1)) // len(maps)
    for i, played in enumerate(maps):
        left = box.left + i * (width + GAP)
        _field(canvas, Box(left, box.top + 6, left + width, box.bottom - 2), played, labels)


def _field(canvas: Canvas, field: Box, played: PlayedMap, labels: Labels) -> None:
    canvas.pill(field, PANEL)
    name = map_name(played.map) if played.map else "?"
    one, two = (played.score.get(faction) for faction in labels.order)
    if one is None or two is None:
        canvas.write(name, field.inset(16), size=32, weight="bold", align="centre", foreign=True)
        return
    inner = field.inset(16)
    colour = ONE if one > two else TWO if two > one else TEXT
    score = inner.across(inner.width - 110, 0)
    canvas.write(f"{one} : {two}", score, size=34, weight="bold", colour=colour, align="right")
    canvas.write(name, inner.across(0, inner.width - 116), size=32, weight="bold", foreign=True)
