"""Pictures of a report: asked for before the text goes out, sent after it. Whatever goes wrong, the text is whole."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from aiogram.types import BufferedInputFile, Message
from redis.exceptions import RedisError

from analysis.report import MatchReport
from bot.answers import log_unexpected
from bot.cards import Reader, side_for
from bot.tasks_gateway import TasksGateway
from errors import BotError
from faceit.models import Faction
from pipelines.pictures import ALL_KINDS, KINDS, PictureRequests
from settings import Settings
from tasks.pictures import Drawn, PictureName, PictureStore, build_pictures, mark_of
from tasks.records import TaskView
from tasks.states import TaskType

T = TypeVar("T")

LOOK_EVERY_S = (0.05, 0.1, 0.2, 0.4)
"""Pauses between looks; the last one repeats."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Picture:
    """One to send: its name, and what to send, a known file or the drawing."""

    name: PictureName
    photo: str | BufferedInputFile


class Pictures:
    """Gets pictures drawn by the workers; for tasks of this process it draws them itself."""

    def __init__(self, settings: Settings, tasks: TasksGateway) -> None:
        self._wait_s = settings.pictures.wait_seconds
        self._tasks = tasks
        self._store: PictureStore = build_pictures(settings, "command")
        self._requests = PictureRequests(settings)

    async def names(self, view: TaskView, report: dict[str, Any], reader: Reader) -> list[PictureName]:
        """The pictures of a task's report, for its reader; none when it can't be read."""
        kinds = KINDS.get(view.type, ())
        try:
            side, mark = await self._tasks.run(lambda: (_side(view, report, reader), mark_of(report) if kinds else ""))
        except Exception as error:
            log_unexpected("picture.broken", error, task=view.id)
            return []
        return [PictureName(view.report_run or view.run, kind, reader.language, side, mark) for kind in kinds]

    async def ask(self, view: TaskView, names: list[PictureName]) -> None:
        """Have them drawn, unless that was done; returns at once for tasks of this process."""
        if self._tasks.alone(view.id):
            return
        for name in names:
            if await self._ready(name) is None:
                await self._quietly(lambda name=name: self._requests.ask(name))  # type: ignore[misc]

    async def get(self, view: TaskView, name: PictureName, report: dict[str, Any]) -> Picture | None:
        """One picture, waiting for it; None when there is none to be had."""
        if self._tasks.alone(view.id):
            return await self._own(name, report)
        started, pauses = time.monotonic(), iter(LOOK_EVERY_S)
        while (found := await self._ready(name)) is None:
            if time.monotonic() - started > self._wait_s:
                log.warning("picture.not_in_time", run=name.run, kind=name.kind)
                return None
            await asyncio.sleep(next(pauses, LOOK_EVERY_S[-1]))
        return found if isinstance(found, Picture) else None

    async def sent(self, picture: Picture, message: Message) -> None:
        """It is out: the next one who asks for it is sent the same file."""
        if isinstance(picture.photo, BufferedInputFile) and message.photo:
            file_id = message.photo[-1].file_id
            await self._quietly(lambda: self._store.sent(picture.name, file_id))

    async def drop(self, view: TaskView) -> None:
        """Its person is forgotten: what was kept of its run while that was done goes, if nobody else waits for it."""
        run = view.report_run or view.run
        if not await self._tasks.tasks_of_run(run):
            await self._quietly(lambda: self._store.forget(run, ALL_KINDS))

    async def _ready(self, name: PictureName) -> Picture | Drawn | None:
        """The picture, an empty drawing when nothing came of it, None while nothing is known."""
        file_id = await self._quietly(lambda: self._store.file_id(name))
        if file_id is not None:
            return Picture(name, file_id)
        drawn = await self._quietly(lambda: self._store.drawn(name))
        if drawn is None or drawn.png is None:
            return drawn
        return Picture(name, BufferedInputFile(drawn.png, f"{name.kind}.png"))

    async def _own(self, name: PictureName, report: dict[str, Any]) -> Picture | None:
        # Drawing needs a library that the bot can do without while the workers draw.
        from reports.pictures.kinds import draw

        try:
            png = await self._tasks.run(lambda: draw(name.kind, report, language=name.language, side=name.side))
        except Exception as error:
            log_unexpected("picture.broken", error, run=name.run, kind=name.kind)
            return None
        return Picture(name, BufferedInputFile(png, f"{name.kind}.png")) if png else None

    async def _quietly(self, work: Callable[[], T]) -> T | None:
        try:
            return await self._tasks.run(work)
        except (RedisError, BotError, OSError) as error:
            log.info("picture.redis_away", error=type(error).__name__)
            return None


def _side(view: TaskView, report: dict[str, Any], reader: Reader) -> Faction | None:
    if view.type is not TaskType.MATCH_ANALYSIS:
        return None
    return side_for(MatchReport.model_validate(report), view, reader)
