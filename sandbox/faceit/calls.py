"""A log of the calls that came in."""

import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

BASE = "/data/v4"
LOGGED = 20_000
KINDS = (
    ("match_stats", r"/matches/[^/]+/stats"),
    ("match", r"/matches/[^/]+"),
    ("player_lookup", r"/players"),
    ("player_lifetime", r"/players/[^/]+/stats/[^/]+"),
    ("player_games", r"/players/[^/]+/games/[^/]+/stats"),
    ("player_history", r"/players/[^/]+/history"),
    ("player_bans", r"/players/[^/]+/bans"),
    ("player", r"/players/[^/]+"),
    ("search_players", r"/search/players"),
    ("ranking", r"/rankings/games/[^/]+/regions/[^/]+/players/[^/]+"),
)
_KINDS = tuple((kind, re.compile(BASE + path)) for kind, path in KINDS)


def kind_of(path: str) -> str:
    """Return which endpoint a path belongs to, ``other`` for none."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(path)), "other")


@dataclass(frozen=True, slots=True)
class Call:
    """One call; status 0 for one that got no whole answer."""

    at: float
    path: str
    status: int
    key: str


class CallLog:
    """Counts calls and keeps the last 20,000."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget every call but those under way."""
        self.calls: deque[Call] = deque(maxlen=LOGGED)
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.total = 0
        self.max_per_second = 0
        self.concurrent = getattr(self, "concurrent", 0)
        self.max_concurrent = self.concurrent
        self._recent: deque[float] = deque()

    def begin(self, path: str, at: float) -> None:
        """Count a call that comes in, at monotonic seconds."""
        self.total += 1
        self.kinds[kind_of(path)] += 1
        self.concurrent += 1
        self.max_concurrent = max(self.max_concurrent, self.concurrent)
        self._recent.append(at)
        while self._recent[0] <= at - 1:
            self._recent.popleft()
        self.max_per_second = max(self.max_per_second, len(self._recent))

    def end(self, call: Call) -> None:
        """Enter how a call ended."""
        self.concurrent -= 1
        self.statuses[call.status] += 1
        self.calls.append(call)

    def summary(self) -> dict[str, Any]:
        """Return everything counted, with the calls kept as time, path, status and key."""
        return {
            "total": self.total,
            "by_endpoint": dict(self.kinds),
            "by_status": {str(status): count for status, count in sorted(self.statuses.items())},
            "too_many": self.statuses[429],
            "max_per_second": self.max_per_second,
            "max_concurrent": self.max_concurrent,
            "calls": [(round(call.at, 4), call.path, call.status, call.key) for call in list(self.calls)],
        }
