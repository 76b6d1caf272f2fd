"""The benchmarks run and give every figure. What the figures are is for people to read, not for tests."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

ROOT = Path(__file__).parent.parent
FIGURES = (
    "six no-op steps, bare Dramatiq / this",
    "six no-op steps, without measuring / with",
    "one analysis / physical limit",
    "one analysis beside a bulk / alone",
    "FACEIT 429s",
    "first answer, 40 people: p50",
    "first answer, 40 people: p99",
    "run's end to message sent: p50 of lone cards",
    "20 people on one match: FACEIT calls",
    "RSS of the bot",
    "RSS of a worker, 1 process × 8 threads",
    *(
        f"picture, {name}: {what}"
        for name in ("match", "finished match", "form", "maps", "team maps", "user form", "heat map", "user maps")
        for what in ("time", "first", "size")
    ),
    "bulk of 20 / (calls ÷ rate)",
    "share of the rate used while a bulk works",
    "match of a queued bulk of 100 / alone",
    "match that bulk is working on / alone",
    "FACEIT 429s beside bulks",
    "a waiting task of 100: Redis memory",
    "a person's list among 100 waiting tasks",
    "admins' list of 100 waiting tasks",
    "admins' list of people with 100 waiting tasks",
    *(
        f"an evening of 500 people: {what} a report{of}"
        for what, of in (
            ("calls", ""),
            ("processor time", ""),
            ("processor time", ", worker"),
            ("Redis commands", ""),
            ("Redis memory", ""),
            ("Redis memory", ", an hour later"),
        )
    ),
    *(
        f"{what}, {layout}"
        for layout in ("1 process × 8 threads", "2 processes × 8 threads", "2 commands of 1 × 8")
        for what in ("cold tasks a second", "p95 of a run", "Redis commands a cold task")
    ),
    "processor time a cold task, worker alone",
    *(f"{what}, 4 in a second: {share}" for share in ("p50", "p95") for what in ("first answer", "card")),
    "work seen to advance, 4 in a second: p50",
    "work's end to bot knows, 4 in a second: p50",
    "work's end to card out, 4 in a second: p50",
    "people without a card, 4 in a second",
    "Redis commands a task",
    "Redis commands while idle",
    "Redis memory a finished task",
    "Redis memory a finished task, an hour later",
    "processor time a task, all processes",
    "FACEIT calls a task",
    "RSS of all processes, at most",
    "the same, shared pages once",
    "first answer p95, 4 in a second: blocking / this",
    "work's end to bot knows p50, 4 in a second: RQ / this",
    "work's end to card out p50, 4 in a second: RQ / this",
    "tasks lost of 4, workers killed",
    "kill to the last card",
)


@pytest.mark.processes
@pytest.mark.timeout(900)
def test_a_short_run_gives_every_figure(tmp_path: Path) -> None:
    # When all benchmarks run with few rounds
    output = tmp_path / "results.json"
    command = [sys.executable, "-m", "benchmarks", "--short", "--output", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=890, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    # Then every figure is there, finite, with its unit, and each benchmark's run is named
    data = json.loads(output.read_text(encoding="utf-8"))
    assert tuple(figure["name"] for figure in data["figures"]) == FIGURES
    for figure in data["figures"]:
        assert math.isfinite(figure["value"]) and figure["unit"], figure
        assert figure["name"] in done.stdout or figure["name"][:20] in done.stdout
    assert {figure["benchmark"] for figure in data["figures"]} == set(NAMES) == set(data["runs"])
    for run in data["runs"].values():
        assert {"date", "commit", "python", "cores", "packages"} <= run.keys() and run["short"] and run["seconds"] > 0
