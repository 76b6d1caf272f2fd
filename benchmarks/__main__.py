"""Run the benchmarks, print a table, write JSON. Nothing is asserted: figures are to be read."""

import argparse
import importlib
import logging
import sys
import time
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.markdown import tables
from benchmarks.measure import Figure, shown
from benchmarks.results import Results, here, read, timed

NAMES = (
    "chain", "measuring", "one_analysis", "in_chat", "pictures", "bulk", "evening", "scaling", "alternatives",
)  # fmt: skip


def table(figures: list[Figure]) -> Table:
    """The figures as people read them."""
    result = Table("figure", "value", "unit", "aim", "", "detail")
    for figure in figures:
        others = ", ".join(f"{side} {shown(value)}" for side, value in figure.sides.items())
        detail = "; ".join(filter(None, [others, figure.detail]))
        result.add_row(figure.name, shown(figure.value), figure.unit, figure.aim, figure.verdict.upper(), detail)
    return result


def main() -> int:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=f"one or more of {', '.join(NAMES)}")
    parser.add_argument("--short", action="store_true", help="few rounds, for a quick look")
    parser.add_argument("--output", type=Path, help="where to write the JSON, after each benchmark")
    parser.add_argument("--markdown", action="store_true", help="print them once more as text for pages")
    parser.add_argument("--keep", action="store_true", help="benchmarks in that file which are not run now stay")
    arguments = parser.parse_args()
    if arguments.keep and not arguments.output:
        parser.error("--keep goes with --output")
    # The processes under test log to files; this one only prints its table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    names = arguments.names or NAMES
    results = read(arguments.output) if arguments.keep else Results()
    # Before anything is written: the file with the results is in the repository too.
    place = here(short=arguments.short)
    console = Console(width=150)
    for name in names:
        started = time.monotonic()
        figures = importlib.import_module(f"benchmarks.{name}").run(arguments.short)
        run = timed(place, time.monotonic() - started)
        results.put(name, run, figures)
        console.print(f"{name}, {run.seconds:g} s: {run.line()}")
        console.print(table(figures))
        # What comes later may break: what was measured stays.
        if arguments.output:
            results.write(arguments.output)
    console.print(f"{sum(results.runs[name].seconds or 0 for name in names) / 60:.1f} minutes in all")
    if arguments.markdown:
        sys.stdout.write(tables(results, names) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
