"""A worker killed between a step's work and the script that closes it, and right behind that: completed once."""

from collections.abc import Callable
from functools import partial

import pytest

from tasks.states import State
from tests.core.conftest import Bench
from tests.probe.script import log_of
from tests.processes import BEGUN_S, Child, wait_for

pytestmark = pytest.mark.processes
MODULE = "tests.probe.closing"


@pytest.mark.parametrize("step", [2, 5])
@pytest.mark.parametrize(("when", "again"), [("die_before", 1), ("die_after", 0)])
def test_the_run_is_completed_once(
    bench: Bench, workers: Callable[..., Child], step: int, when: str, again: int
) -> None:
    # Given a worker that is killed when its step's work is done
    first = workers(module=MODULE)
    task = bench.submit(f"{step}={when}:1")
    wait_for(partial(ended, first), BEGUN_S, "the worker to die")
    run = bench.view(task).run
    assert log_of(bench.client)[-1] == (run, step, "end")
    # When another worker is there
    workers(module=MODULE)
    # Then the step was done again only if it had not been closed, no other one was, and one ending is told
    assert bench.ended(task, 60).state is State.COMPLETED
    begun = [at for _, at, what in log_of(bench.client) if what == "begin"]
    assert begun == sorted([0, 1, 2, 3, 4, 5] + [step] * again)
    assert bench.endings() == [(task, State.COMPLETED)]
    assert bench.manager.report(task) == {"kind": "probe", "run": run}


def ended(child: Child) -> bool:
    return child.process.poll() is not None
