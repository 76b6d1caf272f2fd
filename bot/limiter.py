"""One send limiter for all processes: Redis' clock and counters; this process' own while Redis is away.

This process counts what it sends in both cases, so that nothing is sent twice as fast when Redis goes away or returns.
"""

import secrets
from pathlib import Path
from typing import cast

from redis.asyncio import Redis

from bot.breaker import Breaker
from bot.lanes import Lane
from bot.limits import CHATS_FOR_ALL, Limits, Wait, headroom, is_group
from bot.local_limiter import Chat, LocalLimiter
from connections import PREFIX

SCRIPTS = Path(__file__).parent / "scripts"
KEYS = PREFIX + "send:"
NO_MESSAGE = 0
"""No chat has this id: under it is counted what is no message, a second apart like messages of one chat."""


class SendLimiter:
    """Keeps 25 sends a second overall, one a second a chat with a burst and 20 a minute a group, lanes in order."""

    def __init__(self, client: Redis, limits: Limits, breaker: Breaker) -> None:
        self._limits = limits
        self._breaker = breaker
        self._take = client.register_script((SCRIPTS / "take.lua").read_text(encoding="utf-8"))
        self._penalise = client.register_script((SCRIPTS / "penalise.lua").read_text(encoding="utf-8"))
        self._local = LocalLimiter(limits)

    async def take(self, chat: Chat, lane: Lane) -> Wait:
        """Take a send, or say when to ask again."""
        own = self._local.look(chat, lane)
        if own.seconds > 0:
            return own
        answer = await self._take_shared(chat, lane)
        if answer is None:
            return self._local.take(chat, lane)
        if answer.seconds == 0:
            self._local.note(chat)
        return answer

    async def spare(self, chat: Chat) -> bool:
        """Whether a call that is no message may be made now for a chat; one is taken of all sends, none of the chat's.

        Only while progress would find room too, and one a second in all chats together: it holds nothing else up.
        """
        if self._local.look(chat, Lane.PROGRESS).seconds > 0:
            return False
        return (await self.take(NO_MESSAGE, Lane.PROGRESS)).seconds == 0

    async def _take_shared(self, chat: Chat, lane: Lane) -> Wait | None:
        limits = self._limits
        spare = headroom(lane, limits)
        keys = [KEYS + "all", f"{KEYS}chat:{chat}", f"{KEYS}group:{chat}", KEYS + "penalty", f"{KEYS}penalty:{chat}"]
        arguments: list[str | int] = [
            limits.overall,
            spare.overall,
            int(limits.chat_interval * 1_000_000),
            limits.chat_burst,
            spare.chat,
            limits.group if is_group(chat) else 0,
            spare.group,
            secrets.token_hex(4),
        ]

        async def ask() -> Wait | None:
            wait, whole = cast(list[int], await self._take(keys=keys, args=arguments))
            return Wait(wait / 1_000_000, bool(whole))

        return await self._breaker.call(ask, None)

    async def penalise(self, chat: Chat | None, seconds: float) -> None:
        """Keep Telegram's `retry_after` for the chat (several chats at once: for all); every process obeys it."""
        self._local.penalise(chat, seconds)
        keys = [f"{KEYS}penalty:{chat}", KEYS + "penalty", KEYS + "refused"]
        arguments: list[str | int] = [int(seconds * 1000), "" if chat is None else str(chat), CHATS_FOR_ALL]

        async def tell() -> None:
            await self._penalise(keys=keys, args=arguments)

        await self._breaker.call(tell, None)
