"""The chance bar: both shares at its ends, the split in between, the source below."""

from analysis.report import MatchReport
from faceit.models import map_name
from reports.escape import cell
from reports.heading import shares
from reports.labels import Labels
from reports.pictures.canvas import LONGEST, Align, Canvas
from reports.pictures.lettering import fit
from reports.pictures.palette import DIM, GROUND, ONE, TEXT, TRACK, TWO, Box
from texts.catalogue import text

SHARE = 120
"""Room for a share at either end, in pixels."""

CAPTION = 40
ALONE = 36
"""Type of the words that stand where there is no bar."""

TEAM, MAP = 280, 200
"""Room for names in the caption, in pixels."""


def bar_box(box: Box) -> Box:
    """Where the bar itself lies."""
    return Box(box.left + SHARE, box.top, box.right - SHARE, box.bottom - CAPTION).inset(0, 4)


def draw_chance(canvas: Canvas, box: Box, report: MatchReport, labels: Labels) -> None:
    """The bar is split at the chance of the side on the left; a notch marks one half."""
    chance, bar = report.prediction.faction1, bar_box(box)
    caption = Box(box.left, box.bottom - CAPTION, box.right, box.bottom)
    words = _caption(report, labels)
    if chance is None or report.prediction.source is None:
        if report.review is None:
            canvas.pill(box.inset(0, 12), TRACK)
            canvas.write(
                text(labels.language, "picture-chance-unknown"),
                box.inset(16),
                size=ALONE,
                weight="bold",
                align="centre",
            )
        else:
            canvas.write(words, box, size=ALONE, weight="bold", align="centre")
        return
    left = chance if labels.order[0] == "faction1" else 1 - chance
    split = bar.left + round(left * bar.width)
    canvas.bar(Box(bar.left, bar.top, split, bar.bottom), ONE)
    canvas.bar(Box(split, bar.top, bar.right, bar.bottom), TWO)
    for end in (bar.top, bar.bottom - 10):
        canvas.bar(Box(bar.centre - 2, end, bar.centre + 2, end + 10), GROUND)
    mark = "~" if report.prediction.source == "model" else ""
    for share, colour, edge in zip(shares(chance, labels), (ONE, TWO), (box.left, bar.right), strict=True):
        room = Box(edge, bar.top, edge + SHARE, bar.bottom)
        align: Align = "left" if edge == box.left else "right"
        canvas.write(f"{mark}{share}", room, size=48, colour=colour, weight="bold", align=align)
    canvas.write(words, caption, size=30, colour=TEXT if report.review else DIM, align="centre")


def _caption(report: MatchReport, labels: Labels) -> str:
    said, language = report.prediction, labels.language
    bits = [] if report.review is None else [_map(report), _winner(report, labels)]
    if said.source is not None:
        bits.append(text(language, f"report-source-{said.source}"))
    if report.review is not None and said.faction1 is not None and not said.too_close:
        right = report.review.predicted_right
        bits.append(text(language, "picture-before" if right is None else _foreseen(right=right)))
    if said.too_close:
        bits.append(text(language, "picture-too-close"))
    return " · ".join(bit for bit in bits if bit)


def _map(report: MatchReport) -> str:
    """The only map of a finished match; several stand in a row of their own."""
    played = report.review.maps if report.review else []
    return _short(map_name(played[0].map), MAP) if len(played) == 1 and played[0].map else ""


def _short(name: str, room: int) -> str:
    """A foreign name that leaves room for the words around it, measured in the largest type of the line."""
    return fit(cell(name, LONGEST), "bold", ALONE, room)


def _foreseen(*, right: bool) -> str:
    return "picture-foreseen-right" if right else "picture-foreseen-wrong"


def _winner(report: MatchReport, labels: Labels) -> str:
    winner = report.review.winner if report.review else None
    if winner is None:
        return text(labels.language, "report-review-no-winner")
    if labels.side is not None:
        return text(labels.language, "picture-won-us" if winner == labels.side else "picture-won-them")
    return text(
        labels.language,
        "picture-won",
        team=_short(labels.teams[winner].name, TEAM) if winner in labels.teams else "?",
    )
