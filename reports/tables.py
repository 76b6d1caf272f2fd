"""Tables in a fixed-width font: at most 30 columns and 5 fields, measured as a terminal measures."""

from collections.abc import Sequence

from wcwidth import wcswidth

MAX_WIDTH = 30
MAX_FIELDS = 5


def columns(rows: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Rows as aligned lines: the first `left` fields to the left, the others to the right, one space between.

    Raises:
        ValueError: there are more fields or columns than a phone shows.
    """
    if not rows:
        return []
    widths = [max(max(wcswidth(row[i]), 0) for row in rows) for i in range(len(rows[0]))]
    if len(widths) > MAX_FIELDS or sum(widths) + len(widths) - 1 > MAX_WIDTH:
        raise ValueError(f"table of {len(widths)} fields, {sum(widths) + len(widths) - 1} columns")
    return [" ".join(_pad(cell, widths[i], i < left) for i, cell in enumerate(row)).rstrip() for row in rows]


def _pad(cell: str, width: int, left: bool) -> str:
    space = " " * (width - max(wcswidth(cell), 0))
    return cell + space if left else space + cell
