"""Plans as data: which steps a task type has, on which queue, how long each may take."""

from dataclasses import dataclass
from enum import StrEnum

from tasks.states import TaskType


class Queue(StrEnum):
    """Queues from the most urgent to the least."""

    CRITICAL = "faceit_bot_critical"
    HIGH = "faceit_bot_high"
    DEFAULT = "faceit_bot_default"
    LOW = "faceit_bot_low"


RANK: dict[str, int] = {queue: rank for rank, queue in enumerate(Queue)}
"""0 is the most urgent."""


@dataclass(frozen=True)
class StepPlan:
    """One step: its name and the seconds it may take by itself."""

    name: str
    limit_s: float


@dataclass(frozen=True)
class Plan:
    """The chain of steps of a task type, its queue and its backoff between tries in seconds."""

    type: TaskType
    queue: Queue
    steps: tuple[StepPlan, ...]
    backoff_s: tuple[float, float]

    def actor(self, step: int) -> str:
        """Actor name of a step. Names only grow: queued messages outlive a release."""
        return f"{self.type}.{self.steps[step].name}"

    def queue_for(self, *, urgent: bool) -> Queue:
        """Where a run starts: its own queue, or the lowest when nobody waits for it."""
        return self.queue if urgent else Queue.LOW

    def index(self, name: str) -> int:
        """Place of a step in the chain. Raises KeyError."""
        for index, step in enumerate(self.steps):
            if step.name == name:
                return index
        raise KeyError(name)


MATCH_ANALYSIS = Plan(
    type=TaskType.MATCH_ANALYSIS,
    queue=Queue.HIGH,
    steps=(
        StepPlan("resolve_link", 15),
        StepPlan("fetch_match", 60),
        StepPlan("fetch_players", 240),
        StepPlan("analyse", 60),
        StepPlan("predict", 30),
        StepPlan("assemble", 60),
    ),
    backoff_s=(1.0, 8.0),
)

PLAYER_PERFORMANCE = Plan(
    type=TaskType.PLAYER_PERFORMANCE,
    queue=Queue.DEFAULT,
    steps=(
        StepPlan("resolve_player", 30),
        StepPlan("lifetime", 60),
        StepPlan("recent_games", 120),
        StepPlan("metrics", 30),
        StepPlan("trends", 30),
        StepPlan("maps", 30),
        StepPlan("role", 30),
        StepPlan("assemble", 60),
    ),
    backoff_s=(5.0, 60.0),
)

USER_ANALYTICS = Plan(
    type=TaskType.USER_ANALYTICS,
    queue=Queue.DEFAULT,
    steps=(
        StepPlan("resolve_player", 30),
        StepPlan("lifetime", 60),
        StepPlan("recent_games", 300),
        StepPlan("history", 300),
        StepPlan("form", 60),
        StepPlan("sessions", 30),
        StepPlan("teammates", 60),
        StepPlan("habits", 30),
        StepPlan("assemble", 60),
    ),
    backoff_s=(5.0, 60.0),
)

TEAM_ANALYSIS = Plan(
    type=TaskType.TEAM_ANALYSIS,
    queue=Queue.DEFAULT,
    steps=(
        StepPlan("resolve_players", 120),
        StepPlan("fetch_players", 240),
        StepPlan("together", 120),
        StepPlan("lineup", 60),
        StepPlan("assemble", 60),
    ),
    backoff_s=(5.0, 60.0),
)

BULK_ANALYSIS = Plan(
    type=TaskType.BULK_ANALYSIS,
    queue=Queue.LOW,
    steps=(
        StepPlan("resolve_matches", 120),
        StepPlan("analyse_matches", 60),
        StepPlan("summarise", 120),
    ),
    backoff_s=(5.0, 60.0),
)

PLANS: dict[TaskType, Plan] = {
    plan.type: plan for plan in (MATCH_ANALYSIS, PLAYER_PERFORMANCE, USER_ANALYTICS, TEAM_ANALYSIS, BULK_ANALYSIS)
}
