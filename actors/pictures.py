"""The actor that draws: text goes out first, the picture after it. A failure leaves the text whole."""

import structlog

from faceit.models import Faction
from reports.pictures.kinds import draw as paint
from tasks.pictures import PictureName, PictureStore
from tasks.store import TaskStore
from texts.catalogue import Language

log = structlog.get_logger(__name__)


class Painter:
    """Draws pictures of stored reports, once each."""

    def __init__(self, store: TaskStore, pictures: PictureStore) -> None:
        self._store = store
        self._pictures = pictures

    def draw(self, run: str, kind: str, language: Language, side: Faction | None) -> None:
        """Draw one picture and keep it. Whatever goes wrong is logged and kept as "none", so that nobody waits."""
        name = PictureName(run, kind, language, side)
        if self._pictures.drawn(name) is not None:
            return
        try:
            self._pictures.put(name, self._paint(name))
        except Exception:
            self._pictures.put(name, None)
            raise

    def _paint(self, name: PictureName) -> bytes | None:
        record = self._store.run(name.run)
        report = self._store.report(record) if record else None
        if report is None:
            log.info("picture.no_report", run=name.run)
            return None
        return paint(name.kind, report, language=name.language, side=name.side)
