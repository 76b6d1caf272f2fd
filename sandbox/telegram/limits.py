"""Telegram's limits on sending, as token buckets that sends and edits share."""

import math
from collections.abc import Callable

from .errors import TooManyRequests


class Bucket:
    """A token bucket.

    Parameters:
        capacity: tokens it can hold, that is, the allowed burst.
        per_second: tokens added each second.
    """

    __slots__ = ("capacity", "level", "per_second", "seen")

    def __init__(self, capacity: float, per_second: float, now: float) -> None:
        self.capacity = capacity
        self.per_second = per_second
        self.level = capacity
        self.seen = now

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 if one is there now."""
        self.level = min(self.capacity, self.level + (now - self.seen) * self.per_second)
        self.seen = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.per_second

    def take(self) -> None:
        """Use one token."""
        self.level -= 1


class SendLimits:
    """The three limits: a chat, a group, and everything the bot sends.

    Parameters:
        clock: seconds that only grow.
        enabled: whether anything is refused.
        penalty: seconds added to each wait; the chat stays closed that long.
    """

    def __init__(self, clock: Callable[[], float], *, enabled: bool, penalty: float = 0.0) -> None:
        self.enabled = enabled
        self.penalty = penalty
        self.refused = 0
        self._clock = clock
        self._all = Bucket(30, 30, clock())
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Bucket] = {}
        self._closed_until: dict[int, float] = {}

    def spend(self, chat_id: int, *, is_group: bool) -> None:
        """Take one message's worth, or refuse.

        Raises:
            TooManyRequests: one of the limits is used up.
        """
        if not self.enabled:
            return
        now = self._clock()
        buckets = [self._all, self._chats.setdefault(chat_id, Bucket(5, 1, now))]
        if is_group:
            buckets.append(self._groups.setdefault(chat_id, Bucket(20, 20 / 60, now)))
        wait = max(bucket.wait(now) for bucket in buckets)
        closed = self._closed_until.get(chat_id, now) - now
        if wait <= 0 and closed <= 0:
            for bucket in buckets:
                bucket.take()
            return
        if wait > 0 and closed <= 0:
            wait += self.penalty
            self._closed_until[chat_id] = now + wait
        self.refused += 1
        raise TooManyRequests(max(1, math.ceil(max(wait, closed))))
