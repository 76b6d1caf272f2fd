"""What a person or a chat chose, kept in Redis. A Redis that is away means the defaults."""

import redis.asyncio
from redis.exceptions import RedisError

from connections import PREFIX
from texts.catalogue import LANGUAGES, Language

KEYS = PREFIX + "preferences:"


class Preferences:
    """Preferences by owner (`tg:<user id>` or `chat:<chat id>`), one hash each."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._client = client

    async def language(self, owner: str) -> Language | None:
        """The language this owner chose; None when none was chosen or Redis is away."""
        try:
            value = await self._client.hget(KEYS + owner, "lang")
        except (RedisError, OSError):
            return None
        code = value.decode() if isinstance(value, bytes) else value
        return code if code in LANGUAGES else None

    async def set_language(self, owner: str, language: Language) -> bool:
        """Keep the choice; False when Redis is away and nothing was kept."""
        try:
            await self._client.hset(KEYS + owner, "lang", language)
        except (RedisError, OSError):
            return False
        return True

    async def forget(self, owner: str) -> None:
        """Remove everything this owner chose. Raises redis.RedisError when Redis is away."""
        await self._client.delete(KEYS + owner)
