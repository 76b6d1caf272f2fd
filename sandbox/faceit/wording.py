"""Numbers as the site writes them: strings, without trailing zeros."""

from datetime import UTC, datetime


def decimal(value: float, places: int = 2) -> str:
    """Write a number rounded to some places, ``"0.5"`` and ``"1"`` rather than ``"0.50"`` and ``"1.00"``."""
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ratio(part: float, whole: float, places: int = 2) -> str:
    """Write a quotient, ``"0"`` where there is nothing to divide by."""
    return decimal(part / whole, places) if whole else "0"


def percent(part: float, whole: float) -> str:
    """Write a share in whole percent."""
    return str(round(100 * part / whole)) if whole else "0"


def iso(seconds: float) -> str:
    """Write a time the way the site does, in UTC with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
