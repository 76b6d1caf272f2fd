"""When a number of workers is changed: not at every look, not far at once, never outside its bounds.

Fewer only when every look of the hold-down wanted fewer (the largest of them counts), more only when two looks in a
row wanted more (the smaller counts): the stabilisation windows of Kubernetes' HorizontalPodAutoscaler (KEP 853).
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from settings import AutoscaleSettings


class Reason(StrEnum):
    """Why a group gets what it gets."""

    ENOUGH = "enough"
    MORE = "more"
    FEWER = "fewer"
    BOUNDS = "bounds"
    AT_MOST = "at-most"
    HELD = "held"
    FACEIT = "faceit"
    PAUSED = "paused"


@dataclass(frozen=True)
class Decision:
    """Workers there are, workers there should be from now on, and how many the load alone asks for."""

    workers: int
    target: int
    asked: int
    reason: Reason


class Hold:
    """What one group's looks asked for lately. `low` and `high`: its bounds, both included."""

    def __init__(self, settings: AutoscaleSettings, low: int, high: int) -> None:
        self._settings = settings
        self.low = low
        self.high = max(low, high)
        self._asked: deque[tuple[float, int]] = deque()
        self._changed_at: float | None = None
        self._before: float | None = None
        self._began: float | None = None

    def decide(self, now: float, workers: int, asked: int, *, limited: bool = False, paused: bool = False) -> Decision:
        """The decision at `now` (seconds of any clock that only goes forward). `limited`: more would not help."""
        self._began = now if self._began is None else self._began
        wanted = min(max(asked, self.low), self.high)
        self._asked.append((now, wanted))
        while self._asked[0][0] < now - self._settings.hold_seconds:
            self._asked.popleft()
        target, reason = self._target(now, workers, wanted, limited=limited, paused=paused)
        if reason is Reason.ENOUGH and asked > self.high:
            reason = Reason.AT_MOST
        if target != workers:
            self._before, self._changed_at = self._changed_at, now
        return Decision(workers, target, asked, reason)

    def undone(self) -> None:
        """The change decided last was not made: nothing has to settle, the next look may ask again."""
        self._changed_at = self._before

    def _target(self, now: float, workers: int, wanted: int, *, limited: bool, paused: bool) -> tuple[int, Reason]:
        if not self.low <= workers <= self.high:
            return min(max(workers, self.low), self.high), Reason.BOUNDS
        if wanted > workers:
            if paused or limited:
                return workers, Reason.PAUSED if paused else Reason.FACEIT
            return self._up(now, workers)
        if wanted < workers:
            return self._down(now, workers)
        return workers, Reason.ENOUGH

    def _up(self, now: float, workers: int) -> tuple[int, Reason]:
        looks = [count for _, count in list(self._asked)[-self._settings.up_looks :]]
        settling = self._changed_at is not None and now - self._changed_at < self._settings.settle_seconds
        least = min(looks)
        if len(looks) < self._settings.up_looks or least <= workers or settling:
            return workers, Reason.HELD
        return min(least, workers + self._settings.step_up), Reason.MORE

    def _down(self, now: float, workers: int) -> tuple[int, Reason]:
        since = max(moment for moment in (self._began, self._changed_at) if moment is not None)
        most = max(count for _, count in self._asked)
        if now - since < self._settings.hold_seconds or most >= workers:
            return workers, Reason.HELD
        return max(most, workers - self._settings.step_down), Reason.FEWER
