"""The state of the whole as faces take it. Times: seconds unless named `_ms`; unknown: None; moments: Unix ms."""

from dataclasses import dataclass, field
from enum import StrEnum

from faceit.supply_stats import SupplyNow
from pipelines.plans import Queue
from tasks.states import TaskType


class Verdict(StrEnum):
    """The first thing that is said."""

    GOOD = "good"
    BUSY = "busy"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """Why a verdict is not good: `code` has the text `finding-<code>`, `args` fill it; `bad` or only worth a look."""

    code: str
    bad: bool
    args: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RedisHealth:
    """The server: round trip, memory in bytes (None: no limit), clients, keys of the tasks' database, evictions."""

    version: str
    ping_ms: float
    memory: int
    memory_limit: int | None
    clients: int
    clients_limit: int
    keys: int
    aof: bool
    uptime_s: int


@dataclass(frozen=True)
class QueueNow:
    """One queue: waiting messages, those put off to a time, those a worker holds, the age of the oldest waiting."""

    queue: Queue
    waiting: int
    delayed: int
    held: int
    oldest_s: float | None
    consumers: int
    paused: bool


@dataclass(frozen=True)
class WorkerNow:
    """One worker process. `cpu`: share of one core (0..n) since its last heartbeat; `memory` in bytes."""

    id: str
    host: str
    pid: int
    queues: tuple[str, ...]
    threads: int
    busy: int
    cpu: float | None
    memory: int | None
    beat_age_s: float
    started_ms: int


@dataclass(frozen=True)
class Ended:
    """Tasks (or matches of bulks) that ended in a window of time, by state."""

    completed: int
    failed: int
    cancelled: int
    faults: int | None = field(default=None, compare=False)
    """The failed ones that are the service's fault; None when they are not told apart."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many there are in each state."""
        return self.completed, self.failed, self.cancelled

    @property
    def success(self) -> float | None:
        """Share of completed beside those that the service failed at, None without any: what people got wrong counts

        on neither side.
        """
        total = self.completed + (self.failed if self.faults is None else self.faults)
        return self.completed / total if total else None


@dataclass(frozen=True)
class Snapshot:
    """Everything `/admin_queue_status`, the admin's first page and /metrics say of now. `findings`: the worst first.

    A task is what somebody asked for; `matches_…` are those of bulks. `untold`: endings that wait for the bot to tell
    them, those in its hands included; `stream_lag`: entries of the streams `endings` and `progress` that the bot has
    not read (a moment ago, for progress); `jobs`: seconds since each periodic job was last done, `sample` (every
    minute) and `terms` (every hour).
    """

    at_ms: int
    verdict: Verdict
    findings: tuple[Finding, ...]
    redis: RedisHealth
    queues: tuple[QueueNow, ...]
    workers: tuple[WorkerNow, ...]
    running: int
    active_people: int
    hour: Ended
    day: Ended
    matches_hour: Ended
    matches_day: Ended
    faceit: SupplyNow
    untold: int
    stream_lag: dict[str, int]
    jobs: dict[str, float]


@dataclass(frozen=True)
class Spread:
    """Durations of one thing in seconds, estimated from histogram buckets."""

    count: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True)
class StepSpread:
    """Durations of one step of a task type."""

    type: TaskType
    step: int
    name: str
    spread: Spread


@dataclass(frozen=True)
class Figures:
    """What `/admin_queue_metrics` says, of the last 24 hours. `per_minute`: tasks ended, mean of the last hour."""

    types: dict[TaskType, Spread]
    steps: tuple[StepSpread, ...]
    ended: dict[TaskType, Ended]
    per_minute: float
    budget_wait: Spread
    faceit_calls: int
    faceit_errors: int
    cache_hits: int
    cache_misses: int
    sends: int
    sends_refused: int
    delivery: Spread


@dataclass(frozen=True)
class Sample:
    """One minute of the charts: depth by queue, tasks ended by state, mean duration, workers, memory of Redis."""

    at_ms: int
    depth: dict[Queue, int]
    ended: Ended
    mean_s: float | None
    workers: int
    memory: int
