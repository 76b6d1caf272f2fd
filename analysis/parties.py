"""Parties, inferred: FACEIT does not tell who queued together.

Two players of a side are linked when among the last 30 matches of each at least three had both on one side, and so
rarely on opposite ones that chance explains it with less than .05. Of two people thrown into one room at random, 4 of 9
stand together: three of three happen by chance in .09, four of four in .04. A party is a group in which everybody is
linked with everybody. The rule is this project's own and not validated, so a party is always marked as inferred.
"""

from collections.abc import Sequence
from itertools import combinations, product
from math import comb

from analysis.subject import Subject

PARTY_WINDOW = 30
PARTY_SHARED = 3
PARTY_CHANCE = 0.05
SAME_SIDE = 4 / 9
"""Chance that two of the ten in a room stand on one side."""

Sides = dict[tuple[str, int | None], bool]


def parties_of(subjects: Sequence[Subject]) -> list[list[str]]:
    """Groups of player ids of one side, two or more each, in roster order."""
    sides = {s.player_id: _sides(s) for s in subjects}
    links: dict[frozenset[str], int] = {}
    for one, two in combinations(subjects, 2):
        same = linked(sides[one.player_id], sides[two.player_id]) if one.faction == two.faction else 0
        if same:
            links[frozenset((one.player_id, two.player_id))] = same
    order = [s.player_id for s in subjects]
    groups = {player: {player} for player in order}
    for pair in sorted(links, key=lambda pair: -links[pair]):
        first, second = sorted(pair, key=order.index)
        if groups[first] is groups[second]:
            continue
        if all(frozenset(cross) in links for cross in product(groups[first], groups[second])):
            joined = groups[first] | groups[second]
            groups.update(dict.fromkeys(joined, joined))
    found = {tuple(player for player in order if player in group): None for group in groups.values() if len(group) > 1}
    return sorted((list(group) for group in found), key=lambda group: order.index(group[0]))


def linked(one: Sides, two: Sides) -> int:
    """Matches two players shared on one side, or 0 when those do not make a link."""
    rooms = one.keys() & two.keys()
    same = len({room[0] for room in rooms if one[room] == two[room]})
    opposite = len({room[0] for room in rooms if one[room] != two[room]})
    return same if same >= PARTY_SHARED and _at_least(same, same + opposite) < PARTY_CHANCE else 0


def _at_least(same: int, shared: int) -> float:
    """Chance that two strangers stand together in at least `same` of `shared` rooms."""
    return sum(comb(shared, k) * SAME_SIDE**k * (1 - SAME_SIDE) ** (shared - k) for k in range(same, shared + 1))


def _sides(subject: Subject) -> Sides:
    """Results of the recent maps: in one room, with the same result two players stood on the same side."""
    games = (subject.games or [])[:PARTY_WINDOW]
    return {(game.match_id, game.round_of_match): game.won for game in games if game.won is not None}
