"""What a step sees: its run, the work store, FACEIT, progress, the clock. One face, a Redis and an in-memory body."""

import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actors.archive import Archive
from faceit.scope import FaceitScope
from settings import Settings
from tasks.groups import ChildEnd
from tasks.records import Wish
from tasks.states import TaskType


@dataclass(frozen=True)
class RunInfo:
    """The work itself, without any person."""

    id: str
    type: TaskType
    subject: str = field(repr=False)
    depth: str = "standard"
    phase: str = "any"


@dataclass
class StepContext(ABC):
    """Handed to `step(ctx)`. Methods raise RunEndedError as soon as the run is cancelled, over or somebody else's."""

    run: RunInfo
    settings: Settings
    faceit: FaceitScope
    archive: Archive
    attempt: int
    """Failed attempts of this step so far."""
    outputs: dict[str, bytes] = field(default_factory=dict)
    """What the step leaves for the next ones; stored together with the step's end."""
    result: dict[str, Any] | None = None
    """The report; set by the last step."""
    group: Sequence[Wish] | None = None
    """Analyses that the next step waits for; set by `fan_out`."""

    def save(self, name: str, value: Any) -> None:
        """Leave JSON-able data for the following steps."""
        self.outputs[name] = zlib.compress(json.dumps(value, separators=(",", ":")).encode(), level=1)

    def load(self, name: str) -> Any:
        """Data an earlier step left. Raises KeyError when it is not there."""
        data = self.outputs.get(name) or self._stored(name)
        if data is None:
            raise KeyError(name)
        return json.loads(zlib.decompress(data))

    @abstractmethod
    def progress(self, operation: str, done: int, total: int) -> None:
        """Tell what the step is doing: text `op-<operation>`, `done` of `total`."""

    @abstractmethod
    def check(self) -> None:
        """Raise RunEndedError if the run is over; called between pieces of work and before every FACEIT call."""

    @abstractmethod
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
        """The subject's state is known. Ends the run here when a report of that state, not older than `max_age_s`,

        or another run at work on it serves its tasks. `subject`: its one true id, where it was asked for in some other
        way; `title`: what lists of tasks call it; `depth`: how deep the run goes after all; `wider`: a depth whose
        reports serve as well.
        """

    def fan_out(self, wishes: Sequence[Wish]) -> None:
        """Have these analysed as one group: the next step comes when each of them has ended, well or not."""
        self.group = wishes

    @abstractmethod
    def ends(self) -> Iterator[ChildEnd]:
        """What became of the group, in the order of its wishes, one report in memory at a time."""

    @abstractmethod
    def now(self) -> datetime:
        """The time, UTC."""

    @abstractmethod
    def api_calls(self) -> int:
        """FACEIT calls of the whole run so far."""

    @abstractmethod
    def _stored(self, name: str) -> bytes | None:
        """Raw data of an earlier step."""
