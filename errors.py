"""The one error tree. Members carry data as attributes; the text a person reads is looked up by `code`."""

from collections.abc import Mapping
from typing import ClassVar


class BotError(Exception):
    """Root of everything this project raises on purpose.

    `code` names the message `error-<code>` in the catalogues, `args_for_text()` its arguments. `ours`: something is
    broken that an operator may have to mend; admins are told of these only.
    """

    code: ClassVar[str] = "internal"
    ours: ClassVar[bool] = True

    def args_for_text(self) -> Mapping[str, str | int | float]:
        """Arguments of the catalogue message: plain values, never secrets, never tracebacks."""
        return {}


class TransientError(BotError):
    """Something that may pass: the step is tried again, with backoff, at most three times.

    `retry_after` is in seconds, or None when the other side named no time.
    """

    code = "transient"

    def __init__(self, message: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StorageUnavailableError(TransientError):
    """The database can't be reached, answers too late or has no schema yet. Whoever can goes on without it."""

    code = "storage-unavailable"


class PermanentError(BotError):
    """Trying again can't help: the run ends as failed and the person is told what to do."""

    code = "permanent"


class DeferredError(BotError):
    """Not now: no failure and never counted as one. The step comes back after `delay` seconds."""

    code = "deferred"

    def __init__(self, reason: str, *, delay: float) -> None:
        super().__init__(reason)
        self.reason = reason
        self.delay = delay


class RunEndedError(BotError):
    """The run this step works for is over (cancelled, past its deadline, taken over): drop everything at once."""

    code = "run-ended"

    def __init__(self, run_id: str, state: str) -> None:
        super().__init__(f"run {run_id} is {state}")
        self.run_id = run_id
        self.state = state


class RedisUnavailableError(BotError):
    """Redis refused, stalled or is gone. The bot answers without it, a worker waits for it."""

    code = "redis-unavailable"


class RedisFullError(RedisUnavailableError):
    """Redis answers but has no memory left to write: what makes room, and what only reads, goes on."""

    code = "redis-full"


class InputError(PermanentError):
    """A person gave something that can't be used; `code` says which."""

    code = "bad-input"
    ours = False


class ConfigurationError(BotError):
    """A setting is missing or wrong; `setting` is its name as the operator writes it."""

    code = "configuration"

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(f"{setting}: {problem}")
        self.setting = setting
        self.problem = problem
