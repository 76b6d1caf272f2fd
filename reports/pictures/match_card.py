"""The picture of a match: teams, chance, line-ups and maps before it; score, players against themselves after it."""

from analysis.report import MatchReport
from faceit.models import Faction
from reports.foot import CALLED_OFF
from reports.labels import Labels, labels_of
from reports.pictures import foot, map_edges
from reports.pictures.canvas import Canvas
from reports.pictures.chance import draw_chance
from reports.pictures.legend import draw_legend
from reports.pictures.lineup import HEAD, draw_lineups, known
from reports.pictures.lineup import rows_of as players_in
from reports.pictures.match_heading import draw_heading
from reports.pictures.palette import PAGE, Box
from reports.pictures.played_maps import draw_played
from reports.pictures.scoreboard import draw_scoreboard
from texts.catalogue import Language

HEADING = 60
CHANCE = 100
STRIP = 60
"""Heights in pixels."""

ROW = (44, 84)
"""A player's row: the least and the most."""


def draw(report: MatchReport, *, language: Language, side: Faction | None) -> bytes | None:
    """The match as a PNG of 1280×720; None where a picture says no more than a line: called off, or nothing known.

    `side` is the asker's: it stands on the left and no danger is shown of it.
    """
    canvas = compose(report, language=language, side=side)
    return None if canvas is None else canvas.png()


def compose(report: MatchReport, *, language: Language, side: Faction | None) -> Canvas | None:
    """The same as a canvas, before it becomes a file."""
    if not _worthwhile(report):
        return None
    canvas, labels = Canvas(), labels_of(report, language, side)
    draw_heading(canvas, Box(PAGE.left, PAGE.top, PAGE.right, PAGE.top + HEADING), report, labels)
    top = PAGE.top + HEADING + 8
    draw_chance(canvas, Box(PAGE.left, top, PAGE.right, top + CHANCE), report, labels)
    rest = Box(PAGE.left, top + CHANCE + 4, PAGE.right, PAGE.bottom - foot.HEIGHT - 4)
    if report.review is not None and report.review.players:
        _after(canvas, rest, report, labels)
    else:
        _before(canvas, rest, report, labels)
    foot.draw_foot(canvas, language)
    return canvas


def _worthwhile(report: MatchReport) -> bool:
    if report.status in CALLED_OFF:
        return False
    reviewed = report.review is not None and bool(report.review.players or report.review.score)
    return reviewed or known(report)


def _before(canvas: Canvas, box: Box, report: MatchReport, labels: Labels) -> None:
    rows = [] if report.review is not None else map_edges.rows_of(report, labels)
    needed = map_edges.height_of(rows)
    people = _table(box, needed, players_in(report))
    draw_lineups(canvas, people, report, labels)
    if rows:
        top = (people.bottom + box.bottom - needed) // 2 + 2
        map_edges.draw_maps(canvas, Box(box.left, top, box.right, top + needed), rows, labels)


def _after(canvas: Canvas, box: Box, report: MatchReport, labels: Labels) -> None:
    review = report.review
    if review is None:
        return
    needed = STRIP if len(review.maps) > 1 else 0
    players = max(sum(p.faction == faction for p in review.players) for faction in labels.order)
    people = _table(box, needed, min(players, 5))
    draw_scoreboard(canvas, people, report, review, labels)
    if needed:
        draw_played(canvas, Box(box.left, box.bottom - needed, box.right, box.bottom), review, labels)
    draw_legend(canvas, labels.language)


def _table(box: Box, below: int, rows: int) -> Box:
    """Room for the players above a part that needs `below` pixels."""
    free = box.height - below - HEAD
    least, most = ROW
    height = max(least, min(most, free // max(rows, 1)))
    return Box(box.left, box.top, box.right, box.top + HEAD + rows * height)
