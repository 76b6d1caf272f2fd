"""The line-ups before a match: level, nickname, role, Elo, K/D of the form with its matches, danger."""

from analysis.report import MatchReport, PlayerReport, TeamReport
from faceit.models import Faction
from reports.escape import cell
from reports.figures import ratio, whole
from reports.labels import Labels
from reports.pictures.canvas import LONGEST, Canvas
from reports.pictures.lettering import width
from reports.pictures.marks import draw_danger, draw_level
from reports.pictures.palette import DIM, PANEL, SMALL, TEXT, Box, halves
from texts.catalogue import text

HEAD = 36
MOST = 5
"""Players of a side who find room; a roster may hold more than play."""

DANGER, SAMPLE, KD, ELO = 90, 44, 66, 92
"""Widths of the columns in pixels, from the right."""

NAME = 32
NAME_LEAST = 110
TALL = 62
"""From this height on a row has room for two lines."""

LINE = 16
"""Half the distance between the two lines."""


def rows_of(report: MatchReport) -> int:
    """Rows the longer line-up takes."""
    return max((min(len(team.players), MOST) for team in report.teams), default=0)


def draw_lineups(canvas: Canvas, box: Box, report: MatchReport, labels: Labels) -> None:
    """Both sides next to each other; no danger is shown of one's own side."""
    count = rows_of(report)
    height = (box.height - HEAD) // max(count, 1)
    for half, faction in zip(halves(box), labels.order, strict=True):
        team = labels.teams.get(faction)
        if team is None:
            continue
        targets = faction in labels.targets
        _head(canvas, Box(half.left, half.top, half.right, half.top + HEAD), team, labels, targets)
        body = Box(half.left, half.top + HEAD, half.right, half.bottom)
        for row, player in zip(body.rows(count, height), team.players[:MOST], strict=False):
            _row(canvas, row, player, labels, targets)


def _columns(row: Box, *, targets: bool) -> tuple[Box, Box, Box, Box]:
    """Elo, K/D, matches and danger; the rest of the row, to the left, is the name's."""
    right = -12
    danger = row.across(row.width - DANGER + right, right)
    right -= DANGER + 20 if targets else 0
    sample = row.across(row.width - SAMPLE + right, right)
    right -= SAMPLE + 8
    kd = row.across(row.width - KD + right, right)
    right -= KD + 12
    return row.across(row.width - ELO + right, right), kd, sample, danger


def _head(canvas: Canvas, row: Box, team: TeamReport, labels: Labels, targets: bool) -> None:
    language = labels.language
    elo, kd, sample, danger = _columns(row, targets=targets)
    if team.elo_gain is not None and team.elo_loss is not None:
        words = text(language, "picture-stakes", gain=team.elo_gain, loss=team.elo_loss)
        canvas.write(words, Box(row.left, row.top, elo.left + 10, row.bottom), weight="bold", colour=TEXT)
    canvas.write("Elo", elo, colour=DIM, align="right")
    canvas.write("K/D", kd, colour=DIM, align="right")
    canvas.write("n", sample, colour=DIM, align="right")
    if targets:
        canvas.write(text(language, "picture-danger"), danger.across(-12, 0), colour=DIM, align="right")


def _row(canvas: Canvas, row: Box, player: PlayerReport, labels: Labels, targets: bool) -> None:
    elo, kd, sample, danger = _columns(row, targets=targets)
    canvas.pill(row.inset(0, 2), PANEL)
    side = min(row.height - 8, 44)
    draw_level(canvas, Box(row.left + 8, row.middle - side // 2, row.left + 8 + side, row.middle + side // 2),
               player.level)  # fmt: skip
    name = Box(row.left + 16 + side, row.top, elo.left - 8, row.bottom)
    _name(canvas, name, player, labels)
    calibrating = player.elo is None and player.calibrating
    words = text(labels.language, "picture-calibrating") if calibrating else whole(player.elo)
    canvas.write(words, elo, size=28 if calibrating else 32, colour=DIM if player.elo is None else TEXT, align="right")
    canvas.write(ratio(player.form.kd), kd, size=32, weight="bold", align="right")
    behind = player.form.kd_matches or player.form.matches
    canvas.write(whole(behind), sample, colour=DIM, align="right")
    if targets:
        draw_danger(canvas, danger, player.danger)


def _name(canvas: Canvas, box: Box, player: PlayerReport, labels: Labels) -> None:
    """The nickname and the role: behind it where both fit or the row is low, else under it."""
    role = "" if player.role is None else text(labels.language, f"picture-role-{player.role}")
    reach = round(width(role, "bold", SMALL)) + 1 if role else 0
    room = box.width - (reach + 10 if role else 0)
    nickname = cell(player.nickname, LONGEST)
    if role and box.height >= TALL and width(nickname, "bold", NAME) > room:
        above = Box(box.left, box.top - LINE, box.right, box.bottom - LINE)
        canvas.write(nickname, above, size=NAME, weight="bold", foreign=True)
        canvas.write(role, Box(box.left, box.top + LINE, box.right, box.bottom + LINE), weight="bold", colour=DIM)
        return
    if room < NAME_LEAST:
        role, room = "", box.width
    used = canvas.write(nickname, box.across(0, room), size=NAME, weight="bold", foreign=True)
    if role:
        left = round(used) + 10
        canvas.write(role, box.across(left, left + reach), weight="bold", colour=DIM)


def known(report: MatchReport, faction: Faction | None = None) -> bool:
    """Whether anything but names is known of a player."""
    players = [p for team in report.teams if faction in {None, team.faction} for p in team.players]
    return any(p.elo is not None or p.form.matches or p.danger is not None for p in players)
