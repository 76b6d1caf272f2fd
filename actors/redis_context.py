"""A step's context in a worker: records and work store in Redis."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from actors.archive import Archive
from actors.context import RunInfo, StepContext
from faceit.budget import Lane
from faceit.client import FaceitClient
from pipelines.plans import Queue
from settings import Settings
from tasks.groups import ChildEnd, Groups
from tasks.ownership import Ownership, RunKeeper

PROGRESS_GAP_S = 0.5
"""Progress inside a step is written at most this often; the last item always is."""


TITLE_CHARACTERS = 80
"""Two team names and what stands between them."""


class RedisContext(StepContext):
    """Context of one owned delivery. Built anew for each; not shared between threads but for `check`."""

    def __init__(
        self,
        keeper: RunKeeper,
        groups: Groups,
        owned: Ownership,
        settings: Settings,
        faceit: FaceitClient,
        archive: Archive,
    ) -> None:
        about = owned.subject
        lane = Lane.BULK if owned.delivery.queue == Queue.LOW else Lane.INTERACTIVE
        run = RunInfo(owned.delivery.run, about.type, about.subject, about.depth, about.phase)
        super().__init__(run, settings, faceit.scope(lane=lane, check=self.check), archive, owned.attempt)
        self._keeper = keeper
        self._groups = groups
        self._owned = owned
        self._last_progress = 0.0

    def progress(self, operation: str, done: int, total: int) -> None:
        moment = time.monotonic()
        if done < total and done > 0 and moment - self._last_progress < PROGRESS_GAP_S:
            return
        self._last_progress = moment
        self._keeper.progress(self._owned, operation, done, total)

    def check(self) -> None:
        self._keeper.check(self._owned)

    def settle(
        self,
        fingerprint: str,
        *,
        max_age_s: float,
        subject: str | None = None,
        title: str = "",
        depth: str | None = None,
        wider: str | None = None,
    ) -> None:
        asked = self._owned.subject.max_age_s
        wished = max_age_s if asked is None else min(max_age_s, asked)
        self._keeper.settle(
            self._owned,
            fingerprint,
            max_age_s=wished,
            api_calls=self.faceit.calls,
            subject=subject,
            title=title[:TITLE_CHARACTERS],
            depth=depth,
            wider=wider,
        )

    def ends(self) -> Iterator[ChildEnd]:
        return self._groups.ends(self.run.id)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def api_calls(self) -> int:
        return self._owned.subject.api_calls + self.faceit.calls

    def _stored(self, name: str) -> bytes | None:
        return self._keeper.work(self.run.id, name)
