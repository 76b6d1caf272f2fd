"""From a match link to an accepted task and the message that will follow it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineKeyboardMarkup, Message, ReplyParameters

from bot import keyboards, progress_text
from bot.answers import error_text, log_unexpected
from bot.progress import ProgressTracker
from bot.tasks_gateway import ANSWER_WITHIN_S, TasksGateway
from errors import BotError
from faceit.links import profile_link, room_link
from tasks.errors import LimitReachedError
from tasks.records import Requester, Submitted, TaskView, Wish
from tasks.states import TaskType
from texts.catalogue import Language, text

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Origin:
    """Who asked, where, and in which language to answer."""

    message: Message
    who: Requester
    language: Language
    request_message: int | None

    @property
    def thread(self) -> int | None:
        """The topic of a forum; replies elsewhere have a thread of their own that must not be named."""
        return self.message.message_thread_id if self.message.is_topic_message else None

    async def answer(self, words: str, keyboard: InlineKeyboardMarkup | None = None) -> Message:
        """Send a reply to the request."""
        reply = ReplyParameters(message_id=self.request_message) if self.request_message else None
        return await self.message.answer(words, reply_markup=keyboard, reply_parameters=reply)


def origin_of(message: Message, who: Requester, language: Language) -> Origin:
    """The message itself is the request."""
    return Origin(message=message, who=who, language=language, request_message=message.message_id)


class Intake:
    """Submits wishes and answers each within a second."""

    def __init__(self, tasks: TasksGateway, tracker: ProgressTracker, limit: int) -> None:
        self._tasks = tasks
        self._tracker = tracker
        self._limit = limit

    async def start(
        self,
        origin: Origin,
        subjects: list[str],
        *,
        kind: TaskType = TaskType.MATCH_ANALYSIS,
        edited: bool = False,
    ) -> None:
        """Start an analysis a match, or a player by `kind`, up to the limit, and say which were left out."""
        started = 0
        for index, subject in enumerate(subjects):
            try:
                outcome = await self.start_one(origin, subject, kind=kind, quiet=edited)
            except LimitReachedError:
                if len(subjects) == 1:
                    raise
                await self._left_out(origin, started, subjects[index:], kind)
                return
            started += outcome in {"created", "joined"}

    async def start_one(
        self,
        origin: Origin,
        subject: str,
        *,
        kind: TaskType = TaskType.MATCH_ANALYSIS,
        quiet: bool = False,
        idempotency: str = "",
        max_age_s: float | None = None,
        depth: str = "standard",
    ) -> str:
        """Start one analysis of a match, or of a player by `kind`, and answer; how the manager took it.

        `quiet`: say nothing when it was asked already. `idempotency`: of the press, when no message asks for it.
        `depth`: how deep to look, as the kind understands it.
        """
        message = origin.message
        wish = Wish(
            owner=origin.who.owner,
            type=kind,
            subject=subject,
            lang=origin.language,
            idempotency=idempotency or f"upd:{message.chat.id}:{origin.request_message}:{subject}",
            chat=message.chat.id,
            thread=origin.thread,
            request_message=origin.request_message,
            max_age_s=max_age_s,
            depth=depth,
            unlimited=origin.who.admin,
        )
        return await self.accept(origin, lambda: self._tasks.submit(wish), quiet=quiet)

    async def accept(self, origin: Origin, submit: Callable[[], Awaitable[Submitted]], *, quiet: bool = False) -> str:
        """Submit and answer within a second, however long the queue takes."""
        submitting = asyncio.ensure_future(submit())
        done, _ = await asyncio.wait({submitting}, timeout=ANSWER_WITHIN_S)
        # A slow queue: the person hears first that the request has arrived.
        holding = None if done else await origin.answer(text(origin.language, "accepted-slow"))
        try:
            submitted = await submitting
        except Exception as error:
            if holding is None:
                raise
            if not isinstance(error, BotError):
                log_unexpected("task.not_accepted", error)
            await holding.edit_text(error_text(origin.language, error))
            return "refused"
        view, outcome = submitted.task, submitted.outcome
        log.info("task.accepted", task=view.id, run=view.run, outcome=outcome)
        if outcome == "duplicate":
            if not quiet or holding is not None:
                words = text(origin.language, "duplicate", id=view.id)
                await self._say(origin, holding, words, keyboards.progress(origin.language, view.id))
        elif outcome != "repeated" or (view.progress_message is None and not view.state.final):
            await self._announce(origin, holding, view)
        return outcome

    async def _announce(self, origin: Origin, holding: Message | None, view: TaskView) -> None:
        words = progress_text.accepted(view, alone=self._tasks.alone(view.id))
        sent = await self._say(origin, holding, words, keyboards.progress(origin.language, view.id))
        try:
            await self._tasks.set_progress_message(view.id, sent)
        except BotError as error:
            log.warning("task.progress_message_not_kept", task=view.id, error=type(error).__name__)
        self._tracker.follow(view, sent, words)

    async def _say(self, origin: Origin, holding: Message | None, words: str, keyboard: InlineKeyboardMarkup) -> int:
        if holding is not None:
            try:
                await holding.edit_text(words, reply_markup=keyboard)
            except TelegramAPIError:
                log.info("task.holding_message_lost")
            else:
                return holding.message_id
        return (await origin.answer(words, keyboard)).message_id

    async def _left_out(self, origin: Origin, started: int, subjects: list[str], kind: TaskType) -> None:
        link = room_link if kind is TaskType.MATCH_ANALYSIS else profile_link
        links = "\n".join(link(subject, origin.language) for subject in subjects[:20])
        words = text(origin.language, "left-out", started=str(started), limit=str(self._limit), links=links)
        await origin.answer(words, keyboards.my_tasks(origin.language))
