"""What was typed, as the wish of the command line's owner."""

import argparse
from collections.abc import Mapping

from errors import InputError
from faceit.links import match_ids
from pipelines.bulk import BulkSubject
from pipelines.manager import match_wish
from pipelines.wishes import bulk_of, player_wish, stats_wish, team_wish
from tasks.records import Requester, Wish

OWNER = Requester(owner="cli", admin=True)


def wish_of(given: argparse.Namespace, *, max_matches: int) -> Wish:
    """The wish behind one of the ANALYSES; a bulk has `max_matches` at most. Raises NoMatchError, BulkSizeError."""
    command = given.command
    if command == "analyze":
        return match_wish(OWNER.owner, match_in(given.link))
    if command == "player":
        return player_wish(OWNER.owner, given.nickname)
    if command == "stats":
        return stats_wish(OWNER.owner, given.nickname, depth=given.depth, zone=given.timezone)
    if command == "team":
        return team_wish(OWNER.owner, given.nicknames)
    wish = bulk_of(OWNER.owner, given.items, deep=given.deep)
    if wish is None:
        raise NoMatchError(" ".join(given.items))
    size = BulkSubject.parse(wish.subject).size
    if not 1 <= size <= max_matches:
        raise BulkSizeError(size, max_matches)
    return wish


def match_in(link: str) -> str:
    """The first match in what was typed. Raises NoMatchError."""
    found = match_ids(link)
    if not found:
        raise NoMatchError(link)
    return found[0]


class NoMatchError(InputError):
    """Nothing in the argument is a match."""

    code = "no-link"


class BulkSizeError(InputError):
    """A bulk of no match, or of more than one may have."""

    code = "bulk-count"

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} matches, {limit} at most")
        self.size = size
        self.limit = limit

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"limit": self.limit}
