"""Pressed buttons that still wait for an answer."""

import secrets
from collections import OrderedDict
from collections.abc import Callable

from .errors import BadRequest

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Callbacks:
    """Callback queries by id, each with a short life.

    Parameters:
        clock: seconds that only grow.
        seconds: how long a query can be answered.
    """

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._open: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def begin(self, user_id: int) -> str:
        """The id of a fresh query."""
        query_id = str(secrets.randbits(62))
        self._open[query_id] = (user_id, self._clock() + self._seconds)
        while len(self._open) > 1_000:
            self._open.popitem(last=False)
        return query_id

    def answer(self, query_id: str) -> int:
        """Whose query it was.

        Raises:
            BadRequest: unknown or too old.
        """
        user_id, until = self._open.get(query_id, (0, float("-inf")))
        if self._clock() > until:
            raise BadRequest(_TOO_OLD)
        return user_id

    def expire(self) -> None:
        """Make every open query too old."""
        self._open.clear()
