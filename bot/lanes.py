"""Lanes of what the bot sends: answers go before results, results before their pictures and progress."""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from enum import StrEnum

from errors import DeferredError


class Lane(StrEnum):
    """How urgent a send or an edit is."""

    ANSWER = "answer"
    """Somebody just wrote or pressed: waits for its turn, first in line."""
    RESULT = "result"
    """Waits for its turn behind the answers."""
    PICTURE = "picture"
    """Waits for its turn behind the results; leaves half of all sends to both."""
    PROGRESS = "progress"
    """Never waits: when there is no room now, PostponedError tells when to come back with a fresher text."""


class PostponedError(DeferredError):
    """A progress edit found no room; try again after `delay` seconds, with the state of then."""

    code = "deferred"


Ready = Callable[[], AbstractAsyncContextManager[None]]
"""Entered once a send has its turn, right before Telegram is asked, and left with what came of it; what it raises ends
the send."""

_lane: ContextVar[Lane] = ContextVar("lane", default=Lane.ANSWER)
_ready: ContextVar[Ready | None] = ContextVar("ready", default=None)


def current_lane() -> Lane:
    """The lane of the code that runs now; answers unless said otherwise."""
    return _lane.get()


def current_ready() -> Ready | None:
    """What the code that runs now wants done around the asking of Telegram."""
    return _ready.get()


@contextmanager
def sending_in(lane: Lane, ready: Ready | None = None) -> Iterator[None]:
    """Everything sent inside goes in this lane, within `ready`."""
    token, before = _lane.set(lane), _ready.set(ready)
    try:
        yield
    finally:
        _ready.reset(before)
        _lane.reset(token)
