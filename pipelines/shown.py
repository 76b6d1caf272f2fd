"""The one door for reports on their way to people: who asked meanwhile not to be analysed is taken out of them."""

from collections.abc import Callable, Collection
from typing import Any

import structlog

from analysis.hiding import people_in, without
from errors import ConfigurationError, StorageUnavailableError
from settings import Settings

Report = dict[str, Any]

log = structlog.get_logger(__name__)


class Shown:
    """Blocking, thread-safe. `hidden` gives those of some ids who opted out; it may raise StorageUnavailableError."""

    def __init__(self, hidden: Callable[[Collection[str]], Collection[str]]) -> None:
        self._hidden = hidden

    def of(self, report: Report) -> Report | None:
        """The report as it may be shown now; None when it may not be. As it was made while nobody can tell."""
        people = people_in(report)
        if not people:
            return report
        try:
            hidden = self._hidden(people)
        except StorageUnavailableError as error:
            log.warning("shown.storage_away", error=type(error).__name__)
            return report
        return without(report, hidden)


def build_shown(settings: Settings) -> Shown:
    """On a database of its own, which is opened at the first report.

    Without a key to hash with, as a command line on another machine may be, reports are shown as they were made.
    """
    # SQLAlchemy is heavy: who shows no report does without.
    from storage.privacy import hash_key

    try:
        key = hash_key(settings)
    except ConfigurationError as error:
        log.warning("shown.no_key", setting=error.setting)
        return Shown(lambda _ids: ())
    from storage.database import SyncDatabase
    from storage.opt_outs import OptOuts

    return Shown(OptOuts(SyncDatabase.open(settings), key).contains_any)
