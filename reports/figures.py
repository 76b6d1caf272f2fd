"""Numbers as players write them. Unknown is a dash, never a zero."""

from collections.abc import Callable

from analysis.report import Value
from faceit.models import map_name

DASH = "–"
MINUS = "\u2212"


def percent(value: float | None) -> str:
    """A share as a whole percent."""
    return DASH if value is None else f"{round(value * 100)}%"


def ratio(value: float | None) -> str:
    """K/D and the like, two decimals."""
    return DASH if value is None else f"{value:.2f}"


def whole(value: float | None) -> str:
    """A whole number without grouping."""
    return DASH if value is None else str(round(value))


def many(value: int | None) -> str:
    """A count that fits a column: "12k" from ten thousand on."""
    return f"{value // 1000}k" if value is not None and value >= 10_000 else whole(value)


def signed(value: float | None) -> str:
    """A difference of shares in points with its sign."""
    if value is None:
        return DASH
    points = round(value * 100)
    return f"+{points}" if points > 0 else f"{MINUS}{-points}" if points < 0 else "0"


def tenth(value: float | None) -> str:
    """One decimal."""
    return DASH if value is None else f"{value:.1f}"


_FORMATS: dict[str, Callable[[float], str]] = {
    "share": percent,
    "rate": percent,
    "success": percent,
    "edge": signed,
    "elo": whole,
    "gap": whole,
    "adr": whole,
    "kd": ratio,
    "change": ratio,
    "flashes": ratio,
    "damage": tenth,
}


def argument(key: str, value: Value) -> Value:
    """An argument of a statement as the catalogues expect it: counts stay numbers for plurals, figures become text."""
    if isinstance(value, str):
        return map_name(value) if key == "map" else value
    if key in _FORMATS:
        return _FORMATS[key](value)
    return round(value)
