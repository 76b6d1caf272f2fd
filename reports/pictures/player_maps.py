"""The picture of a player's maps: how far each win rate lies from one half, and what the sample allows to say."""

from collections.abc import Sequence

from analysis.player.report import MapRecord, PlayerReport
from faceit.models import map_name
from reports.figures import DASH, many, percent, ratio
from reports.pictures import foot, player_heading
from reports.pictures.canvas import Canvas
from reports.pictures.palette import BAD, DIM, GOOD, ONE, PAGE, PANEL, TEXT, TRACK, TWO, Box
from reports.player_maps import SHOWN
from texts.catalogue import Language, text

HEAD = 44
ROW = (56, 74)
"""A row: the least and the most."""

NAME, MARK = 176, 190
SAMPLE, KD, RATE = 76, 112, 112
"""Widths of the columns in pixels."""

LEAST_SCALE = 0.1
"""A bar of full length is at least so far from one half: small differences look small."""

EVEN = 0.5


def draw(report: PlayerReport, *, language: Language) -> bytes | None:
    """The most played maps as a PNG of 1280×720; None when no map has a win rate."""
    canvas = compose(report, language=language)
    return None if canvas is None else canvas.png()


def compose(report: PlayerReport, *, language: Language) -> Canvas | None:
    """The same as a canvas, before it becomes a file."""
    maps = report.maps[:SHOWN]
    if all(row.win_rate is None for row in maps):
        return None
    canvas = Canvas()
    top = PAGE.top + player_heading.HEIGHT
    player_heading.draw_player(canvas, Box(PAGE.left, PAGE.top, PAGE.right, top), report, language)
    _head(canvas, Box(PAGE.left, top + 8, PAGE.right, top + 8 + HEAD), language)
    least, most = ROW
    rest = Box(PAGE.left, top + 8 + HEAD, PAGE.right, PAGE.bottom - foot.HEIGHT - 6)
    height = max(least, min(most, rest.height // len(maps)))
    scale = scale_of(maps)
    for row, place in zip(maps, rest.rows(len(maps), height), strict=True):
        _row(canvas, place.inset(0, 3), row, scale, language)
    note = Box(PAGE.left, PAGE.bottom - foot.HEIGHT, PAGE.centre + 80, PAGE.bottom)
    canvas.write(text(language, "picture-smoothed"), note, colour=DIM)
    foot.draw_foot(canvas, language)
    return canvas


def scale_of(maps: Sequence[MapRecord]) -> float:
    """The distance from one half that fills half a bar."""
    return max([LEAST_SCALE, *(abs(row.win_rate - EVEN) for row in maps if row.win_rate is not None)])


def bar_box(place: Box) -> Box:
    """Where the bar of a row lies."""
    return Box(place.left + NAME, place.top, place.right - MARK - SAMPLE - KD - RATE - 16, place.bottom).inset(0, 12)


def _columns(place: Box) -> tuple[Box, Box, Box, Box]:
    """Win rate, K/D, matches and the mark."""
    found, left = [], place.right - MARK - SAMPLE - KD - RATE
    for width in (RATE, KD, SAMPLE, MARK):
        found.append(Box(left, place.top, left + width, place.bottom))
        left += width
    rate, kd, sample, mark = found
    return rate, kd, sample, mark


def _head(canvas: Canvas, place: Box, language: Language) -> None:
    rate, kd, sample, _ = _columns(place)
    bar = bar_box(place)
    canvas.write(text(language, "picture-maps-title"), place.across(0, 290), size=34, weight="bold")
    canvas.write("50%", Box(bar.centre - 40, place.top, bar.centre + 40, place.bottom), colour=TEXT, align="centre")
    canvas.write(text(language, "picture-column-wins"), rate, colour=DIM, align="right")
    canvas.write("K/D", kd, colour=DIM, align="right")
    canvas.write("n", sample, colour=DIM, align="right")


def _row(canvas: Canvas, place: Box, row: MapRecord, scale: float, language: Language) -> None:
    canvas.pill(place, PANEL)
    rate, kd, sample, mark = _columns(place)
    name = Box(place.left + 14, place.top, place.left + NAME - 8, place.bottom)
    canvas.write(map_name(row.map), name, size=36, weight="bold", foreign=True)
    _bar(canvas, bar_box(place), row.win_rate, scale)
    canvas.write(_marked(percent(row.win_rate)), rate, size=40, weight="bold", align="right")
    canvas.write(_marked(ratio(row.kd)), kd, size=36, align="right")
    canvas.write(many(row.matches), sample, size=30, colour=DIM, align="right")
    if row.verdict != "none":
        up = row.verdict == "strong"
        canvas.triangle((mark.left + 36, mark.middle), 26, GOOD if up else BAD, up=up)
        words = Box(mark.left + 58, mark.top, mark.right, mark.bottom)
        canvas.write(text(language, f"picture-{row.verdict}"), words, weight="bold", colour=GOOD if up else BAD)


def _bar(canvas: Canvas, bar: Box, win_rate: float | None, scale: float) -> None:
    """To the right of the line above one half, to the left below it."""
    canvas.bar(bar, TRACK)
    away = 0.0 if win_rate is None else win_rate - EVEN
    length = round(abs(away) / scale * (bar.width // 2))
    if away > 0:
        canvas.bar(Box(bar.centre, bar.top, bar.centre + length, bar.bottom), ONE)
    else:
        canvas.bar(Box(bar.centre - length, bar.top, bar.centre, bar.bottom), TWO)
    canvas.bar(Box(bar.centre - 2, bar.top - 12, bar.centre + 2, bar.bottom + 12), TEXT)


def _marked(figure: str) -> str:
    return figure if figure == DASH else f"~{figure}"
