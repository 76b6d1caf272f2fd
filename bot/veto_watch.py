"""Cards sent before the veto: once the map is known, their button says which, and offers a new analysis.

Kept in the memory of the process that delivered the card: after a restart the button stays as it was, and still works.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import Message

from bot import cards, keyboards, progress_text
from bot.answers import log_unexpected
from bot.lanes import Lane, sending_in
from bot.outgoing import ChatGoneError, Destination, Outgoing
from errors import BotError
from faceit.models import Match
from faceit.models.maps import map_name
from tasks.records import TaskView

LOOK_AT_S = (45.0, 90.0, 150.0, 240.0, 360.0)
"""Seconds after the card at which the match is looked at: a veto takes about four minutes."""
MATCHES = 200
CARDS = 50
LONGEST_NAME = 40

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Card:
    """A message whose button is to be changed."""

    chat: int
    message: int
    view: TaskView


class VetoWatch:
    """One watch a match, for all its cards."""

    def __init__(self, bot: Bot, look: Callable[[str], Match]) -> None:
        self._bot = bot
        self._look = look
        self._cards: dict[str, list[Card]] = {}
        self._watches: set[asyncio.Task[None]] = set()

    def __call__(self, view: TaskView, report: dict[str, Any], sent: Message) -> None:
        """A card is out: watch its match if the map is still to be chosen."""
        if not cards.before_veto(report):
            return
        card = Card(sent.chat.id, sent.message_id, view)
        known = self._cards.get(view.subject)
        if known is not None:
            if len(known) < CARDS:
                known.append(card)
            return
        if len(self._cards) >= MATCHES:
            log.info("veto.too_many", watched=len(self._cards))
            return
        self._cards[view.subject] = [card]
        watch = asyncio.create_task(self._watch(view.subject))
        self._watches.add(watch)
        watch.add_done_callback(self._watches.discard)

    async def run(self) -> None:
        """Keep the watches for as long as the process lives."""
        try:
            await asyncio.Event().wait()
        finally:
            for watch in self._watches:
                watch.cancel()
            await asyncio.gather(*self._watches, return_exceptions=True)

    async def _watch(self, match_id: str) -> None:
        waited = 0.0
        try:
            for at in LOOK_AT_S:
                await asyncio.sleep(at - waited)
                waited = at
                match = await self._match(match_id)
                if match is not None and match.phase != "before_veto":
                    await self._offer(match_id, match)
                    return
        except Exception as error:
            log_unexpected("veto.watch_broke", error)
        finally:
            self._cards.pop(match_id, None)

    async def _match(self, match_id: str) -> Match | None:
        try:
            return await asyncio.to_thread(self._look, match_id)
        except BotError as error:
            # The next look is soon enough; work that somebody waits for goes first.
            log.info("veto.not_looked", error=type(error).__name__)
            return None

    async def _offer(self, match_id: str, match: Match) -> None:
        if match.cancelled:
            return
        chosen = map_name(match.picks[0])[:LONGEST_NAME] if match.picks else ""
        log.info("veto.known", cards=len(self._cards[match_id]))
        for card in self._cards.pop(match_id):
            outgoing = Outgoing(self._bot, Destination(card.chat, None, None), card.view.id)
            markup = keyboards.card(progress_text.language_for(card.view), card.view, chosen=chosen)
            with sending_in(Lane.RESULT):
                try:
                    await outgoing.until_out(
                        lambda card=card, markup=markup: self._bot.edit_message_reply_markup(  # type: ignore[misc]
                            chat_id=card.chat, message_id=card.message, reply_markup=markup
                        )
                    )
                except ChatGoneError:
                    log.info("veto.chat_gone")
