"""Lanes of what the bot sends: answers go before results, results before progress."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from errors import DeferredError


class Lane(StrEnum):
    """How urgent a send or an edit is."""

    ANSWER = "answer"
    """Somebody just wrote or pressed: waits for its turn, first in line."""
    RESULT = "result"
    """Waits for its turn behind the answers."""
    PROGRESS = "progress"
    """Never waits: when there is no room now, PostponedError tells when to come back with a fresher text."""


class PostponedError(DeferredError):
    """A progress edit found no room; try again after `delay` seconds, with the state of then."""

    code = "deferred"


_lane: ContextVar[Lane] = ContextVar("lane", default=Lane.ANSWER)


def current_lane() -> Lane:
    """The lane of the code that runs now; answers unless said otherwise."""
    return _lane.get()


@contextmanager
def sending_in(lane: Lane) -> Iterator[None]:
    """Everything sent inside goes in this lane."""
    token = _lane.set(lane)
    try:
        yield
    finally:
        _lane.reset(token)
