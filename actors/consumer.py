"""A Redis broker for runs: scripts acknowledge their messages, and no message stays behind with a worker."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import redis
from dramatiq import Message, Middleware
from dramatiq.broker import MessageProxy
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.errors import ConnectionClosed
from dramatiq.middleware import Interrupt, MiddlewareError

from actors.pausing import SLEEP_S, PausedQueues
from actors.waiting import until_redis_answers
from connections import REDIS_AWAY
from errors import RedisUnavailableError

DELAY_POLL_MS = 200
"""What waits on a delay queue waits for seconds: looking at it as often as at the others costs an idle worker half."""

GIVE_BACK_S = 2.0
"""Between two looks for messages that never arrived."""


BURDEN = frozenset({"pipe_target", "traceback"})
"""Options of a message that a dead letter does without."""
REPLACE = (
    "if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end return 0"
)


class RunConsumer(_RedisConsumer):
    """Saves the round trip for messages acknowledged inside the script that closed their step.

    Dramatiq's script moves messages to those that a worker holds and hands them out. When that answer is lost on the
    way (the client asks again by itself, without an error) they are nobody's for as long as the worker lives. So what
    stands as held and was never handed on is given back every few seconds. And whatever Redis answers instead is an
    error of the connection: others end the thread or leave a message unacknowledged.
    """

    broker: "RunBroker"

    def __init__(self, broker: "RunBroker", queue_name: str, prefetch: int, timeout: int) -> None:
        delayed = queue_name.endswith(".DQ")
        if delayed:
            timeout = max(timeout, DELAY_POLL_MS)
        super().__init__(broker, queue_name, prefetch, timeout)  # type: ignore[no-untyped-call]
        self._held = broker.held[queue_name]
        if delayed:
            # Dramatiq forgets what it held for later together with the consumer before.
            self._held.clear()
        self._look_at = 0.0

    def _give_back(self) -> None:
        key = f"{self.broker.namespace}:__acks__.{self.broker.broker_id}.{self.queue_name}"
        found = cast(set[bytes], self.broker.client.smembers(key))
        lost = {one.decode() for one in found} - self._held
        if lost:
            self.logger.warning("Giving back %d messages of queue %r that never arrived.", len(lost), self.queue_name)
            self.broker.do_requeue(self.queue_name, *lost)

    def __next__(self) -> MessageProxy | None:
        """The next message; None when there is none for now."""
        with _connection_errors():
            # What is fetched already goes on: it stands as held.
            if not self.message_cache and self.broker.pauses.hold(self.queue_name):
                time.sleep(SLEEP_S)
                return None
            if not self.message_cache and time.monotonic() >= self._look_at:
                self._give_back()
                self._look_at = time.monotonic() + GIVE_BACK_S
            message: MessageProxy | None = super().__next__()  # type: ignore[no-untyped-call]
        if message is not None:
            self._held.add(message.options["redis_message_id"])
        return message

    def ack(self, message: Any) -> None:
        """Acknowledge, unless done."""
        if getattr(message, "settled", False):
            self.queued_message_ids.discard(message.message_id)
        else:
            with _connection_errors():
                super().ack(message)  # type: ignore[no-untyped-call]
        self._held.discard(message.options["redis_message_id"])

    def nack(self, message: Any) -> None:
        """Move to the dead letters, without what would only fill Redis there: they lead nowhere and are kept."""
        kept = {name: value for name, value in message.options.items() if name not in BURDEN}
        slim: Message[Any] = Message(**{**message.asdict(), "options": kept})
        key = f"{self.broker.namespace}:{self.queue_name}.msgs"
        with _connection_errors():
            self.broker.client.eval(REPLACE, 1, key, kept["redis_message_id"], slim.encode())
            super().nack(message)  # type: ignore[no-untyped-call]
        self._held.discard(message.options["redis_message_id"])

    def requeue(self, messages: Iterable[Any]) -> None:
        """Give back what was handed on and not begun."""
        messages = list(messages)
        with _connection_errors():
            super().requeue(messages)  # type: ignore[no-untyped-call]
        self._held.difference_update(message.options["redis_message_id"] for message in messages)


@contextmanager
def _connection_errors() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise ConnectionClosed(error) from None  # type: ignore[no-untyped-call]


class RunBroker(RedisBroker):
    """Dramatiq's Redis broker with that consumer. Signals go only to the middleware that listens to them."""

    _listeners: dict[str, list[tuple[Middleware, Callable[..., None]]]]

    def __init__(self, **parameters: Any) -> None:
        self.held: defaultdict[str, set[str]] = defaultdict(set)
        """By queue: Redis ids of the messages that this process was handed and has not acknowledged."""
        self._listeners = {}
        super().__init__(**parameters)  # type: ignore[no-untyped-call]
        self.pauses = PausedQueues(self.client)
        self._enqueue = self._dispatch("enqueue")  # type: ignore[no-untyped-call]

    def enqueue(self, message: "Message[Any]", *, delay: int | None = None) -> "Message[Any]":
        """As in Dramatiq, without the traceback that Retries puts in: it quotes what people are called and typed."""
        message.options.pop("traceback", None)
        return super().enqueue(message, delay=delay)

    def do_enqueue(self, queue_name: str, *message: str | bytes) -> None:
        """Put a message in its queue once Redis takes it, however long that is.

        What a worker enqueues takes the place of a message that is acknowledged right after it, and Dramatiq swallows
        what fails here: the step would be nowhere.
        """

        def enqueue() -> None:
            try:
                self._enqueue(queue_name, *message)
            except REDIS_AWAY as error:
                raise RedisUnavailableError(str(error)) from error

        until_redis_answers(enqueue)

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
        """As in Dramatiq: the last in line first, errors are logged. An interrupt ends a listener, not its thread."""
        name = "after_" + signal
        for middleware, listener in reversed(self._listening(name)):
            try:
                listener(self, *args, **kwargs)
            except (Exception, Interrupt):
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
