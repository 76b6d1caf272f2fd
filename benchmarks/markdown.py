"""Figures as tables for the pages, each below a line on when, where and with what it was measured."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from benchmarks.measure import Figure, shown
from benchmarks.results import Results, Run

WITHOUT_UNIT = {"ratio", "share"}


def tables(results: Results, names: Iterable[str]) -> str:
    """Tables of the benchmarks named, as far as they were run; those of one run share their line."""
    parts: list[str] = []
    there = [name for name in names if name in results.runs]
    for line, group in groupby(there, lambda name: _line(results.runs[name])):
        some = list(group)
        figures = [figure for name in some for figure in results.figures[name]]
        parts.append(f"{', '.join(f'`{name}`' for name in some)}: {line}.")
        if plain := [figure for figure in figures if not figure.sides]:
            parts.append(_plain(plain))
        if sided := [figure for figure in figures if figure.sides]:
            parts.append(_sided(sided))
    return "\n\n".join(parts)


def rows(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table with this head; bars in cells are escaped."""
    return "\n".join([_row(head), _row(["---"] * len(head)), *map(_row, lines)])


def verdict(figure: Figure) -> str:
    """Met or, to be seen from afar, not met."""
    return f"**{figure.verdict}**" if figure.met is False else figure.verdict


def _line(run: Run) -> str:
    # Benchmarks of one run that ends after midnight have two dates: they are two lines.
    return replace(run, seconds=None).line()


def _plain(figures: Sequence[Figure]) -> str:
    lines = ([one.name, _value(one), one.aim, verdict(one), one.detail] for one in figures)
    return rows(["figure", "value", "aim", "", "detail"], lines)


def _sided(figures: Sequence[Figure]) -> str:
    sides = list(dict.fromkeys(side for figure in figures for side in figure.sides))
    lines = (
        [
            one.name,
            one.unit,
            shown(one.value),
            *(shown(one.sides[side]) if side in one.sides else "" for side in sides),
            one.aim,
            verdict(one),
        ]
        for one in figures
    )
    return rows(["figure", "unit", "this", *sides, "aim", ""], lines)


def _value(figure: Figure) -> str:
    unit = "" if figure.unit in WITHOUT_UNIT else f" {figure.unit}"
    return shown(figure.value) + unit


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
