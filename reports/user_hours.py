"""When one plays: parts of the day and weekdays, in the own time zone. Counts, without conclusions."""

from collections.abc import Sequence

from analysis.user.report import UserCount, UserReport
from reports.figures import many, percent
from reports.parts import Block, table
from reports.tables import columns
from reports.user_time import zone_name
from texts.catalogue import Language, text

PART = 6
"""Hours of a part of the day."""

OFTEN = 3


def hours_blocks(report: UserReport, language: Language) -> list[Block]:
    """Nothing without a match whose time is known."""
    habits = report.habits
    if not any(hour.matches for hour in habits.hours):
        return []
    heading = text(language, "stats-hours", zone=zone_name(habits.timezone))
    parts = [summed(habits.hours[start : start + PART]) for start in range(0, len(habits.hours), PART)]
    rows = [(f"{i * PART:02}–{i * PART + PART - 1:02}", *_figures(count)) for i, count in enumerate(parts)]
    days = [(text(language, f"stats-day-{i}"), *_figures(count)) for i, count in enumerate(habits.weekdays)]
    head = ("", "n", text(language, "player-column-wins"))
    return [
        Block([heading, text(language, "stats-hours-often", hours=_often(habits.hours, language))]),
        table(columns([head, *rows, *days])),
    ]


def _figures(count: UserCount) -> tuple[str, str]:
    return many(count.matches), percent(count.wins / count.results if count.results else None)


def summed(counts: Sequence[UserCount]) -> UserCount:
    """Several counts together."""
    return UserCount(
        matches=sum(count.matches for count in counts),
        wins=sum(count.wins for count in counts),
        results=sum(count.results for count in counts),
    )


def _often(hours: Sequence[UserCount], language: Language) -> str:
    """The hours of most matches, each with its counts."""
    busiest = sorted(range(len(hours)), key=lambda hour: (-hours[hour].matches, hour))[:OFTEN]
    return ", ".join(
        text(language, "stats-hour", hour=str(hour), matches=hours[hour].matches)
        for hour in busiest
        if hours[hour].matches
    )
