"""A step that kills its worker, and those that were beside it: they are delivered again with it and not counted out."""

from collections.abc import Callable
from functools import partial

import pytest
import redis

from pipelines.manager import TaskManager, match_wish
from tasks.messages import Packed
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.states import State
from tests.core.conftest import Bench
from tests.probe.script import log_of
from tests.processes import BEGUN_S, Child, wait_for

QUEUE = "faceit_bot_high"
LAST = 3


@pytest.fixture
def keeper(redis_tasks: redis.Redis, manager: TaskManager) -> RunKeeper:
    return RunKeeper(redis_tasks, manager.store.settings)


def suspects(keeper: RunKeeper, manager: TaskManager, count: int) -> list[str]:
    """Runs whose first step was begun by two workers that died."""
    runs = [manager.submit(match_wish(f"tg:{number}", f"m{number}")).task.run for number in range(count)]
    for run in runs:
        for _ in range(LAST - 1):
            assert begin(keeper, run) is not None
    return runs


def begin(keeper: RunKeeper, run: str, *, seq: int = 0, step: int = 0) -> Ownership | None:
    return keeper.begin(Delivery(run, step, f"{run}-{step}-{seq}", seq, QUEUE, "worker"), deadline_s=60)


def put_off(keeper: RunKeeper, owned: Ownership, seq: int) -> None:
    keeper.retrying(owned, seq=seq, attempt=0, delay_ms=10, reason="held", counted=False, held=True)


def test_last_tries_are_one_at_a_time_and_waiting_is_not_counted(keeper: RunKeeper, manager: TaskManager) -> None:
    first, second = suspects(keeper, manager, 2)
    owner = begin(keeper, first)
    assert owner is not None and (owner.held, owner.deliveries) == (False, LAST)
    # Given another that is put off again and again
    for seq in range(3):
        held = begin(keeper, second, seq=seq)
        assert held is not None and (held.held, held.deliveries) == (True, LAST - 1)
        put_off(keeper, held, seq + 1)
    # When the first one's step is done, the other has its last try
    keeper.advance(owner, Packed(QUEUE, f"{first}-1-0", b"{}"), {}, 0)
    following = begin(keeper, first, step=1)
    assert following is not None and (following.held, following.deliveries) == (False, 1)
    tried = begin(keeper, second, seq=3)
    assert tried is not None and (tried.held, tried.deliveries) == (False, LAST)
    # And one more is one too many
    assert begin(keeper, second, seq=3) is None
    record = manager.store.run(second)
    assert record is not None and "poison" in record["failure"]


def test_one_held_back_whose_worker_dies_is_not_counted(keeper: RunKeeper, manager: TaskManager) -> None:
    first, second = suspects(keeper, manager, 2)
    assert begin(keeper, first) is not None
    for _ in range(5):
        held = begin(keeper, second)
        assert held is not None and held.held
    # When the first has killed its last worker, the other's turn has come
    assert begin(keeper, first) is None
    tried = begin(keeper, second)
    assert tried is not None and (tried.held, tried.deliveries) == (False, LAST)


def test_a_failed_try_begins_the_count_anew(keeper: RunKeeper, manager: TaskManager) -> None:
    (run,) = suspects(keeper, manager, 1)
    owner = begin(keeper, run)
    assert owner is not None
    keeper.retrying(owner, seq=1, attempt=1, delay_ms=10, reason="transient", counted=True)
    again = begin(keeper, run, seq=1)
    assert again is not None and again.deliveries == 1


@pytest.mark.processes
@pytest.mark.timeout(600)
def test_the_neighbours_of_poison_complete(bench: Bench, workers: Callable[..., Child]) -> None:
    # Given longer steps at work beside one that kills its worker each time
    neighbours = [bench.submit(f"0=sleep:5;{number}", f"tg:{number}") for number in range(3)]
    poison = bench.submit("0=kill", "tg:9")
    # When it has killed three workers and more come
    for _ in range(LAST):
        child = workers(threads=4)
        wait_for(partial(died, child), BEGUN_S, "the worker to die")
    workers(threads=4)
    # Then it has failed after its third delivery, and all beside it are completed
    view = bench.ended(poison, 60)
    assert view.error is not None and view.error.code == "poison"
    assert [bench.ended(task, 120).state for task in neighbours] == [State.COMPLETED] * len(neighbours)
    begun = [what for run, step, what in log_of(bench.client) if (run, step) == (view.run, 0)]
    assert begun == ["begin"] * LAST
    assert sorted(bench.endings()) == sorted([(poison, State.FAILED), *((one, State.COMPLETED) for one in neighbours)])


def died(child: Child) -> bool:
    return child.process.poll() is not None
