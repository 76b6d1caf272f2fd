"""Under simulated load the number of workers comes to rest where it should and does not flap."""

import math

import pytest

from monitoring.autoscale import Scaler
from monitoring.autoscaling.groups import groups
from settings import AutoscaleSettings, load
from tests.monitoring.simulated import Simulation

BULK = next(group for group in groups() if group.name == "bulk")


def tuned(**more: object) -> AutoscaleSettings:
    defaults = load().autoscale
    return defaults.model_copy(update={"max": {"bulk": 10}, "min": {"bulk": 1}, **more})


def turns(history: list[tuple[int, int]]) -> int:
    """How often the direction changed."""
    sizes = [1, *(size for _, size in history)]
    signs = [after > before for before, after in zip(sizes, sizes[1:], strict=False)]
    return sum(one != other for one, other in zip(signs, signs[1:], strict=False))


@pytest.mark.parametrize(("rate", "service_s"), [(0.1, 40), (0.4, 40), (0.8, 40), (2.0, 10), (0.05, 200)])
def test_steady_load_comes_to_rest(rate: float, service_s: int) -> None:
    simulation = Simulation(Scaler(BULK, tuned()), lambda _t: rate, service_s)
    simulation.run(3600)
    settled = simulation.workers
    # Enough for the load, and no more than one above what the aim of 70 % asks for
    assert rate * service_s <= settled * 8
    assert settled <= math.ceil(rate * service_s / 0.7 / 8) + 1
    # Nothing changes any more, and nobody waits
    before = len(simulation.history)
    simulation.waits.clear()
    simulation.run(3600)
    assert len(simulation.history) == before and simulation.workers + len(simulation.coming) == settled
    assert max(simulation.waits) <= 2


def test_a_rise_is_followed_and_a_fall_as_well() -> None:
    # Given a quiet hour, a busy one with five times the load, and a quiet one again
    simulation = Simulation(Scaler(BULK, tuned()), lambda t: 1.0 if 3600 <= t < 7200 else 0.2, 40)
    simulation.run(3600)
    quiet = simulation.workers
    simulation.run(900)
    # Then a quarter of an hour later nobody waits any more
    assert simulation.workers > quiet and len(simulation.waiting) == 0
    simulation.run(2700)
    busy = simulation.workers
    assert busy * 8 * 0.7 >= 1.0 * 40 - 8
    simulation.run(3600)
    assert simulation.workers <= quiet + 1
    assert turns(simulation.history) <= 2, simulation.history


@pytest.mark.parametrize("seed", range(6))
def test_uneven_arrivals_do_not_make_it_flap(seed: int) -> None:
    simulation = Simulation(Scaler(BULK, tuned()), lambda _t: 0.5, 40, seed=seed)
    simulation.run(1800)
    simulation.history.clear()
    simulation.run(4 * 3600)
    # In four hours of chance alone: not even two changes an hour
    assert len(simulation.history) < 8, simulation.history
    assert sum(simulation.waits) / len(simulation.waits) < 20


def test_a_heap_is_cleared_and_its_workers_go() -> None:
    # Given 200 tasks at once and nothing after
    simulation = Simulation(Scaler(BULK, tuned()), lambda t: 200.0 if t == 60 else 0.0, 40)
    simulation.run(60 + 600)
    assert not simulation.waiting and max(size for _, size in simulation.history) > 2
    simulation.run(3600)
    assert simulation.workers == 1 and simulation.done == 200
    assert turns(simulation.history) == 1, simulation.history
