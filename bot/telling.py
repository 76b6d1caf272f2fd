"""Telling one ending: its parts in order, each marked, then the progress message's last edit, then pictures."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import BufferedInputFile, Message

from bot import cards, keyboards, progress_text
from bot.failure_alerts import FailureAlerts
from bot.lanes import Lane, Ready, sending_in
from bot.marking import Marking
from bot.marks import SILENCED, SKIPPED, Marks, out
from bot.operator_notice import OperatorNotice
from bot.outgoing import ChatGoneError, Destination, Outgoing
from bot.pictures import Pictures
from bot.progress import ProgressTracker
from bot.remembered import Remembered
from bot.signs import Signs
from bot.tasks_gateway import TasksGateway
from bot.wire import Wire
from measures import recorder
from measures.catalogue import DELIVERY_SECONDS
from tasks.pictures import PictureName
from tasks.records import TaskView
from tasks.states import State

log = structlog.get_logger(__name__)

Watch = Callable[[TaskView, dict[str, Any], Message], None]
"""Told of each card that is out, with its report."""


class Teller:
    """Resumes at the first part that is not out; only a death between Telegram's 200 and the mark repeats one.

    `wire` knows the parts on their way; once it is closed nothing more goes out, and `tell` raises ClosedError.
    """

    def __init__(
        self,
        bot: Bot,
        tasks: TasksGateway,
        tracker: ProgressTracker,
        remembered: Remembered,
        marks: Marks,
        keep_hours: float,
        *,
        first: Callable[[], Awaitable[None]] | None = None,
        notice: OperatorNotice | None = None,
        alerts: FailureAlerts | None = None,
        pictures: Pictures | None = None,
        watch: "Watch | None" = None,
    ) -> None:
        self._bot = bot
        self._tasks = tasks
        self._tracker = tracker
        self._remembered = remembered
        self._marks = marks
        self._keep_hours = keep_hours
        self._first = first
        self._notice = notice
        self._alerts = alerts
        self._pictures = pictures
        self._watch = watch
        self.wire = Wire()
        self.marking = Marking(marks)
        self._signs = Signs(marks, self.wire)

    async def tell(self, view: TaskView) -> None:
        """Tell everything that was not told yet. Raises RedisError, RedisUnavailableError, NotOursError: call again."""
        if view.chat is None:
            return
        began = time.monotonic()
        if self._first is not None:
            await self._first()
        marks = await self._marks_of(view.id)
        if out(marks.get(SILENCED)):
            return
        report = await self._tasks.report(view.id) if view.state is State.COMPLETED else None
        reader = cards.Reader(progress_text.language_for(view), await self._remembered.player_id(view.owner))
        drawing = await self._ask_for_pictures(view, report, reader)
        messages = await self._tasks.run(lambda: cards.parts(view, report, reader, self._keep_hours))
        outgoing = Outgoing(self._bot, Destination(view.chat, view.thread, view.request_message), view.id)
        try:
            with sending_in(Lane.RESULT):
                for number, part in enumerate(messages, 1):
                    if not out(marks.get(str(number))):
                        sent = await self._send(outgoing, view.id, str(number), part, reply=number == 1)
                        self._time(view, number, sent, began)
                        if sent is not None and part is messages[-1] and report is not None and self._watch is not None:
                            self._watch(view, report, sent)
                await self._last_edit(outgoing, view, str(len(messages) + 1), marks)
                for name in drawing:
                    await self._send_picture(outgoing, view, name, report or {}, marks)
        except ChatGoneError:
            log.info("delivery.chat_gone", task=view.id)
        await self._remembered.note(view, report)
        await self._leave_nothing_of_the_forgotten(view)
        if self._notice is not None:
            await self._notice.of_ending(view)
        if self._alerts is not None:
            await self._alerts.of_ending(view)

    async def _leave_nothing_of_the_forgotten(self, view: TaskView) -> None:
        # Somebody who asked meanwhile to be forgotten must not come back this way. Tasks are forgotten before the
        # history is, so one looked at after the writing tells for sure.
        if await self._tasks.view(view.id) is None:
            await self._remembered.unnote(view)
            if self._pictures is not None:
                await self._pictures.drop(view)

    async def apologise(self, view: TaskView) -> None:
        """Tell an ending that can't be told: something broke. Nothing where its first part is out. Raises as `tell`."""
        if view.chat is None or view.state is State.CANCELLED:
            return
        marks = await self._marks_of(view.id)
        if out(marks.get(SILENCED)):
            return
        outgoing = Outgoing(self._bot, Destination(view.chat, view.thread, view.request_message), view.id)
        try:
            with sending_in(Lane.RESULT):
                if not out(marks.get("1")):
                    part = cards.broken(view, progress_text.language_for(view))
                    await self._send(outgoing, view.id, "1", part, reply=True)
                await self._last_edit(outgoing, view, "last", marks)
        except ChatGoneError:
            log.info("delivery.chat_gone", task=view.id)

    async def _marks_of(self, task: str) -> dict[str, str]:
        await self.marking.settle(task)
        return await self._signs.settled(task)

    async def _send(
        self, outgoing: Outgoing, task: str, number: str, part: cards.Part, *, reply: bool
    ) -> Message | None:
        self.wire.leave()
        with sending_in(Lane.RESULT, self._claiming(task, number)):
            sent = await outgoing.send(part, reply=reply)
        await self.marking.out(task, number, str(sent.message_id) if sent else SKIPPED)
        log.info("delivery.sent", task=task, part=number)
        return sent

    def _claiming(self, task: str, number: str) -> Ready:
        # Claimed after the part has waited for its turn: without Redis nothing goes out whose mark could not follow,
        # a crowd that waits for its turn when Redis goes away is not told twice should the bot die meanwhile, and a bot
        # that stood still in this line learns what the other has told.
        return lambda: self._signs.part(task, lambda: self._marks.claim(task, number))

    @staticmethod
    def _time(view: TaskView, number: int, sent: Message | None, began: float) -> None:
        """Measure how long after the end its card is out."""
        if number == 1 and sent is not None and view.ended is not None:
            late_s = (view.now - view.ended) / 1000 + time.monotonic() - began
            recorder.observe(DELIVERY_SECONDS, late_s)

    async def _ask_for_pictures(
        self, view: TaskView, report: dict[str, Any] | None, reader: cards.Reader
    ) -> list[PictureName]:
        if self._pictures is None or report is None:
            return []
        names = await self._pictures.names(view, report, reader)
        await self._pictures.ask(view, names)
        return names

    async def _send_picture(
        self, outgoing: Outgoing, view: TaskView, name: PictureName, report: dict[str, Any], marks: dict[str, str]
    ) -> None:
        number = f"picture-{name.kind}"
        if self._pictures is None or out(marks.get(number)):
            return
        self.wire.leave()
        picture, _ = await asyncio.gather(self._pictures.get(view, name, report), outgoing.uploading())
        sent = None
        if picture is not None:
            with sending_in(Lane.PICTURE, self._claiming(view.id, number)):
                sent = await outgoing.send_photo(picture.photo)
        await self.marking.out(view.id, number, str(sent.message_id) if sent else SKIPPED)
        if picture is not None and sent is not None:
            await self._pictures.sent(picture, sent)
            log.info("delivery.sent", task=view.id, part=number)

    async def _last_edit(self, outgoing: Outgoing, view: TaskView, number: str, marks: dict[str, str]) -> None:
        if out(marks.get(number)):
            return
        await outgoing.until_out(lambda: self._tracker.finish(replace(view, chat=outgoing.where.chat)))
        await self.marking.out(view.id, number, str(view.progress_message or SKIPPED))


async def show_again(
    message: Message, tasks: TasksGateway, view: TaskView, reader: cards.Reader, keep_hours: float
) -> None:
    """Answer a press with the parts of an ended task's report, as the presser reads it."""
    if not view.state.final:
        keyboard = keyboards.progress(reader.language, view.id)
        await message.answer(progress_text.progress(view), reply_markup=keyboard)
        return
    report = await tasks.report(view.id)
    for part in await tasks.run(lambda: cards.parts(view, report, reader, keep_hours)):
        if part.file is not None:
            document = BufferedInputFile(part.file[1], part.file[0])
            await message.answer_document(document, caption=part.text, reply_markup=part.keyboard)
        else:
            await message.answer(part.text, reply_markup=part.keyboard)
