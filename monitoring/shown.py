"""How values look on a page: times in UTC, ages, sizes. People come as keyed hashes already (pipelines/overview)."""

import math
from datetime import UTC, datetime

from markupsafe import Markup

UNKNOWN = "–"


def moment(at_ms: int | None) -> str:
    """A moment in UTC to the second."""
    return UNKNOWN if at_ms is None else f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M:%S}"


def clock(at_ms: int | None) -> str:
    """Only the time of day of a moment in UTC."""
    return UNKNOWN if at_ms is None else f"{datetime.fromtimestamp(at_ms / 1000, UTC):%H:%M:%S}"


def age(seconds: float | None, units: str = "ms s min h d") -> str:
    """A length of time, the next smaller unit beside it where it counts; `units` in the reader's language."""
    if seconds is None:
        return UNKNOWN
    milli, second, minute, hour, day = units.split()
    whole = round(seconds)
    steps = (
        (0.9995, f"{seconds * 1000:.0f} {milli}"),
        (9.95, f"{seconds:.1f} {second}"),
        (59.5, f"{whole} {second}"),
        (600, f"{whole // 60} {minute} {whole % 60:02} {second}"),
        (3600, f"{whole // 60} {minute}"),
        (48 * 3600, f"{whole // 3600} {hour} {whole % 3600 // 60:02} {minute}"),
    )
    return next((said for below, said in steps if seconds < below), f"{whole // 86400} {day}")


def size(number: int | None) -> str:
    """Bytes, readable."""
    if number is None:
        return UNKNOWN
    value = float(number)
    for unit in ("B", "KB", "MB"):
        if value < 1024:
            return f"{value:.0f} {unit}"
        value /= 1024
    return f"{value:.1f} GB"


def percent(share: float | None) -> str:
    """A share of 1 as percent; 100 only when it is all."""
    if share is None:
        return UNKNOWN
    return f"{math.floor(share * 1000) / 10:g} %" if 0.99 < share < 1 else f"{share * 100:.0f} %"


def count(number: int | float) -> str:
    """A number with thin spaces between thousands."""
    return f"{number:,.0f}".replace(",", "\u202f")


def plain(html: str) -> str:
    """A catalogue text without the tags that are meant for Telegram."""
    return Markup(html).striptags()
