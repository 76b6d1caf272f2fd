"""The top of a match picture: both teams, and between them the score, the map or the length of the series."""

from analysis.report import MatchReport
from faceit.models import Faction, map_name
from reports.labels import Labels, chosen
from reports.pictures.canvas import Align, Canvas
from reports.pictures.palette import INK, ONE, TEXT, TWO, Box
from reports.review import score_text
from texts.catalogue import text

CENTRE = 250
"""Room between the names, in pixels."""

NAME = 44


def draw_heading(canvas: Canvas, box: Box, report: MatchReport, labels: Labels) -> None:
    """Names from both edges inwards, own side on the left with "us" and "them" beside them."""
    side = (box.width - CENTRE) // 2
    _name(canvas, box.across(0, side), labels, labels.order[0], right=False)
    _name(canvas, box.across(box.width - side, 0), labels, labels.order[1], right=True)
    middle = Box(box.left + side + 8, box.top, box.right - side - 8, box.bottom)
    words, size = _between(report, labels)
    canvas.write(words, middle, size=size, colour=TEXT, weight="bold", align="centre", foreign=True)


def _name(canvas: Canvas, box: Box, labels: Labels, faction: Faction, *, right: bool) -> None:
    colour = TWO if right else ONE
    align: Align = "right" if right else "left"
    if labels.side is not None:
        chip = Box(box.right - 86, box.top + 6, box.right, box.bottom - 6) if right else box.across(0, 86).inset(0, 6)
        canvas.pill(chip, colour)
        canvas.write(labels.short[faction].upper(), chip, size=32, colour=INK, weight="bold", align="centre")
        box = box.across(0, -100) if right else box.across(100, 0)
    team = labels.teams.get(faction)
    words = team.name if team is not None else labels.short[faction]
    canvas.write(words, box, size=NAME, colour=colour, weight="bold", align=align, foreign=True)


def _between(report: MatchReport, labels: Labels) -> tuple[str, int]:
    if report.review is not None:
        return score_text(report.review, labels), 56
    maps = [row.map for row in chosen(report)] or [code for code in (report.map,) if code]
    if len(maps) > 1:
        return text(labels.language, "picture-series", maps=len(maps)), 40
    return (map_name(maps[0]), 40) if maps else ("vs", 40)
