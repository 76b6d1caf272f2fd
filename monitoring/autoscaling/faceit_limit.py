"""Whether FACEIT's budget is what holds work up: then more workers would only wait in line."""

from collections import deque

from faceit.supply import Supply
from faceit.supply_stats import SupplyNow

OVER_S = 120.0
"""Calls a second are the mean of this time: shorter ones are all bursts."""


class FaceitLimit:
    """Looks at the budget now and then; says in words what holds calls back, or nothing."""

    def __init__(self, full: float) -> None:
        self._full = full
        self._seen: deque[tuple[float, int]] = deque()

    def look(self, now: float, supply: SupplyNow) -> str:
        """What is used up at `now` (seconds of a clock that only goes forward); empty when there is room."""
        used = self._rate(now, supply.calls)
        if supply.level is not Supply.PLENTY:
            return f"{supply.calls} of the hour's {supply.limit} calls are made ({supply.level})"
        if used is not None and used >= self._full * supply.rate:
            return f"{used:.1f} of {supply.rate:g} calls a second are used"
        return ""

    def _rate(self, now: float, calls: int) -> float | None:
        """Calls a second over the last looks, None until there are two in one hour."""
        if self._seen and calls < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, calls))
        while len(self._seen) > 2 and self._seen[1][0] <= now - OVER_S:
            self._seen.popleft()
        then, before = self._seen[0]
        return (calls - before) / (now - then) if now > then else None
