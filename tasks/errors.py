"""What can be wrong with a request about tasks."""

from collections.abc import Mapping

from errors import InputError, PermanentError, RunEndedError


class RunServedError(RunEndedError):
    """Another run serves this one's tasks, and its calls are counted: `into`, that is at work on the same; None when

    its report was there already.
    """

    def __init__(self, run_id: str, into: str | None) -> None:
        super().__init__(run_id, "completed" if into is None else "merged")
        self.into = into


class LimitReachedError(InputError):
    """The person already has as many active tasks as allowed; `active` lists their ids."""

    code = "limit-reached"

    def __init__(self, limit: int, active: tuple[str, ...]) -> None:
        super().__init__(f"{len(active)} active tasks, {limit} allowed")
        self.limit = limit
        self.active = active

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"limit": self.limit}


class AllowanceError(InputError):
    """The FACEIT calls a person may cause in a day are used, or what is left is too little for this.

    `reserved`: what tasks of his under way will take; it comes free when they end, but for what they took.
    """

    code = "allowance"

    def __init__(self, limit: int, used: int, *, calls: int, reserved: int, resets_ms: int) -> None:
        super().__init__(f"{used} and {reserved} reserved of {limit} calls used today, {calls} more wanted")
        self.limit = limit
        self.used = used
        self.calls = calls
        self.reserved = reserved
        self.resets_ms = resets_ms

    def args_for_text(self) -> Mapping[str, str | int | float]:
        hours = -(-self.resets_ms // 3_600_000)
        left = max(0, self.limit - self.used - self.reserved)
        return {
            "limit": self.limit, "used": self.used, "reserved": self.reserved, "left": left, "hours": hours,
        }  # fmt: skip


class UnknownTaskError(InputError):
    """No such task: mistyped, older than the retention, or somebody else's (which is not told apart)."""

    code = "unknown-task"

    def __init__(self, task_id: str) -> None:
        super().__init__(f"no task {task_id}")
        self.task_id = task_id


class UnreadableRecordError(PermanentError, ValueError):
    """A record of a version that this release does not know: a later one wrote it."""

    code = "internal"

    def __init__(self, key: str, version: str) -> None:
        super().__init__(f"{key} is of version {version}")


class NotYoursError(InputError):
    """The task belongs to somebody else; only its owner and admins may touch it."""

    code = "not-yours"


class TaskActiveError(InputError):
    """A retry was asked for while the task is still under way."""

    code = "task-active"


class TaskEndedError(InputError):
    """A cancel came after the end; `state` says which end."""

    code = "task-ended"

    def __init__(self, state: str) -> None:
        super().__init__(f"already {state}")
        self.state = state
