"""Of whom the bot itself, too, tells neither level nor Elo: players who asked not to be analysed."""

from bot.remembered import Remembered
from settings import Settings
from storage.opt_outs import AsyncOptOuts
from storage.privacy import hash_key


class Discretion:
    """Knows the opt-outs, as they were within a minute. Raises ConfigurationError when there is no key to hash with."""

    def __init__(self, remembered: Remembered, settings: Settings) -> None:
        self._opt_outs = AsyncOptOuts(remembered.database, hash_key(settings))
        self._breaker = remembered.breaker

    async def hides(self, player_id: str) -> bool:
        """Whether this player asked not to be analysed; yes while that can't be known."""
        among = await self._breaker.call(lambda: self._opt_outs.contains_any([player_id]), {player_id})
        return player_id in among
