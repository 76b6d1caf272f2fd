"""What can be wrong with a request about tasks."""

from collections.abc import Mapping

from errors import InputError


class LimitReachedError(InputError):
    """The person already has as many active tasks as allowed; `active` lists their ids."""

    code = "limit-reached"

    def __init__(self, limit: int, active: tuple[str, ...]) -> None:
        super().__init__(f"{len(active)} active tasks, {limit} allowed")
        self.limit = limit
        self.active = active

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"limit": self.limit}


class UnknownTaskError(InputError):
    """No such task: mistyped, older than the retention, or somebody else's (which is not told apart)."""

    code = "unknown-task"

    def __init__(self, task_id: str) -> None:
        super().__init__(f"no task {task_id}")
        self.task_id = task_id


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
