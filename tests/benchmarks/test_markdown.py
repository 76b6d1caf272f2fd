"""Figures as tables for the pages."""

from dataclasses import replace

from benchmarks.markdown import tables
from benchmarks.measure import Figure
from benchmarks.results import Results, Run, timed

RUN = Run("2026-01-02", "abc123", 2, 24, "3.11.7", {"redis": "8.1.0"})


def results() -> Results:
    found = Results()
    found.put("chain", timed(replace(RUN, date="2026-01-01"), 60), [Figure("chains", 1.0, "ratio", "≥ 0.9")])
    found.put("bulk", RUN, [Figure("429s", 1, "calls", "0", "all rounds")])
    ratio = Figure("first answer: blocking / this", 44.123, "ratio", "≥ 4")
    sided = Figure("commands", 1442.4, "a task", "", "", {"RQ": 996, "blocking": None})
    lost = Figure("lost | gone", 0, "tasks", "0", "", {"RQ tuned": 1})
    found.put("alternatives", RUN, [ratio, sided, lost])
    return found


def test_a_table_stands_below_its_run() -> None:
    found = results()
    assert tables(found, ["bulk", "alternatives", "evening"]).splitlines() == [
        "`bulk`, `alternatives`: 2026-01-02, commit abc123, 2 cores, 24 GB, Python 3.11.7, redis 8.1.0.",
        "",
        "| figure | value | aim |  | detail |",
        "| --- | --- | --- | --- | --- |",
        "| 429s | 1 calls | 0 | **not met** | all rounds |",
        "| first answer: blocking / this | 44.1 | ≥ 4 | met |  |",
        "",
        "| figure | unit | this | RQ | blocking | RQ tuned | aim |  |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "| commands | a task | 1,442 | 996 | – |  |  |  |",
        "| lost \\| gone | tasks | 0 |  |  | 1 | 0 | met |",
    ]


def test_each_run_has_a_line_of_its_own() -> None:
    found = results()
    found.put("chain", replace(found.runs["chain"], date="2026-01-01"), found.figures["chain"])
    found.put("bulk", replace(RUN, commit="", short=True), [])
    lines = [line for line in tables(found, found.runs).splitlines() if line.startswith("`")]
    assert lines == [
        "`chain`: 2026-01-01, commit abc123, 2 cores, 24 GB, Python 3.11.7, redis 8.1.0.",
        "`bulk`: 2026-01-02, 2 cores, 24 GB, Python 3.11.7, redis 8.1.0, a shortened run.",
        "`alternatives`: 2026-01-02, commit abc123, 2 cores, 24 GB, Python 3.11.7, redis 8.1.0.",
    ]
