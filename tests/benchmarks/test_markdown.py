"""Figures as text for the pages."""

from benchmarks.markdown import text
from benchmarks.measure import Figure


def test_a_table_ready_to_be_pasted() -> None:
    machine = {"date": "2026-01-02", "python": "3.11.7", "cores": 2, "memory_gb": 24, "redis": "8.1.0"}
    figures = [
        Figure("first answer: blocking / this", 44.123, "ratio", "≥ 4", "met"),
        Figure("commands", 1442.4, "a task", "", "RQ 996 | blocking 0"),
    ]
    assert text(machine, figures).splitlines() == [
        "2026-01-02, 2 cores, 24 GB, Python 3.11.7, redis 8.1.0.",
        "",
        "| figure | value | aim |  |",
        "| --- | --- | --- | --- |",
        "| first answer: blocking / this | 44.1 ratio | ≥ 4 | met |",
        "| commands | 1442 a task |  | RQ 996 \\| blocking 0 |",
    ]
