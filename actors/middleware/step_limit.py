"""What a step may take: the limit strikes the step alone, never what becomes of its message afterwards."""

import ctypes
import functools
import threading
import time
from collections.abc import Callable
from typing import Any

from dramatiq import Actor, Broker, Middleware
from dramatiq.middleware import TimeLimitExceeded
from dramatiq.middleware.threading import raise_thread_exception

LOOK_S = 1.0
"""Between two looks for steps that are over their time."""
DEFAULT_MS = 600_000
"""For actors that name no limit, as in Dramatiq."""


class StepLimit(Middleware):
    """Dramatiq's TimeLimit, disarmed as soon as the actor is through.

    Dramatiq's own still runs while Retries waits for Redis to take the copy of a step that comes again: what it raises
    there ends the thread, and the message is acknowledged without a copy. Stands last: what comes before an actor is
    not counted, what comes after finds it disarmed.
    """

    def __init__(self) -> None:
        self._due: dict[int, float] = {}
        # Held while striking: whoever has disarmed himself knows what was raised in his thread.
        self._striking = threading.Lock()

    @property
    def actor_options(self) -> set[str]:
        """What an actor may be declared with: `time_limit` in ms."""
        return {"time_limit"}

    def after_process_boot(self, broker: Broker) -> None:
        """Begin to look."""
        threading.Thread(target=self._watch, name="step-limit", daemon=True).start()

    def after_declare_actor(self, broker: Broker, actor: Actor[Any, Any]) -> None:
        """Let the limit end with the actor's own function."""
        actor.fn = self._disarming(actor.fn)

    def before_process_message(self, broker: Broker, message: Any) -> None:
        """This thread's time begins."""
        options = broker.get_actor(message.actor_name).options
        limit_ms = message.options.get("time_limit") or options.get("time_limit", DEFAULT_MS)
        with self._striking:
            self._due[threading.get_ident()] = time.monotonic() + limit_ms / 1000

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        """The message never came to its actor."""
        self.disarm()

    after_skip_message = after_process_message

    def disarm(self) -> None:
        """From here on nothing strikes this thread: what was raised in it and not yet felt is taken back."""
        while True:
            try:
                this = threading.get_ident()
                with self._striking:
                    self._due.pop(this, None)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(this), None)
            except TimeLimitExceeded:
                continue
            return

    def _disarming(self, act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def limited(*args: Any, **kwargs: Any) -> Any:
            try:
                return act(*args, **kwargs)
            finally:
                self.disarm()

        return limited

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_S)
            self._strike(time.monotonic())

    def _strike(self, moment: float) -> None:
        with self._striking:
            for thread in [thread for thread, due in self._due.items() if moment >= due]:
                del self._due[thread]
                raise_thread_exception(thread, TimeLimitExceeded)  # type: ignore[no-untyped-call]
