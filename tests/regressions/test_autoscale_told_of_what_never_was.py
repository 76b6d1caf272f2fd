"""A change that never happened counted as one: a dry run said the same two lines in turn at a steady load, and

a command that failed was not tried again at the next look. A worker that takes all queues was not seen at all.
"""

from monitoring.autoscale import Autoscaler
from monitoring.autoscaling.groups import Group, groups
from monitoring.autoscaling.looks import look_at
from monitoring.autoscaling.targets import DryRun, TargetError
from pipelines.overview.model import Snapshot
from pipelines.plans import Queue
from settings import load
from tests.monitoring.snapshots import queue, snapshot, worker

BULK = Group("bulk", (Queue.LOW,))
STEPS = {("match_analysis", "0"): (400.0, 10.0)}


def busy(workers: int = 1) -> Snapshot:
    """A load that stands still, however often it is looked at."""
    return snapshot([queue(Queue.LOW, 12, 8, 50)], [worker(number, Queue.LOW, busy=8) for number in range(workers)])


def test_a_dry_run_comes_to_rest() -> None:
    said: list[str] = []
    scaler = Autoscaler(load().autoscale, DryRun(), [BULK], said.append)
    for look in range(40):
        scaler.look(30.0 * look, busy(), STEPS)
    # First that more is asked for, then what would be done
    assert len(said) == 2 and "1 worker → 2" in said[1]


class Refusing(DryRun):
    """A platform that refuses at first."""

    changes = True

    def __init__(self, times: int) -> None:
        self.times = times
        self.asked: list[int] = []
        self.runs: int | None = None

    def count(self, group: str) -> int | None:
        return self.runs

    def scale(self, group: str, workers: int) -> None:
        self.asked.append(workers)
        if len(self.asked) <= self.times:
            raise TargetError("dokku", "no")
        self.runs = workers


def test_a_target_that_fails_is_asked_at_the_next_look() -> None:
    target = Refusing(3)
    scaler = Autoscaler(load().autoscale, target, [BULK], lambda _line: None)
    for look in range(6):
        scaler.look(30.0 * look, busy(), STEPS)
    assert target.asked[:4] == [2] * 4, "two looks until it asks, then every look until it is done"


def test_fewer_are_asked_for_at_the_next_look_as_well() -> None:
    target = Refusing(2)
    scaler = Autoscaler(load().autoscale, target, [BULK], lambda _line: None)
    idle = snapshot([queue(Queue.LOW)], [worker(number, Queue.LOW) for number in range(3)])
    for look in range(14):
        scaler.look(30.0 * look, idle, STEPS)
    assert target.asked == [2] * 3


def test_a_worker_of_all_queues_counts_for_its_most_urgent() -> None:
    seen = snapshot([queue(one, held=2) for one in Queue], [worker(0, *Queue, busy=6)])
    counts = {group.name: look_at(group, seen).workers for group in groups()}
    assert counts == {"worker": 1, "background": 0, "bulk": 0}
    two = snapshot([], [worker(0, Queue.LOW, Queue.DEFAULT), worker(1, Queue.LOW)])
    assert {group.name: look_at(group, two).workers for group in groups()} == {"worker": 0, "background": 1, "bulk": 1}
    # And it is not started beside itself
    own = load().autoscale.model_copy(update={"min": {"worker": 1, "background": 0, "bulk": 0}})
    decisions = Autoscaler(own, DryRun(), groups(), lambda _line: None).look(0, seen, {})
    assert [(one.workers, one.target) for one in decisions] == [(1, 1), (0, 0), (0, 0)]
