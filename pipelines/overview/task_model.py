"""Tasks and their owners as faces list and show them; times as in `model`."""

from dataclasses import dataclass, field

from tasks.states import State, TaskType


@dataclass(frozen=True)
class TaskRow:
    """A task in a list."""

    id: str
    type: TaskType
    state: State
    subject: str = field(repr=False)
    owner: str
    step: int
    steps: int
    step_name: str
    created_ms: int
    ended_ms: int | None
    attempts: int
    code: str
    last_line: str


@dataclass(frozen=True)
class Page:
    """A page of tasks, newest first."""

    rows: tuple[TaskRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class StepTime:
    """One step of a run: its name and how long it took, None when it is not done."""

    step: int
    name: str
    took_s: float | None


@dataclass(frozen=True)
class Retry:
    """One retry that middleware recorded."""

    step: int
    attempt: int
    reason: str
    at_ms: int


@dataclass(frozen=True)
class TaskEvent:
    """One thing that happened; `at_ms` is None when its moment is not recorded, `detail` a number, a code or a state.

    `kind`: queued, begun (a step), promoted, joined, merged, retry, redelivered, ended or told.
    """

    at_ms: int | None
    kind: str
    detail: str = ""


@dataclass(frozen=True)
class TaskDetails:
    """Everything about one task. `lines`: the end of the traceback without anybody's name (failure_record), `frames`:

    all of it that is kept, likewise.
    """

    row: TaskRow
    run: str
    queue: str
    worker: str
    deliveries: int
    steps: tuple[StepTime, ...]
    retries: tuple[Retry, ...]
    lines: tuple[str, ...]
    api_calls: int
    deadline_ms: int | None
    retry_of: str
    shared_with: int
    frames: tuple[str, ...] = ()
    events: tuple[TaskEvent, ...] = ()
    only_record: bool = False
    """Its tasks are forgotten, so nothing can be done to it."""


@dataclass(frozen=True)
class PersonRow:
    """One owner's use: active tasks, tasks and calls of the day. `who` is a keyed hash, never a Telegram id."""

    who: str
    active: int
    tasks: int
    failed: int
    calls: int
