"""Wishes in the words of whoever asks: what a subject and a depth look like for each task type."""

from collections.abc import Sequence

from faceit.links import match_ids
from pipelines.bulk import BRIEF, STANDARD, BulkSubject, bulk_wish
from tasks.records import Wish
from tasks.states import TaskType


def player_wish(owner: str, nickname: str) -> Wish:
    """A report on a player by nickname, link or id."""
    return Wish(owner=owner, type=TaskType.PLAYER_PERFORMANCE, subject=nickname)


def stats_wish(owner: str, nickname: str, *, depth: int, zone: str) -> Wish:
    """How somebody plays over `depth` matches; hours and weekdays in the time zone `zone`."""
    return Wish(owner=owner, type=TaskType.USER_ANALYTICS, subject=nickname, depth=f"{depth}/{zone}")


def team_wish(owner: str, names: Sequence[str]) -> Wish:
    """Some players as a team; whoever names the same ones in another order shares the run."""
    subject = " ".join(sorted(names, key=str.lower))
    return Wish(owner=owner, type=TaskType.TEAM_ANALYSIS, subject=subject)


def bulk_of(owner: str, items: Sequence[str], *, deep: bool) -> Wish | None:
    """Matches by links or ids, or a nickname and a number; None when it is neither."""
    depth = STANDARD if deep else BRIEF
    matches = match_ids(" ".join(items))
    if matches:
        return bulk_wish(owner, BulkSubject(matches=tuple(matches)), depth)
    if len(items) == 2 and items[1].isascii() and items[1].isdigit():
        return bulk_wish(owner, BulkSubject(player=items[0], count=int(items[1])), depth)
    return None
