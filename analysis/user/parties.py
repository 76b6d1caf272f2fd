"""With whom one queued together, inferred: FACEIT does not tell.

As in `analysis.parties`, a link needs three matches on one side, and so few on opposite sides that chance explains it
with less than .05: of two people thrown into one room at random, 4 of 9 stand together. Over hundreds of matches many
strangers come by again, so the .05 is shared out among all who were met three times (Bonferroni). The party of a match
is everybody on the own side who is linked with the person. The rule is this project's own and not validated, so
whatever rests on it is marked as inferred.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import comb

from analysis.parties import PARTY_CHANCE, PARTY_SHARED, SAME_SIDE
from analysis.user.counting import counted
from analysis.user.material import Room
from analysis.user.report import UserParty, UserPartySize

PARTY_MATCHES = 5
"""Matches in one line-up below which a party is not worth a line."""

PARTIES = 5


def linked_with(rooms: Sequence[Room]) -> frozenset[str]:
    """Everybody whom the person seems to queue with."""
    same = Counter(one for room in rooms for one in set(room.own))
    opposite = Counter(one for room in rooms for one in set(room.other))
    often = [one for one in {*same, *opposite} if same[one] + opposite[one] >= PARTY_SHARED]
    return frozenset(
        one
        for one in often
        if same[one] >= PARTY_SHARED and _by_chance(same[one], same[one] + opposite[one]) < PARTY_CHANCE / len(often)
    )


def parties_of(rooms: Sequence[Room], linked: frozenset[str], hidden: frozenset[str]) -> list[UserParty]:
    """The groups that stood together most often, without any that holds a hidden player."""
    groups: dict[tuple[str, ...], list[bool | None]] = defaultdict(list)
    for room in rooms:
        group = tuple(sorted(linked.intersection(room.own)))
        if group and not hidden.intersection(group):
            groups[group].append(room.won)
    found = [
        UserParty(players=list(group), **counted(results).model_dump())
        for group, results in groups.items()
        if len(results) >= PARTY_MATCHES
    ]
    return sorted(found, key=lambda party: (-party.matches, party.players))[:PARTIES]


def sizes_of(rooms: Sequence[Room], linked: frozenset[str]) -> list[UserPartySize]:
    """Matches by the size of the party, alone first; empty when nobody is linked."""
    by_size: dict[int, list[bool | None]] = defaultdict(list)
    for room in rooms:
        by_size[1 + len(linked.intersection(room.own))].append(room.won)
    return (
        [UserPartySize(size=size, **counted(by_size[size]).model_dump()) for size in sorted(by_size)] if linked else []
    )


def _by_chance(same: int, shared: int) -> float:
    """Chance that two strangers stand together in at least `same` of `shared` rooms."""
    return sum(comb(shared, k) * SAME_SIDE**k * (1 - SAME_SIDE) ** (shared - k) for k in range(same, shared + 1))
