"""The tables of the pages are those of results.json; a page that is not is found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import pages, results
from benchmarks.__main__ import NAMES
from benchmarks.measure import Figure
from benchmarks.results import Results, Run
from tests.processes import ROOT

RUN = Run("2026-01-02", "abc123", 2, 24, "3.11.7", {"redis": "8.1.0"})


def test_the_committed_pages_are_those_of_the_results() -> None:
    assert not pages.stale(), "run: python -m benchmarks.pages"


def test_another_figure_makes_both_pages_stale(tmp_path: Path) -> None:
    found = results.read()
    found.figures["alternatives"] = [
        Figure(one.name, one.value + 1, one.unit, sides=one.sides) if one.name == "FACEIT calls a task" else one
        for one in found.figures["alternatives"]
    ]
    found.write(tmp_path / "other.json")
    assert set(pages.stale(tmp_path / "other.json")) == set(pages.PAGES)


def test_every_figure_stands_in_a_page() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in pages.PAGES)
    names = [figure["name"] for figure in json.loads(results.PATH.read_text(encoding="utf-8"))["figures"]]
    assert not [name for name in names if f"| {name} |" not in text]


def test_a_page_without_a_block_is_refused() -> None:
    blocks = {"times": pages.times}
    page = "a\n<!-- figures: times -->\nold\n<!-- end -->\nb\n"
    new = pages.written(page, blocks, Results())
    assert new.startswith("a\n<!-- figures: times -->\n\n| benchmark | took |") and new.endswith("\n<!-- end -->\nb\n")
    assert pages.written(new, blocks, Results()) == new
    for other in ("a\n", page + page, page.replace("times", "costs")):
        with pytest.raises(ValueError, match="has the blocks"):
            pages.written(other, blocks, Results())


def test_what_was_not_measured_is_said() -> None:
    assert "not measured yet: an evening of 500 people: calls a report;" in pages.ends_first(Results())
    assert "| FACEIT calls | – | – |" in pages.costs(Results())
    found = Results()
    found.put("alternatives", RUN, [Figure("FACEIT calls a task", 30.8, "calls")])
    assert "| FACEIT calls | – | 30.8 |" in pages.costs(found)


def test_the_time_of_all_is_said_when_all_were_run() -> None:
    found = Results()
    for name in NAMES:
        assert "| all | – |" in pages.times(found)
        found.put(name, results.timed(RUN, 120), [])
    assert f"| all | {2 * len(NAMES)} minutes |" in pages.times(found)


def test_the_command_says_that_all_is_well() -> None:
    command = [sys.executable, "-m", "benchmarks.pages", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
