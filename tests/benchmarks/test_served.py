"""The search for the most people a side serves, beside what is known of it, on sides that are made up."""

import math

import pytest

from benchmarks.alternatives import served
from benchmarks.alternatives.served import BOUND_S, STEPS, Served, most
from benchmarks.alternatives.sides import OURS

MATCHES = [str(number) for number in range(STEPS[-1] + 1)]


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    sizes: list[int] = []

    def p95(_side: object, _faceit: object, seconds_a_person: float, _matches: object, people: int) -> float:
        sizes.append(people)
        return people * seconds_a_person

    monkeypatch.setattr(served, "_p95", p95)
    return sizes


@pytest.mark.parametrize("pace", [0.1, 0.2, 0.4, 0.45, 0.7, 1.2, 3.0, 3.9])
def test_the_largest_step_within_the_bound_is_found(tried: list[int], pace: float) -> None:
    known = {size: size * pace for size in (10, 50)}
    found = most(OURS, None, pace, MATCHES, known)  # type: ignore[arg-type]
    within = [step for step in STEPS if step * pace <= BOUND_S]
    above = [step for step in STEPS if step * pace > BOUND_S]
    assert found == Served(within[-1], within[-1] * pace, above[0] if above else None)
    # What is known is not tried again, and few crowds are enough
    assert not {10, 50} & set(tried) and len(tried) <= 2


@pytest.mark.parametrize(("power", "most_tried"), [(0.5, 3), (2.0, 3)])
def test_a_side_whose_waiting_grows_otherwise_is_found_too(
    tried: list[int], monkeypatch: pytest.MonkeyPatch, power: float, most_tried: int
) -> None:
    def wait(people: int) -> float:
        return 10.0 * math.pow(people / 50, power)

    def p95(_side: object, _faceit: object, _at_once: int, _matches: object, people: int) -> float:
        tried.append(people)
        return wait(people)

    monkeypatch.setattr(served, "_p95", p95)
    found = most(OURS, None, 8, MATCHES, {10: wait(10), 50: wait(50)})  # type: ignore[arg-type]
    assert found.people == max(step for step in STEPS if wait(step) <= BOUND_S)
    assert len(tried) <= most_tried


def test_a_side_that_serves_nobody_serves_nobody(tried: list[int]) -> None:
    assert most(OURS, None, 30.0, MATCHES, {10: 300.0, 50: 1500.0}) == Served(0, 0.0, 5)  # type: ignore[arg-type]
