"""Map bars of a match: whom a map favours and by how much, with the matches behind either side."""

from collections.abc import Sequence
from math import ceil

from analysis.report import MapReport, MapSide, MatchReport
from faceit.models import map_name
from reports.figures import DASH, many, percent
from reports.labels import Labels, chosen
from reports.maps import ordered
from reports.pictures.canvas import Canvas
from reports.pictures.palette import DIM, ONE, PANEL, TEXT, TRACK, TWO, Box, halves
from texts.catalogue import text

HEAD = 38
WIDE = 3
"""Up to so many maps each get a row of the whole width."""

MOST = 8
LEAST_SCALE = 0.06
"""A bar of full length is at least so much chance: small edges look small."""


def rows_of(report: MatchReport, labels: Labels) -> list[MapReport]:
    """The chosen maps, else the pool, best for the side on the left first; maps nobody has played are left out."""
    rows = chosen(report) or ordered(report.maps, labels)
    return [row for row in rows if any(side.matches for side in row.teams.values())][:MOST]


def height_of(rows: Sequence[MapReport]) -> int:
    """What the part needs, in pixels."""
    if not rows:
        return 0
    return HEAD + (len(rows) * 52 if len(rows) <= WIDE else ceil(len(rows) / 2) * 38)


def scale_of(rows: Sequence[MapReport]) -> float:
    """The edge that fills half a bar."""
    return max([LEAST_SCALE, *(abs(row.edge) for row in rows if row.edge is not None)])


def draw_maps(canvas: Canvas, box: Box, rows: Sequence[MapReport], labels: Labels) -> None:
    """A heading, and a bar a map from its middle towards the side it favours."""
    language = labels.language
    head = Box(box.left, box.top, box.right, box.top + HEAD)
    canvas.write(text(language, "picture-maps"), head, colour=DIM)
    body, scale = Box(box.left, box.top + HEAD, box.right, box.bottom), scale_of(rows)
    if len(rows) <= WIDE:
        canvas.write(f"~% · {text(language, 'picture-matches')}", head, colour=DIM, align="right")
        for row, place in zip(rows, body.rows(len(rows), 52), strict=True):
            _row(canvas, place.inset(0, 2), row, labels, scale, wide=True)
        return
    canvas.write(f"n · {text(language, 'picture-matches')}", head, colour=DIM, align="right")
    first = ceil(len(rows) / 2)
    for half, part in zip(halves(body), (rows[:first], rows[first:]), strict=True):
        for row, place in zip(part, half.rows(len(part), 38), strict=True):
            _row(canvas, place.inset(0, 2), row, labels, scale, wide=False)


def bar_box(place: Box, *, wide: bool) -> Box:
    """Where the bar of a row lies."""
    name, figures = (190, 170) if wide else (130, 62)
    return Box(place.left + name + figures, place.top, place.right - figures, place.bottom)


def _row(canvas: Canvas, place: Box, row: MapReport, labels: Labels, scale: float, *, wide: bool) -> None:
    bar = bar_box(place, wide=wide)
    size = 36 if wide else 30
    figures = bar.left - place.left - (190 if wide else 130)
    if wide:
        canvas.pill(place, PANEL)
    name = Box(place.left + (12 if wide else 0), place.top, bar.left - figures, place.bottom)
    canvas.write(map_name(row.map), name, size=size, weight="bold", foreign=True)
    one, two = (_figures(row.teams.get(faction), wide=wide) for faction in labels.order)
    canvas.write(one, Box(bar.left - figures, bar.top, bar.left - 12, bar.bottom), colour=DIM, align="right")
    canvas.write(two, Box(bar.right + 12, bar.top, place.right, bar.bottom), colour=DIM)
    edge = None if row.edge is None else row.edge if labels.order[0] == "faction1" else -row.edge
    _bar(canvas, bar.inset(0, 5), edge, scale)


def _bar(canvas: Canvas, bar: Box, edge: float | None, scale: float) -> None:
    """+ grows to the left, towards the side named there; the figure stands in the half left empty."""
    canvas.bar(bar, TRACK)
    if edge is None:
        canvas.write(DASH, bar, colour=DIM, align="centre")
        return
    length = round(abs(edge) / scale * (bar.width // 2))
    if edge > 0:
        canvas.bar(Box(bar.centre - length, bar.top, bar.centre, bar.bottom), ONE)
    else:
        canvas.bar(Box(bar.centre, bar.top, bar.centre + length, bar.bottom), TWO)
    canvas.bar(Box(bar.centre - 2, bar.top - 3, bar.centre + 2, bar.bottom + 3), TEXT)
    free = Box(bar.centre + 12, bar.top, bar.right, bar.bottom)
    align_right = edge <= 0
    if align_right:
        free = Box(bar.left, bar.top, bar.centre - 12, bar.bottom)
    points = round(abs(edge) * 100)
    canvas.write(f"~+{points}" if points else "~0", free, weight="bold", align="right" if align_right else "left")


def _figures(side: MapSide | None, *, wide: bool) -> str:
    if side is None or side.matches is None:
        return DASH
    return f"~{percent(side.win_rate)} · {many(side.matches)}" if wide else many(side.matches)
