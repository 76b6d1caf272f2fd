"""Telegram's limits as numbers, and how much of them each lane leaves to the lanes before it."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.lanes import Lane
from settings import TelegramSettings

CHATS_FOR_ALL = 3
"""So many chats refused within five seconds: the refusal was meant for the whole bot."""


@dataclass(frozen=True)
class Headroom:
    """What a lane must leave free: sends a second overall, sends of a chat's burst, sends a minute of a group."""

    overall: int
    chat: int
    group: int


@dataclass(frozen=True)
class Limits:
    """Whole numbers of the settings; `chat_interval` is in seconds."""

    overall: int
    chat_interval: float
    chat_burst: int
    group: int

    @classmethod
    def of(cls, settings: TelegramSettings) -> "Limits":
        """The limits that settings.toml names."""
        return cls(
            overall=max(1, int(settings.overall_per_second)),
            chat_interval=1 / settings.chat_per_second,
            chat_burst=settings.chat_burst,
            group=max(1, int(settings.group_per_minute)),
        )


class Wait(NamedTuple):
    """Seconds after which to ask again, 0 when the send was taken; `whole`: every chat waits, not this one alone."""

    seconds: float
    whole: bool


def headroom(lane: Lane, limits: Limits) -> Headroom:
    """What a lane leaves to those before it; pictures and progress take at most half of all sends."""
    half = limits.overall - limits.overall // 2
    if lane is Lane.ANSWER:
        return Headroom(0, 0, 0)
    if lane is Lane.RESULT:
        return Headroom(3, 0, 2)
    if lane is Lane.PICTURE:
        return Headroom(half, 0, 2)
    return Headroom(half, 1, 8)


TAKEN = Wait(0.0, whole=False)


def is_group(chat: int | str) -> bool:
    """Groups and channels have negative ids; @names are channels or public groups."""
    return isinstance(chat, str) or chat < 0
