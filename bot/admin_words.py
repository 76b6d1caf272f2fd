"""Words that all pages of the admins share: numbers, moments, lines cut to one message."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from bot import progress_text
from errors import RedisFullError, RedisUnavailableError
from pipelines.plans import Queue
from reports.escape import plain_words
from texts.catalogue import Language, text

MOST = 4096
"""Telegram's limit of a message, in UTF-16 units."""

UNKNOWN = "–"


def short(queue: str) -> str:
    """A queue's short name."""
    return queue.removeprefix("faceit_bot_")


QUEUES = ", ".join(short(queue) for queue in Queue)


def refused(language: Language, error: RedisUnavailableError) -> str:
    """Why there is nothing to show, and what to do: Redis is full, or does not answer."""
    return text(language, "admin-redis-full" if isinstance(error, RedisFullError) else "admin-redis-away")


def safe(value: str, width: int = 60) -> str:
    """A word that may come from anywhere, for HTML."""
    return escape(plain_words(value, width)) or UNKNOWN


def seconds(language: Language, value: float | None) -> str:
    """A duration; below ten seconds with a decimal."""
    if value is None:
        return UNKNOWN
    if value >= 10:
        return progress_text.duration(language, value)
    return text(language, "duration-s", seconds=f"{value:.1f}")


def percent(part: float | None) -> str:
    """A share 0..1; 100 only when it is all."""
    if part is None:
        return UNKNOWN
    return f"{math.floor(part * 1000) / 10:g}%" if 0.99 < part < 1 else f"{part:.0%}"


def share(part: int, total: int) -> float | None:
    """A part of a total, None without any."""
    return part / total if total else None


def memory(value: int | None) -> str:
    """Bytes in mebibytes."""
    return UNKNOWN if value is None else f"{value / 2**20:.0f} MiB"


def moment(at_ms: int | None) -> str:
    """A moment in UTC, to the second."""
    return UNKNOWN if at_ms is None else f"{datetime.fromtimestamp(at_ms / 1000, UTC):%d.%m %H:%M:%S}"


def page_of(lines: Iterable[str], limit: int = MOST) -> str:
    """The lines as one message; those that do not fit are left out from the end, the last line of all stays."""
    kept = list(lines)
    while len(kept) > 2 and _units("\n".join(kept)) > limit:
        last = kept.pop()
        kept = [*(kept[:-2] if kept[-1] == "…" else kept[:-1]), "…", last]
    return "\n".join(kept)


def _units(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2
