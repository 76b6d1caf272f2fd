"""The actor that draws: text goes out first, the picture after it. A failure leaves the text whole."""

from typing import Any

import structlog

from faceit.models import Faction
from pipelines.shown import Shown
from reports.pictures.kinds import draw as paint
from tasks.pictures import PictureName, PictureStore, mark_of
from tasks.store import TaskStore
from texts.catalogue import Language

log = structlog.get_logger(__name__)


class Painter:
    """Draws pictures of stored reports, once each."""

    def __init__(self, store: TaskStore, pictures: PictureStore, shown: Shown) -> None:
        self._store = store
        self._pictures = pictures
        self._shown = shown

    def draw(self, run: str, kind: str, language: Language, side: Faction | None) -> None:
        """Draw one picture and keep it. Whatever goes wrong is logged and kept as "none", so that nobody waits."""
        report = self._report(run)
        if report is None:
            return
        name = PictureName(run, kind, language, side, mark_of(report))
        if self._pictures.drawn(name) is not None:
            return
        try:
            self._pictures.put(name, paint(kind, report, language=language, side=side))
        except Exception:
            self._pictures.put(name, None)
            raise
        finally:
            # Somebody who asked meanwhile to be forgotten must not stay as a picture.
            if self._store.run(run) is None:
                self._pictures.forget(run, [kind])

    def _report(self, run: str) -> dict[str, Any] | None:
        """The report as it may be shown now."""
        record = self._store.run(run)
        report = self._store.report(record) if record else None
        if report is None:
            log.info("picture.no_report", run=run)
        return self._shown.of(report) if report else None
