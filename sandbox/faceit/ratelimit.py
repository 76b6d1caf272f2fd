"""A limit of calls in any one second, for each key."""

from collections import defaultdict, deque
from dataclasses import dataclass

WINDOW = 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a call may pass, and what the headers say."""

    allowed: bool
    limit: int
    remaining: int

    @property
    def headers(self) -> dict[str, str]:
        """The three limit headers, as recorded: ``ratelimit-limit: 20, 20;w=1``."""
        return {
            "ratelimit-limit": f"{self.limit}, {self.limit};w=1",
            "ratelimit-remaining": str(self.remaining),
            "ratelimit-reset": "1",
        }


class RateLimiter:
    """Counts the calls that passed within the last second."""

    def __init__(self) -> None:
        self._passed: dict[str, deque[float]] = defaultdict(deque)

    def check(self, key: str, limit: int, at: float) -> Verdict:
        """Let a call pass, or not.

        Parameters:
            key: whose limit
            limit: calls a second
            at: monotonic seconds
        """
        passed = self._passed[key]
        while passed and passed[0] <= at - WINDOW:
            passed.popleft()
        allowed = len(passed) < limit
        if allowed:
            passed.append(at)
        return Verdict(allowed, limit, max(0, limit - len(passed)))

    def reset(self) -> None:
        """Forget every call."""
        self._passed.clear()
