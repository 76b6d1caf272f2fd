"""`python -m benchmarks.pages` writes the figures of results.json into benchmarks/README.md and docs/scaling.md.

Between `<!-- figures: NAME -->` and `<!-- end -->` everything is generated. With `--check` nothing is written; stale
pages are named and the exit code is 1.
"""

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import capacity, results
from benchmarks.__main__ import NAMES
from benchmarks.markdown import rows, tables
from benchmarks.measure import shown
from benchmarks.results import Results

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^<!-- figures: ([a-z ]+) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
OTHER = tuple(name for name in NAMES if name != "alternatives")


def times(found: Results) -> str:
    """How long each benchmark took."""
    took = [(f"`{name}`", found.runs[name].seconds if name in found.runs else None) for name in NAMES]
    known = [seconds for _, seconds in took if seconds is not None]
    total = f"{sum(known) / 60:.0f} minutes" if len(known) == len(took) else "–"
    lines = [[name, "–" if seconds is None else f"{seconds:.0f} s"] for name, seconds in took]
    return rows(["benchmark", "took"], [*lines, ["all", total]])


def costs(found: Results) -> str:
    """What one report costs, a column a mix of asks."""
    values = {figure.name: figure.value for some in found.figures.values() for figure in some}
    lines = [
        [what, *(_with(values.get(getattr(mix, name)), unit) for mix in capacity.MIXES)]
        for what, name, unit in (
            ("FACEIT calls", "calls", ""),
            ("processor time, all processes", "cpu_s", " s"),
            ("Redis memory for an hour, caches left out", "memory_kb", " KB"),
            ("Redis memory for the rest of the day", "kept_kb", " KB"),
            ("Redis commands, those within scripts counted", "commands", ""),
        )
    ]
    rates = [shown(capacity.worker_rate(values, mix)) for mix in capacity.MIXES]
    sends = [f"{capacity.SENDS_A_TASK}, and edits of progress from what is left"] * len(capacity.MIXES)
    lines += [["made by one full worker process, a second", *rates], ["messages to Telegram, at most", *sends]]
    return rows(["a report", *(mix.name for mix in capacity.MIXES)], lines)


def ends_first(found: Results) -> str:
    """The capacity of each part for each mix, the narrowest first, with one of everything."""
    values = {figure.name: figure.value for some in found.figures.values() for figure in some}
    written = []
    for mix in capacity.MIXES:
        missing = [name for name in (mix.calls, mix.cpu_s, mix.memory_kb, mix.commands) if name not in values]
        if missing:
            written.append(f"**{mix.name}:** not measured yet: {'; '.join(missing)}.")
            continue
        parts = capacity.parts(capacity.measured(values, mix), capacity.Deployment())
        ending = f"**{mix.name}:** {parts[0].name} ends first."
        written.append(f"{ending}\n\n{rows(capacity.HEAD, map(capacity.cells, parts))}")
    return "\n\n".join(written)


def _with(value: float | None, unit: str) -> str:
    return shown(value) if value is None else shown(value) + unit


Blocks = Mapping[str, Callable[[Results], str]]
PAGES: Mapping[Path, Blocks] = {
    ROOT / "benchmarks" / "README.md": {
        "times": times,
        "of this project": lambda found: tables(found, OTHER),
        "alternatives": lambda found: tables(found, ["alternatives"]),
    },
    ROOT / "docs" / "scaling.md": {
        "costs": costs,
        "what ends first": ends_first,
        "worker processes": lambda found: tables(found, ["scaling"]) or "Not measured yet.",
    },
}


def written(page: str, blocks: Blocks, found: Results) -> str:
    """A page with its blocks as they are to be. Raises ValueError when one of them is not there exactly once."""
    names = [hit[1] for hit in BLOCK.finditer(page)]
    if sorted(names) != sorted(blocks):
        raise ValueError(f"the page has the blocks {names}, not {list(blocks)}")
    return BLOCK.sub(lambda hit: f"<!-- figures: {hit[1]} -->\n\n{blocks[hit[1]](found)}\n\n<!-- end -->", page)


def stale(path: Path = results.PATH) -> dict[Path, str]:
    """The pages that are not as the figures are, each with the text it is to have."""
    found = results.read(path)
    pages = {page: page.read_text(encoding="utf-8") for page in PAGES}
    wanted = {page: written(text, PAGES[page], found) for page, text in pages.items()}
    return {page: text for page, text in wanted.items() if text != pages[page]}


def main() -> int:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page is stale")
    arguments = parser.parse_args()
    pages = stale()
    for page, text in pages.items():
        print(f"{page.relative_to(ROOT)}: {'stale' if arguments.check else 'written'}")
        if not arguments.check:
            page.write_text(text, encoding="utf-8")
    return 1 if pages and arguments.check else 0


if __name__ == "__main__":
    sys.exit(main())
