"""What turned a match: facts with their numbers, and only where the numbers differ by more than chance.

The rule, by map. Of n even rounds or duels a side's lead over the other has the spread √n, so a lead is worth a word
beyond 1.645·√n (P > .95): 16 of 23 opening duels, 9:3 in a half. A comeback is a map won after four or more rounds of
arrears at half-time: even teams turn 4:8 in about one of seven. Overtime is always named. It all describes: who
won more duels need not have won by them.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Literal

from analysis.report import PlayedMap, Statement, Value
from faceit.models import FACTIONS, Faction

TURNS = ("turn-openings", "turn-comeback", "turn-half", "turn-overtime")
"""Every code there is."""

SURE_Z = 1.6449
"""P > .95, one-sided."""

ARREARS = 4


def turning(maps: Sequence[PlayedMap]) -> list[Statement]:
    """Statements of all maps in play order. `args` name the faction that led, its figure and the other's."""
    return [statement for played in maps for statement in [*_openings(played), *_halves(played), *_overtime(played)]]


def notable(one: int, two: int) -> bool:
    """Whether two even counts differ by more than chance."""
    return abs(one - two) > SURE_Z * sqrt(one + two)


def _openings(played: PlayedMap) -> list[Statement]:
    lead = _leader(played.openings)
    if lead is None or not notable(*played.openings.values()):
        return []
    return [_statement("turn-openings", played, lead, played.openings)]


def _halves(played: PlayedMap) -> list[Statement]:
    """A comeback, else each half that went clearly to one side."""
    first, second = played.first_half, played.second_half
    winner, behind = played.winner, _leader(first)
    if winner and behind and behind != winner and second and abs(first[winner] - first[behind]) >= ARREARS:
        second_half: dict[str, Value] = {"second_own": second[winner], "second_other": second[behind]}
        return [_statement("turn-comeback", played, winner, first, second_half)]
    found = []
    for number, half in ((1, first), (2, second)):
        lead = _leader(half)
        if lead is not None and notable(*half.values()):
            found.append(_statement("turn-half", played, lead, half, {"half": number}))
    return found


def _overtime(played: PlayedMap) -> list[Statement]:
    lead = _leader(played.overtime)
    return [] if lead is None else [_statement("turn-overtime", played, lead, played.overtime)]


def _leader(counts: dict[Faction, int]) -> Faction | None:
    if len(counts) != len(FACTIONS) or counts["faction1"] == counts["faction2"]:
        return None
    return "faction1" if counts["faction1"] > counts["faction2"] else "faction2"


def _statement(
    code: Literal["turn-openings", "turn-comeback", "turn-half", "turn-overtime"],
    played: PlayedMap,
    faction: Faction,
    counts: dict[Faction, int],
    more: dict[str, Value] | None = None,
) -> Statement:
    other: Faction = "faction2" if faction == "faction1" else "faction1"
    figures: dict[str, Value] = {"faction": faction, "own": counts[faction], "other": counts[other]}
    where: dict[str, Value] = {} if played.map is None else {"map": played.map}
    return Statement(code=code, args={**figures, **where, **(more or {})})
