"""The line-ups after a match: kills and deaths, K/D against the own average, and which way it went."""

from analysis.report import MatchReport, Review, ReviewPlayer
from reports.figures import many, ratio, whole
from reports.labels import Labels
from reports.pictures.canvas import Canvas
from reports.pictures.lineup import HEAD, MOST
from reports.pictures.marks import draw_level, draw_verdict
from reports.pictures.palette import DIM, PANEL, Box, halves
from texts.catalogue import text

SAMPLE, USUAL, MARK, KD = 48, 70, 44, 80
"""Widths of the columns in pixels, from the right."""

LINE = 17
"""Half the distance between the two lines of a row."""


def players_of(review: Review, faction: str) -> list[ReviewPlayer]:
    """The players of a side, most kills first."""
    return sorted((p for p in review.players if p.faction == faction), key=lambda p: -(p.kills or 0))[:MOST]


def draw_scoreboard(canvas: Canvas, box: Box, report: MatchReport, review: Review, labels: Labels) -> None:
    """Both sides next to each other."""
    levels = {p.player_id: p.level for team in report.teams for p in team.players}
    sides = [players_of(review, faction) for faction in labels.order]
    count = max(map(len, sides))
    height = (box.height - HEAD) // max(count, 1)
    for half, players in zip(halves(box), sides, strict=True):
        _head(canvas, Box(half.left, half.top, half.right, half.top + HEAD), labels)
        body = Box(half.left, half.top + HEAD, half.right, half.bottom)
        for row, player in zip(body.rows(count, height), players, strict=False):
            _row(canvas, row, player, levels.get(player.player_id))


def _columns(row: Box) -> tuple[Box, Box, Box, Box]:
    """K/D, the mark, the usual K/D and its matches; the rest of the row, to the left, is the name's."""
    found: list[Box] = []
    right = -12
    for width in (SAMPLE, USUAL, MARK, KD):
        found.append(row.across(row.width - width + right, right))
        right -= width + 8
    sample, usual, mark, kd = found
    return kd, mark, usual, sample


def _head(canvas: Canvas, row: Box, labels: Labels) -> None:
    kd, mark, _, sample = _columns(row)
    canvas.write("K/D", kd, colour=DIM, align="right")
    words = text(labels.language, "picture-usual")
    canvas.write(words, Box(mark.left + 8, row.top, sample.right, row.bottom), colour=DIM, align="right")


def _row(canvas: Canvas, row: Box, player: ReviewPlayer, level: int | None) -> None:
    """The name over the figures of the match, and what they come to at the right."""
    kd, mark, usual, sample = _columns(row)
    canvas.pill(row.inset(0, 2), PANEL)
    side = min(row.height - 16, 52)
    draw_level(canvas, Box(row.left + 10, row.middle - side // 2, row.left + 10 + side, row.middle + side // 2), level)
    above = Box(row.left + 24 + side, row.top - LINE, kd.left - 8, row.bottom - LINE)
    below = Box(above.left, row.top + LINE, above.right, row.bottom + LINE)
    canvas.write(player.nickname, above, size=34, weight="bold", foreign=True)
    canvas.write(f"{whole(player.kills)}–{whole(player.deaths)} · ADR {whole(player.adr)}", below, colour=DIM)
    canvas.write(ratio(player.kd), kd, size=40, weight="bold", align="right")
    # What stands on either side is K/D: a verdict by other figures would seem to contradict it.
    draw_verdict(canvas, mark, player.verdicts.get("kd", None if player.verdicts else player.verdict))
    estimated = player.average_kd is None and player.usual_kd is not None
    words = f"~{ratio(player.usual_kd)}" if estimated else ratio(player.average_kd)
    canvas.write(words, usual, size=30 if estimated else 34, colour=DIM, align="right")
    canvas.write(many(player.average_matches), sample, colour=DIM, align="right")
