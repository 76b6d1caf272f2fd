"""Form over the last matches, a tile a window."""

from collections.abc import Sequence

from analysis.player.report import PlayerForm
from reports.figures import percent, ratio
from reports.pictures.canvas import Canvas
from reports.pictures.palette import DIM, PANEL, Box
from texts.catalogue import Language, text

GAP = 20
KD = 112
"""Room for the K/D, in pixels."""

HEIGHT = 104


def draw_tiles(canvas: Canvas, box: Box, forms: Sequence[PlayerForm], language: Language) -> None:
    """Matches and wins over each other, the K/D large beside them; one window at least."""
    width = (box.width - GAP * (len(forms) - 1)) // len(forms)
    for i, form in enumerate(forms):
        left = box.left + i * (width + GAP)
        tile = Box(left, box.top, left + width, box.bottom)
        canvas.pill(tile, PANEL)
        inner = tile.inset(18, 10)
        words = inner.across(0, -KD - 52)
        upper, lower = words.rows(2, words.height // 2)
        canvas.write(text(language, "picture-last", matches=form.matches or 0), upper, size=30, colour=DIM)
        canvas.write(text(language, "picture-share-won", share=percent(form.win_rate)), lower, size=30)
        canvas.write(ratio(form.kd), inner.across(inner.width - KD, 0), size=60, weight="bold", align="right")
        canvas.write("K/D", inner.across(0, -KD - 6), size=30, colour=DIM, align="right")
