"""FACEIT's values: numbers that come as strings, whole percents, times in seconds or milliseconds."""

import math
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class FaceitModel(BaseModel):
    """Base of the models: unknown keys are ignored, names are kept out of reprs by the models themselves."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def number(value: object) -> float | None:
    """A figure as FACEIT writes it ("0.95", 75), or None when it is absent or not a figure."""
    if isinstance(value, str):
        value = value.strip()
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        result = float(value)
    except ValueError:
        return None
    return result if math.isfinite(result) else None


def count(value: object) -> int | None:
    """A whole figure, or None; "7.6" is cut to 7."""
    result = number(value)
    return None if result is None else int(result)


def level_of(value: object) -> tuple[Any, bool]:
    """A level, and whether it is FACEIT's 0, which is no level but a player in placement matches."""
    unplaced = number(value) == 0
    return (None if unplaced else value or None), unplaced


def percent(value: object) -> float | None:
    """A whole percent ("47") as a share between 0 and 1."""
    result = number(value)
    return None if result is None else min(max(result / 100, 0.0), 1.0)


def flag(value: object) -> bool | None:
    """FACEIT's "1" and "0" (or a plain boolean), or None for anything else."""
    if isinstance(value, bool):
        return value
    result = number(value)
    return None if result is None else result > 0


def moment(value: object) -> datetime | None:
    """A time in seconds, milliseconds or ISO 8601 as an aware datetime.

    None when it is absent, zero or 1970: FACEIT writes the epoch for "never".
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, str) and "-" in value:
        try:
            parsed = datetime.fromisoformat(value)
        except ValueError:
            return None
        parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return parsed if parsed.year > 1970 else None
    seconds = number(value)
    if seconds is None or seconds <= 0:
        return None
    if seconds > 1e11:  # milliseconds: as seconds this would be past the year 5000
        seconds /= 1000
    try:
        result = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return result if result.year > 1970 else None


def text(value: object) -> str | None:
    """A string that is there and not empty."""
    return value.strip() or None if isinstance(value, str) else None


def share(value: object) -> float | None:
    """A probability between 0 and 1, or None when it is none."""
    result = number(value)
    return result if result is not None and 0 <= result <= 1 else None


def mapping(value: object) -> dict[str, Any]:
    """The object itself, or an empty one in place of null and other kinds."""
    return value if isinstance(value, dict) else {}


Number = Annotated[float | None, BeforeValidator(number)]
Count = Annotated[int | None, BeforeValidator(count)]
Flag = Annotated[bool | None, BeforeValidator(flag)]
Moment = Annotated[datetime | None, BeforeValidator(moment)]
Text = Annotated[str | None, BeforeValidator(text)]
Share = Annotated[float | None, BeforeValidator(share)]
