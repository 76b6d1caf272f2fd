"""Bulks that were offered and wait for a press: kept in Redis, so that a restarted bot knows them."""

import json
from dataclasses import asdict, dataclass, field

import redis.asyncio

from connections import PREFIX
from faceit.supply_stats import SupplyNow, ask, supply_of
from settings import FaceitSettings
from tasks.ids import new_id


@dataclass(frozen=True)
class Offer:
    """A bulk somebody may start: whose it is, what it is about, and which message asked for it."""

    owner: str
    subject: str = field(repr=False)
    request_message: int | None


class BulkOffers:
    """Methods raise redis.RedisError."""

    def __init__(self, client: redis.asyncio.Redis, minutes: float) -> None:
        self._client = client
        self._ms = int(minutes * 60_000)

    async def put(self, offer: Offer) -> str:
        """Keep an offer; gives its id."""
        name = new_id()
        await self._client.set(_key(name), json.dumps(asdict(offer)), px=self._ms)
        return name

    async def get(self, name: str) -> Offer | None:
        """An offer, None when it is too old."""
        data = await self._client.get(_key(name))
        return Offer(**json.loads(data)) if data else None

    async def supply(self, settings: FaceitSettings) -> SupplyNow:
        """How much of FACEIT's hour is left, and how fast calls are made."""
        pipe = self._client.pipeline(transaction=False)
        ask(pipe)
        return supply_of(await pipe.execute(), settings)

    async def drop(self, name: str) -> None:
        """Nobody wants it."""
        await self._client.delete(_key(name))


def _key(name: str) -> str:
    return f"{PREFIX}bulk_offer:{name}"
