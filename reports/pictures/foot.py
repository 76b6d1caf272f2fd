"""The last line of every picture."""

from reports.pictures.canvas import Canvas
from reports.pictures.palette import DIM, PAGE, Box
from texts.catalogue import Language, text

HEIGHT = 34


def draw_foot(canvas: Canvas, language: Language) -> None:
    """Whose the data are, and that the bot is nobody's."""
    box = Box(PAGE.left, PAGE.bottom - HEIGHT, PAGE.right, PAGE.bottom)
    canvas.write(text(language, "report-footer"), box, colour=DIM, align="right")
