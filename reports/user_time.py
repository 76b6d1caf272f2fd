"""Times as the person who asked reads them: in the own zone, which is always named."""

from datetime import datetime
from zoneinfo import ZoneInfo

from reports.figures import DASH

_WEST = "Etc/GMT"


def zone_name(zone: str) -> str:
    """A zone as people say it: `UTC+3` instead of `Etc/GMT-3`, which counts westwards."""
    if not zone.startswith(_WEST):
        return zone
    sign, hours = zone[len(_WEST) : len(_WEST) + 1], zone[len(_WEST) + 1 :]
    return f"UTC{'+' if sign == '-' else '-'}{hours}" if hours.strip("0") else "UTC"


def day(at: datetime | None, zone: str) -> str:
    """The date in that zone. Raises ZoneInfoNotFoundError for a zone unknown here."""
    return DASH if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
