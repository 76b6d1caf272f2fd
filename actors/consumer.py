"""A Redis broker for runs: scripts acknowledge their messages, delay queues are looked at seldom."""

from collections.abc import Callable
from typing import Any

from dramatiq import Middleware
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.middleware import MiddlewareError

DELAY_POLL_MS = 200
"""What waits on a delay queue waits for seconds: looking at it as often as at the others costs an idle worker half."""


class RunConsumer(_RedisConsumer):
    """Saves the round trip for messages acknowledged inside the script that closed their step."""

    def __init__(self, broker: "RunBroker", queue_name: str, prefetch: int, timeout: int) -> None:
        if queue_name.endswith(".DQ"):
            timeout = max(timeout, DELAY_POLL_MS)
        super().__init__(broker, queue_name, prefetch, timeout)  # type: ignore[no-untyped-call]

    def ack(self, message: Any) -> None:
        """Acknowledge, unless done."""
        if getattr(message, "settled", False):
            self.queued_message_ids.discard(message.message_id)
        else:
            super().ack(message)  # type: ignore[no-untyped-call]


class RunBroker(RedisBroker):
    """Dramatiq's Redis broker with that consumer. Signals go only to the middleware that listens to them."""

    _listeners: dict[str, list[tuple[Middleware, Callable[..., None]]]]

    @property
    def consumer_class(self) -> type[RunConsumer]:
        """The consumer's class."""
        return RunConsumer

    def add_middleware(self, *args: Any, **kwargs: Any) -> None:
        """Add, and find the listeners of each signal anew."""
        self._listeners = {}
        super().add_middleware(*args, **kwargs)
        self._listeners = {}

    def emit_before(self, signal: str, *args: Any, **kwargs: Any) -> None:
        """As in Dramatiq: errors are logged, but for those that middleware raises on purpose."""
        name = "before_" + signal
        for middleware, listener in self._listening(name):
            try:
                listener(self, *args, **kwargs)
            except MiddlewareError:
                raise
            except Exception:
                self.logger.critical("Unexpected failure in %s of %r.", name, middleware, exc_info=True)

    def emit_after(self, signal: str, *args: Any, **kwargs: Any) -> None:
        """As in Dramatiq: the last in line first, errors are logged."""
        name = "after_" + signal
        for middleware, listener in reversed(self._listening(name)):
            try:
                listener(self, *args, **kwargs)
            except Exception:
                self.logger.critical("Unexpected failure in %s of %r.", name, middleware, exc_info=True)

    def _listening(self, name: str) -> list[tuple[Middleware, Callable[..., None]]]:
        found = self._listeners.get(name)
        if found is None:
            empty = getattr(Middleware, name)
            found = self._listeners[name] = [
                (middleware, getattr(middleware, name))
                for middleware in self.middleware
                if getattr(type(middleware), name) is not empty
            ]
        return found
