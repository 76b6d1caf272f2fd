"""What the marks of a finished match mean, in the last line."""

from reports.pictures import foot
from reports.pictures.canvas import Canvas
from reports.pictures.lettering import width
from reports.pictures.marks import draw_verdict
from reports.pictures.palette import DIM, PAGE, SMALL, Box
from texts.catalogue import Language, text


def draw_legend(canvas: Canvas, language: Language) -> None:
    """▲ ▼ and their words, to the left of the footer."""
    left, top = PAGE.left, PAGE.bottom - foot.HEIGHT
    for verdict in ("above", "below"):
        words = text(language, f"picture-{verdict}")
        reach = round(width(words, "regular", SMALL)) + 1
        draw_verdict(canvas, Box(left, top, left + 30, PAGE.bottom), verdict)
        canvas.write(words, Box(left + 38, top, left + 38 + reach, PAGE.bottom), colour=DIM)
        left += 38 + reach + 24
