"""Parties, inferred: FACEIT does not tell who queued together.

Two players of a side count as a party when among the last 30 matches of each at least 3 are shared, on the same side.
Groups join through common members. The rule is this project's own: three shared sides in 30 rarely come by chance in a
pool of thousands, but in a small region they may, so a party is always marked as inferred.
"""

from collections.abc import Sequence
from itertools import combinations

from analysis.subject import Subject

PARTY_WINDOW = 30
PARTY_SHARED = 3


def parties_of(subjects: Sequence[Subject]) -> list[list[str]]:
    """Groups of player ids of one side, two or more each, in roster order."""
    sides = {s.player_id: _sides(s) for s in subjects}
    groups: dict[str, set[str]] = {s.player_id: {s.player_id} for s in subjects}
    for one, two in combinations(subjects, 2):
        shared = {match for match, _ in sides[one.player_id] & sides[two.player_id]}
        if one.faction == two.faction and len(shared) >= PARTY_SHARED:
            joined = groups[one.player_id] | groups[two.player_id]
            groups.update(dict.fromkeys(joined, joined))
    order = [s.player_id for s in subjects]
    found = {tuple(player for player in order if player in group): None for group in groups.values() if len(group) > 1}
    return [list(group) for group in found]


def _sides(subject: Subject) -> set[tuple[str, tuple[int | None, bool]]]:
    """(match, result) of the recent maps: with the same result two players stood on the same side."""
    games = (subject.games or [])[:PARTY_WINDOW]
    return {(game.match_id, (game.round_of_match, game.won)) for game in games if game.won is not None}
