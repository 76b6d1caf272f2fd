"""What Redis holds of runs and tasks, as typed values. Readers accept record versions v and v - 1."""

from dataclasses import dataclass, field
from typing import Any

from tasks.states import State, TaskType

VERSION = 1
READABLE = frozenset({str(VERSION), str(VERSION - 1)})
FIRST = "1"
"""Of whatever says no version: the first had none everywhere."""


def readable(version: str | bytes | None) -> bool:
    """Whether this release understands what a record, an event or a work store of that version says."""
    return (version.decode() if isinstance(version, bytes) else version or FIRST) in READABLE


@dataclass(frozen=True, kw_only=True)
class Requester:
    """Who asks: `owner` is `tg:<user id>`, `chat:<chat id>` for anonymous admins and channels, or `cli`."""

    owner: str
    admin: bool = False

    def may(self, owner: str) -> bool:
        """Whether this person may see and steer a task of `owner`."""
        return self.admin or self.owner == owner


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One person's wish, before it is a task. `idempotency` makes the same update count once."""

    owner: str
    type: TaskType
    subject: str = field(repr=False)
    lang: str = "en"
    idempotency: str = ""
    chat: int | None = None
    thread: int | None = None
    request_message: int | None = None
    depth: str = "standard"
    phase: str = "any"
    side: str | None = None
    retry_of: str | None = None

    urgent: bool = True
    """Somebody waits for it; False for the children of a bulk."""
    calls: int = 0
    """FACEIT calls it will take, where that was said before; a day's allowance must have room for them."""
    unlimited: bool = False
    """An admin's or the operator's: no allowance."""
    max_age_s: float | None = None
    """How old a report made for somebody else may be; None: the setting."""

    @property
    def run_key(self) -> str:
        """Wishes with the same key share one run while it is under way."""
        age = "" if self.max_age_s is None else f":{self.max_age_s:g}"
        return f"{self.type}:{self.subject}:{self.depth}:{self.phase}{age}"


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a run failed: `code` names the text, `args` are its arguments. Never a traceback.

    `ours`: the service failed; False for what a person gave, FACEIT does not have or an admin did.
    """

    code: str
    args: dict[str, Any] = field(default_factory=dict)
    ours: bool = True


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """Everything a face needs to show one task. Times are Unix milliseconds of Redis' clock; None when not known."""

    id: str
    state: State
    type: TaskType
    subject: str = field(repr=False)
    owner: str
    run: str
    lang: str
    step: int
    """Steps finished, 0..steps."""
    steps: int
    step_name: str
    """Name of the step under way; text `step-<name>`."""
    operation: str
    """What the step is doing now; text `op-<operation>` with arguments done and total. Empty: the step's own text."""
    done: int
    total: int
    attempt: int
    """Failed attempts of the current step, shown as "🔁 2/3" while state is retrying."""
    max_attempts: int
    retry_at: int | None
    place: int | None
    """Place in the queue from 1 while queued."""
    eta_s: float | None
    created: int
    started: int | None
    ended: int | None
    now: int
    error: Failure | None = None
    chat: int | None = None
    thread: int | None = None
    request_message: int | None = None
    progress_message: int | None = None
    retry_of: str | None = None
    side: str | None = None
    report_run: str = ""
    """The run that made the report: another one when a report of the same state was given again."""
    title: str = field(default="", repr=False)
    """What the subject is called, once that is known: both teams, or a nickname. Unescaped."""
    failures: int = 0
    """Of a bulk: how many of `done` matches have failed."""
    paused_until: int | None = None
    """Of a bulk: it waits for FACEIT's next hour until then."""
    queue_paused: bool = False
    """An admin has paused the queue in which its next step waits."""

    @property
    def elapsed_s(self) -> float:
        """Seconds from acceptance to the end, or to now."""
        return max(0, (self.ended or self.now) - self.created) / 1000


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """Answer to a submit: the task, and whether it is new, joined somebody's run, or is one's own running task."""

    task: TaskView
    outcome: str
    """`created`, `joined`, `duplicate` (own task on this subject is under way) or `repeated` (the same update)."""
