"""Results in a row: won ones stand up, lost ones hang down."""

from collections.abc import Sequence

from analysis.player.report import HistoryPoint
from reports.pictures.canvas import Canvas
from reports.pictures.form_plot import area_of, place_of
from reports.pictures.palette import BAD, DIM, GOOD, TRACK, Box

HEIGHT = 44
WIDEST = 16
"""Half a bar at most, in pixels."""


def draw_results(canvas: Canvas, box: Box, history: Sequence[HistoryPoint]) -> None:
    """One bar a match, under its mark in the plot; a stub on the line where the result is not known."""
    area = area_of(box)
    half = min(WIDEST, max(2, round(area.width / len(history) * 0.36)))
    canvas.bar(Box(area.left, area.middle - 1, area.right, area.middle + 1), TRACK)
    for place, match in enumerate(history):
        x = round(place_of(area, place, len(history)))
        if match.won is None:
            canvas.bar(Box(x - half, area.middle - 3, x + half, area.middle + 3), DIM)
        elif match.won:
            canvas.bar(Box(x - half, area.top, x + half, area.middle), GOOD)
        else:
            canvas.bar(Box(x - half, area.middle, x + half, area.bottom), BAD)
