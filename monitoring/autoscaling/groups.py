"""Processes of the Procfile that take queues: what is scaled."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.plans import PLANS, Queue
from settings import ROOT
from tasks.states import TaskType

LINE = re.compile(r"^(?P<name>[\w-]+):\s*bin/worker\s+(?P<queues>.+)$")


@dataclass(frozen=True)
class Group:
    """A process name and its queues, the most urgent first."""

    name: str
    queues: tuple[Queue, ...]

    @property
    def types(self) -> frozenset[TaskType]:
        """Task types whose chains run here. The matches of a bulk run on the lowest queue."""
        found = {plan.type for plan in PLANS.values() if plan.queue in self.queues}
        if Queue.LOW in self.queues:
            found.add(TaskType.MATCH_ANALYSIS)
        return frozenset(found)


def groups(procfile: Path = ROOT / "Procfile") -> tuple[Group, ...]:
    """The worker processes of a Procfile. Raises ValueError when a line names an unknown queue."""
    found = (LINE.match(line.strip()) for line in procfile.read_text().splitlines())
    return tuple(
        Group(match["name"], tuple(Queue(queue) for queue in match["queues"].split())) for match in found if match
    )
