"""The picture of a player's form: K/D of the last matches, won or lost, and the last ten together."""

from analysis.player.report import PlayerReport
from reports.pictures import foot, form_tiles, player_heading, results_strip
from reports.pictures.canvas import Canvas
from reports.pictures.form_plot import AXIS, draw_plot
from reports.pictures.lettering import width
from reports.pictures.palette import BAD, DIM, GOOD, PAGE, SMALL, TEXT, Box
from reports.pictures.rolling import WINDOW, points_of
from reports.player_form import distinct
from texts.catalogue import Language, text

SHOWN = 50
LEAST = 5
"""Matches with kills and deaths below which there is nothing to see."""

LEGEND = 40


def draw(report: PlayerReport, *, language: Language) -> bytes | None:
    """The form as a PNG of 1280×720; None for fewer than 5 matches with kills and deaths."""
    canvas = compose(report, language=language)
    return None if canvas is None else canvas.png()


def compose(report: PlayerReport, *, language: Language) -> Canvas | None:
    """The same as a canvas, before it becomes a file."""
    history = report.history[-SHOWN:]
    points = points_of(history)
    if len(points) < LEAST:
        return None
    canvas = Canvas()
    head = Box(PAGE.left, PAGE.top, PAGE.right, PAGE.top + player_heading.HEIGHT)
    player_heading.draw_player(canvas, head, report, language)
    top = head.bottom + 12
    forms = distinct(report)
    if forms:
        form_tiles.draw_tiles(canvas, Box(PAGE.left, top, PAGE.right, top + form_tiles.HEIGHT), forms, language)
        top += form_tiles.HEIGHT + 10
    _legend(canvas, Box(PAGE.left, top, PAGE.right, top + LEGEND), language, rolling=points[-1].mean is not None)
    foot_top = PAGE.bottom - foot.HEIGHT
    strip = Box(PAGE.left, foot_top - results_strip.HEIGHT - 4, PAGE.right, foot_top - 4)
    draw_plot(canvas, Box(PAGE.left, top + LEGEND + 4, PAGE.right, strip.top - 10), points, len(history))
    results_strip.draw_results(canvas, strip, history)
    room = Box(PAGE.left + AXIS, foot_top, PAGE.centre - 60, PAGE.bottom)
    canvas.write(text(language, "picture-old-new"), room, colour=DIM)
    foot.draw_foot(canvas, language)
    return canvas


def _legend(canvas: Canvas, box: Box, language: Language, *, rolling: bool) -> None:
    """What the plot is, and what its marks mean, from the right."""
    canvas.write(text(language, "picture-form-title"), box.across(0, 400), size=34, weight="bold")
    right = box.right
    for key in ("picture-rolling", "picture-loss", "picture-win"):
        if key == "picture-rolling" and not rolling:
            continue
        words = text(language, key, matches=WINDOW)
        reach = round(width(words, "regular", SMALL)) + 1
        canvas.write(words, Box(right - reach, box.top, right, box.bottom), colour=DIM)
        sign = right - reach - 26
        if key == "picture-rolling":
            canvas.bar(Box(sign - 16, box.middle - 3, sign + 16, box.middle + 3), TEXT)
        else:
            up = key == "picture-win"
            canvas.triangle((sign, box.middle), 24, GOOD if up else BAD, up=up)
        right = sign - 44
