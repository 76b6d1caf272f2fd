"""The picture of a line-up: everybody on every map of the pool, K/D with its matches, and what stands out."""

from collections.abc import Sequence

from analysis.team.report import LineupMap, LineupMapPlayer, LineupPlayer, TeamLineupReport
from faceit.models import map_name
from reports.figures import DASH, many, percent, ratio
from reports.pictures import foot
from reports.pictures.canvas import Canvas
from reports.pictures.marks import draw_level
from reports.pictures.palette import BAD, DIM, GOOD, PAGE, PANEL, TEXT, TRACK, Box, Colour
from texts.catalogue import Language, text

TITLE, HEAD = 58, 46
NAME = 236
GAP = 6
"""Between two cells."""

MOST = 8
"""Maps that find room, the best first; a pool has seven."""

ROW = (78, 150)
"""A row of the matrix: the least and the most."""

TINTS: dict[str, Colour] = {"strong": (0x24, 0x4B, 0x3D), "weak": (0x55, 0x31, 0x2E)}
"""Dark grounds of GOOD and BAD: the words on them stay as bright as elsewhere."""


def draw(report: TeamLineupReport, *, language: Language) -> bytes | None:
    """The matrix as a PNG of 1280×720; None when no map was played."""
    canvas = compose(report, language=language)
    return None if canvas is None else canvas.png()


def compose(report: TeamLineupReport, *, language: Language) -> Canvas | None:
    """The same as a canvas, before it becomes a file."""
    maps = [row for row in report.maps if row.matches is not None][:MOST]
    if not any(row.matches for row in maps):
        return None
    canvas = Canvas()
    title = Box(PAGE.left, PAGE.top, PAGE.right, PAGE.top + TITLE)
    canvas.write(text(language, "picture-team-title"), title, size=38, weight="bold")
    body = Box(PAGE.left, title.bottom, PAGE.right, PAGE.bottom - foot.HEIGHT - 6)
    columns = columns_of(body, len(maps))
    for row, column in zip(maps, columns, strict=True):
        head = Box(column.left, body.top, column.right, body.top + HEAD)
        canvas.write(map_name(row.map), head, size=30, weight="bold", align="centre", foreign=True)
    rows = rows_of(body, len(report.players) + 1)
    for player, place in zip(report.players, rows, strict=False):
        _player(canvas, place, columns, player, maps)
    _everybody(canvas, rows[-1], columns, maps, language)
    note = Box(PAGE.left, PAGE.bottom - foot.HEIGHT, PAGE.centre + 100, PAGE.bottom)
    canvas.write(text(language, "picture-team-legend"), note, colour=DIM)
    foot.draw_foot(canvas, language)
    return canvas


def columns_of(body: Box, count: int) -> list[Box]:
    """The columns of the maps, to the right of the names."""
    width = (body.width - NAME) // count
    lefts = [body.right - width * (count - i) for i in range(count)]
    return [Box(left + GAP, body.top, left + width, body.bottom) for left in lefts]


def rows_of(body: Box, count: int) -> list[Box]:
    """A row a player and one for all of them."""
    least, most = ROW
    rest = Box(body.left, body.top + HEAD, body.right, body.bottom)
    return [place.inset(0, GAP // 2) for place in rest.rows(count, max(least, min(most, rest.height // count)))]


def _player(
    canvas: Canvas, place: Box, columns: Sequence[Box], player: LineupPlayer, maps: Sequence[LineupMap]
) -> None:
    level = Box(place.left, place.top, place.left + 52, place.bottom)
    draw_level(canvas, level, player.level)
    name = Box(level.right + 12, place.top, place.left + NAME - 4, place.bottom)
    canvas.write(player.nickname, name, size=32, weight="bold", foreign=True)
    for row, column in zip(maps, columns, strict=True):
        own = next((one for one in row.players if one.player_id == player.player_id), None)
        _cell(canvas, Box(column.left, place.top, column.right, place.bottom), own)


def _cell(canvas: Canvas, cell: Box, own: LineupMapPlayer | None) -> None:
    """K/D above, matches below; a ground and a triangle only for a verdict. A map never played is a dash."""
    verdict = own.verdict if own else "none"
    canvas.pill(cell, TINTS.get(verdict, PANEL))
    if own is None or own.kd is None:
        canvas.write(DASH, cell, size=32, colour=DIM, align="centre")
        return
    above, below = _lines(cell)
    canvas.write(f"~{ratio(own.kd)}", above, size=34, weight="bold", align="centre")
    canvas.write(many(own.matches), below, colour=DIM, align="centre")
    if verdict != "none":
        up = verdict == "strong"
        canvas.triangle((cell.right - 22, below.middle), 24, GOOD if up else BAD, up=up)


def _everybody(
    canvas: Canvas, place: Box, columns: Sequence[Box], maps: Sequence[LineupMap], language: Language
) -> None:
    """The whole line-up: win rate, K/D, and the word for a home map or a ban."""
    name = Box(place.left, place.top, place.left + NAME - 4, place.bottom)
    upper, lower = _lines(name)
    canvas.write(text(language, "picture-team-all"), upper, size=34, weight="bold")
    canvas.write(text(language, "picture-team-all-below"), lower, colour=DIM)
    for row, column in zip(maps, columns, strict=True):
        cell = Box(column.left, place.top, column.right, place.bottom)
        colour = GOOD if row.verdict == "home" else BAD if row.verdict == "ban" else TRACK
        canvas.pill(cell, colour)
        canvas.pill(cell.inset(3, 3), PANEL, 8)
        above, below = _lines(cell)
        canvas.write(f"~{ratio(row.kd)}", above, size=34, weight="bold", align="centre")
        if row.verdict == "none":
            canvas.write(f"~{percent(row.win_rate)}", below, colour=TEXT, align="centre")
        else:
            words = text(language, f"picture-team-{row.verdict}")
            canvas.write(words, below.inset(-4), weight="bold", colour=colour, align="centre")


def _lines(cell: Box) -> tuple[Box, Box]:
    """The upper and the lower line of a cell."""
    half = min(cell.height // 2, 40)
    return (
        Box(cell.left, cell.middle - half, cell.right, cell.middle),
        Box(cell.left, cell.middle, cell.right, cell.middle + half),
    )
