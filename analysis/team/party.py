"""Somebody's usual party: who stood on the same side in many of the last matches. FACEIT does not tell parties."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.parties import linked
from analysis.team.together import decided
from faceit.models import HistoryMatch

PARTY_SHARE = 0.2
PARTY_MATCHES = 10
"""A member shared a fifth of the matches, and ten at least: below ten a share says little."""

PARTY_MEMBERS = 4


@dataclass(frozen=True)
class UsualParty:
    """`members` by id with the matches together, most first; `most` anybody shared, out of `matches`."""

    members: tuple[tuple[str, int], ...]
    most: int
    matches: int


def usual_party(player_id: str, history: Sequence[HistoryMatch]) -> UsualParty:
    """The up to four people who usually play with a player.

    Of the 5v5 matches in `history` a member was on the player's side in at least 20 % and ten, and so rarely on the
    other one that chance explains it with less than .05 (`analysis.parties`): who only queues at the same hours, meets
    from both sides. The rule is this project's own.
    """
    matches = [match for match in decided(history) if match.side_of(player_id) is not None]
    beside, across = Counter[str](), Counter[str]()
    for match in matches:
        own = match.side_of(player_id)
        for side, ids in match.teams.items():
            (beside if side == own else across).update(set(ids) - {player_id})
    usual = [
        (other, n)
        for other, n in beside.items()
        if n >= PARTY_MATCHES and n >= PARTY_SHARE * len(matches) and _meant(n, across[other])
    ]
    usual.sort(key=lambda item: (-item[1], item[0]))
    return UsualParty(tuple(usual[:PARTY_MEMBERS]), max(beside.values(), default=0), len(matches))


def _meant(beside: int, across: int) -> bool:
    """Whether so many matches side by side, with so many face to face, are more than chance."""
    rooms = [(str(i), None) for i in range(beside + across)]
    return linked(dict.fromkeys(rooms, True), {room: i < beside for i, room in enumerate(rooms)}) > 0
