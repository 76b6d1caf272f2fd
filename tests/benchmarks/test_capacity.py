"""The capacity model: arithmetic on measured figures, and what it says when something is missing or absurd."""

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import capacity
from benchmarks.capacity import COLD, EVENING, Deployment, Measured

ROOT = Path(__file__).parent.parent.parent
MEASURED = Measured(calls=2.5, cpu_s=0.25, memory_kb=128, commands=1000)


def part(name: str, deployment: Deployment, measured: Measured = MEASURED) -> capacity.Part:
    return next(one for one in capacity.parts(measured, deployment) if one.name == name)


def test_each_part_by_hand() -> None:
    small = Deployment(keys=1, cores=2, redis_mb=1024, bots=1)
    # 10,000 calls at 2.5 a report
    assert part("FACEIT key", small).tasks_an_hour == 4000
    # two cores, four tasks a second each
    assert part("processor", small).tasks_an_hour == 2 * 4 * 3600
    # 25 sends a second, four a task
    assert part("Telegram sends", small).tasks_an_hour == 22_500
    # 50,000 commands a second, 1,000 a task
    assert part("Redis commands", small).tasks_an_hour == 180_000
    # Beside 80 MB of caches 7,552 tasks of a day fit, a fifth of them in the busiest hour
    assert part("Redis memory", small).tasks_an_hour == pytest.approx(1510.4)
    # Of 128 KB 28 are kept: 28 for the day, the other 100 in the busiest hour, for a fifth of its tasks
    kept = part("Redis memory", small, replace(MEASURED, kept_kb=28))
    assert kept.tasks_an_hour == pytest.approx(944 * 1024 / (28 + 100 * 0.2) * 0.2)
    # Two processes of 1.5 tasks a second
    worked = replace(MEASURED, worker_rate=1.5)
    assert part("worker processes", replace(small, workers=2), worked).tasks_an_hour == 2 * 1.5 * 3600


def test_a_worker_that_was_not_measured_has_no_line() -> None:
    assert "worker processes" not in {one.name for one in capacity.parts(MEASURED, Deployment())}


def test_a_worker_makes_as_many_more_as_they_cost_less() -> None:
    figures = {capacity.COLD_RATE: 3.0, capacity.COLD_WORKER_S: 0.3, capacity.EVENING_WORKER_S: 0.1}
    assert capacity.worker_rate(figures, COLD) == 3.0
    assert capacity.worker_rate(figures, EVENING) == pytest.approx(9.0)
    for name in figures:
        rest = {one: value for one, value in figures.items() if one != name}
        assert capacity.worker_rate(rest, EVENING) is None
    assert capacity.worker_rate({}, COLD) is None


def test_caches_that_take_all_memory_are_said() -> None:
    with pytest.raises(ValueError, match="caches take 80"):
        capacity.parts(MEASURED, Deployment(redis_mb=80))


def test_a_mix_has_figures_of_its_own_alone() -> None:
    names = [
        {getattr(mix, one.name) for one in fields(mix)} - {mix.name} for mix in (EVENING, COLD)
    ]  # fmt: skip
    assert len(names[0]) == len(names[1]) == 5 and not names[0] & names[1]
    assert all(name.startswith("an evening") for name in names[0])


def test_the_narrowest_comes_first_and_moves_when_it_is_widened() -> None:
    small = Deployment()
    assert [one.name for one in capacity.parts(MEASURED, small)][:2] == ["Redis memory", "FACEIT key"]
    assert capacity.parts(MEASURED, replace(small, redis_mb=8192))[0].name == "FACEIT key"
    assert capacity.parts(MEASURED, replace(small, redis_mb=65536, keys=20))[0].name == "Telegram sends"


def test_nobody_needs_anything_and_many_need_more() -> None:
    wide = Deployment(redis_mb=8192)
    assert capacity.first_to_end(MEASURED, wide, 0) is None
    assert capacity.first_to_end(MEASURED, wide, 10_000) is None  # 4,000 tasks an hour: just enough
    ends = capacity.first_to_end(MEASURED, wide, 10_001)
    assert ends is not None and ends.name == "FACEIT key"
    assert capacity.needed(ends, 100_000) == pytest.approx(10)
    assert capacity.needed(ends, 1) == 1


@given(st.integers(0, 10**8), st.floats(0.01, 100), st.floats(0.01, 1))
def test_people_carried_is_the_inverse_of_tasks_wanted(people: int, asks: float, busiest: float) -> None:
    wanted = capacity.tasks_wanted(people, asks, busiest)
    assert abs(capacity.people_carried(wanted, asks, busiest) - people) <= 1


@pytest.mark.parametrize(("people", "asks", "busiest"), [(-1, 2, 0.2), (1, -2, 0.2), (1, 2, 0), (1, 2, 1.5)])
def test_absurd_wishes_are_refused(people: int, asks: float, busiest: float) -> None:
    with pytest.raises(ValueError):
        capacity.tasks_wanted(people, asks, busiest)


def test_people_who_never_ask_are_refused() -> None:
    with pytest.raises(ValueError):
        capacity.people_carried(100, asks_a_day=0)


def test_a_missing_figure_is_named(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"figures": [{"name": "an evening of 500 people: calls a report", "value": 2.8}]}))
    with pytest.raises(KeyError, match="processor time a report"):
        capacity.read_measured(path)


@pytest.mark.parametrize("mix", capacity.MIXES, ids=lambda mix: mix.name)
def test_the_committed_results_hold_every_constant(mix: capacity.Mix) -> None:
    measured = capacity.read_measured(mix=mix)
    assert 1 <= measured.calls <= 31
    assert measured.cpu_s > 0 and measured.memory_kb > 0 and measured.commands > 0


def test_the_limits_are_those_of_the_settings() -> None:
    import tomllib

    values = tomllib.loads((ROOT / "settings.toml").read_text(encoding="utf-8"))
    assert values["faceit"]["calls_per_hour"] == capacity.FACEIT_CALLS_AN_HOUR
    assert values["telegram"]["overall_per_second"] == capacity.TELEGRAM_SENDS_A_SECOND
    assert values["redis"]["cache_max_mb"] + values["pictures"]["cache_max_mb"] == capacity.CACHES_MB
    assert values["tasks"]["cleanup_hours"] * 3600 == capacity.KEPT_S
    assert values["tasks"]["work_hours"] * 3600 == capacity.WORK_S


def test_the_command_prints_every_part_and_population() -> None:
    command = [sys.executable, "-m", "benchmarks.capacity", "--redis-mb", "65536"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    for word in ("FACEIT key", "processor", "Telegram sends", "Redis commands", "Redis memory", "1,000,000"):
        assert word in done.stdout
    assert "FACEIT key ends first" in done.stdout


@pytest.mark.parametrize(("given", "word"), [(["--keys", "0"], "above 0"), (["--redis-mb", "64"], "80 MB")])
def test_the_command_refuses_what_is_absurd(given: list[str], word: str) -> None:
    command = [sys.executable, "-m", "benchmarks.capacity", *given]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and word in done.stderr
