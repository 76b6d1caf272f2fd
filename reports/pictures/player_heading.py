"""The top of a player's picture: level, nickname, what is shown, Elo."""

from analysis.player.report import PlayerReport
from reports.figures import whole
from reports.pictures.canvas import Canvas
from reports.pictures.marks import draw_level
from reports.pictures.palette import DIM, TEXT, Box
from texts.catalogue import Language, text

HEIGHT = 68
ELO = 250
"""Room for the Elo, in pixels."""


def draw_player(canvas: Canvas, box: Box, report: PlayerReport, language: Language) -> None:
    """Level and nickname from the left, Elo at the right."""
    draw_level(canvas, Box(box.left, box.top + 2, box.left + 64, box.top + 66), report.level)
    name = Box(box.left + 80, box.top, box.right - ELO, box.bottom)
    canvas.write(report.nickname, name, size=52, weight="bold", foreign=True)
    right = box.across(box.width - ELO + 10, 0)
    if report.elo is not None:
        canvas.write(f"{whole(report.elo)} Elo", right, size=44, weight="bold", colour=TEXT, align="right")
        return
    key = "picture-calibrating" if report.calibrating else "picture-elo-unknown"
    canvas.write(text(language, key), right, size=34, colour=DIM, align="right")
