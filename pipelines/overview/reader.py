"""The overview: one method a number, for chat, pages, /metrics, alerts and scaling alike. Blocking, thread-safe."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis

from errors import RedisUnavailableError
from measures.reading import server_ms
from pipelines.overview import durations, listing, people, sampling
from pipelines.overview.findings import find, verdict_of
from pipelines.overview.looking import Look, look
from pipelines.overview.model import Figures, Sample, Snapshot
from pipelines.overview.owners import Owners
from pipelines.overview.task_model import Page, PersonRow, TaskDetails
from pipelines.overview.thresholds import thresholds
from settings import Settings
from tasks.states import State, TaskType


class Overview:
    """Reads by one client on the database of tasks. Every method raises RedisUnavailableError."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._owners = Owners(settings)
        self._limits = thresholds(settings)

    def now(self) -> Snapshot:
        """How things stand, in two round trips."""
        seen = self._look()
        findings = find(seen, self._limits)
        return Snapshot(
            at_ms=seen.at_ms,
            verdict=verdict_of(findings),
            findings=findings,
            redis=seen.redis,
            queues=seen.queues,
            workers=seen.workers,
            running=seen.running,
            active_people=seen.active_people,
            hour=seen.hour,
            day=seen.day,
            matches_hour=seen.matches_hour,
            matches_day=seen.matches_day,
            faceit=seen.faceit,
            untold=seen.untold,
            stream_lag=seen.stream_lag,
            jobs=seen.jobs,
        )

    def figures(self) -> Figures:
        """Durations and counts of the last 24 hours, kept by tens of minutes."""
        hour = self._look().hour
        with _answering():
            return durations.figures(self._client, hour.completed + hour.failed + hour.cancelled)

    def tasks(
        self, state: State | None = None, type: TaskType | None = None, page: int = 1, size: int = 10  # noqa: A002
    ) -> Page:  # fmt: skip
        """A page of people's tasks, newest first; the nearest page when there is none of this number."""
        with _answering():
            return listing.page(self._client, self._owners, state, type, page, size)

    def task(self, task_id: str) -> TaskDetails | None:
        """Everything about one task, None when there is none."""
        with _answering():
            return listing.details(self._client, self._owners, task_id)

    def failure(self, run_id: str) -> TaskDetails | None:
        """Everything about a failed run, for as long as failure records are kept; None when there is none."""
        with _answering():
            return listing.failure(self._client, self._owners, run_id)

    def people(self, page: int = 1, size: int = 10) -> tuple[list[PersonRow], int]:
        """A page of today's owners, the busiest first, and how many there are."""
        with _answering():
            return people.people(self._client, self._owners, server_ms(self._client), page, size)

    def series(self, hours: float = 24, points: int = 144) -> list[Sample]:
        """Samples of the last hours for charts, oldest first."""
        return sampling.series(self._client, hours, points)

    def _look(self) -> Look:
        return look(self._client, self._settings)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise RedisUnavailableError(str(error)) from error
