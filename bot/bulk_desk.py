"""From what was read to an offer: what a person may spend, kept until it is pressed."""

from dataclasses import dataclass

from aiogram import Bot
from aiogram.types import Message
from redis.exceptions import RedisError

from bot.bulk_offer_text import Found, Hour, Means, buttons, offer
from bot.bulk_offers import BulkOffers, Offer
from bot.lookup import Lookup
from bot.patience import Answer
from bot.remembered import Remembered
from bot.tasks_gateway import TasksGateway
from errors import RedisUnavailableError
from faceit.supply import HourLevels
from settings import Settings
from tasks.records import Requester
from texts.catalogue import Language


@dataclass(frozen=True)
class Desk:
    """What the handlers of a bulk work with."""

    bot: Bot
    offers: BulkOffers
    tasks: TasksGateway
    lookup: Lookup
    remembered: Remembered
    settings: Settings

    async def means(self, who: Requester) -> Means:
        """What this person may spend today, how fast calls are made, and what is left of the hour for bulk.

        Raises RedisUnavailableError.
        """
        limit = self.settings.tasks.calls_per_day
        spent = (0, 0) if who.admin else await self.tasks.calls_today(who.owner)
        left = None if who.admin else max(0, limit - sum(spent))
        try:
            now = await self.offers.supply(self.settings.faceit)
        except (RedisError, OSError) as error:
            raise RedisUnavailableError("a bulk needs the queue") from error
        faceit = self.settings.faceit
        whole = HourLevels(faceit.calls_per_hour, faceit.hour_short, faceit.hour_last).bulk
        hour = Hour(left=max(0, whole - now.calls), whole=whole, ends_s=now.hour_ends_s)
        return Means(left=left, limit=limit, rate=now.rate, hour=hour)

    async def offered(self, message: Message, who: Requester, language: Language, found: Found) -> Answer:
        """The offer in words and buttons. Raises RedisUnavailableError: a bulk needs the queue."""
        means = await self.means(who)
        kept = Offer(owner=who.owner, subject=str(found.subject), request_message=message.message_id)
        try:
            name = await self.offers.put(kept)
        except (RedisError, OSError) as error:
            raise RedisUnavailableError("a bulk needs the queue") from error
        return Answer(offer(language, found, means), buttons(language, name, found.subject, means))
