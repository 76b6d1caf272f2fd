"""The outcome of a match whose result stands."""

from collections.abc import Sequence

from analysis.report import PlayedMap
from analysis.review.maps import played_map, rounds_won
from analysis.review.players import players_of
from analysis.review.sides import Sides, by_faction
from analysis.review.turning import turning
from analysis.state import Outcome
from analysis.subject import Subject
from faceit.models import FACTIONS, Faction, Match, MatchStats


def outcome_of(match: Match, stats: MatchStats | None, subjects: Sequence[Subject]) -> Outcome | None:
    """The outcome of a match whose result stands, None for any other. Without stats what the match itself says.

    A match that was called off may carry a result, too: then only its winner counts.
    """
    if match.cancelled and match.results.winner is not None:
        return Outcome(winner=match.results.winner)
    if not match.decided:
        return None
    if stats is None or not stats.rounds or not match.played:
        return Outcome(winner=match.results.winner, score=_announced(match))
    sides = by_faction(match, stats.rounds)
    maps = [played_map(played, teams) for played, teams in zip(stats.rounds, sides, strict=True)]
    return Outcome(
        winner=match.results.winner or _winner(maps),
        score=_score(sides, maps),
        maps=maps,
        turned=turning(maps),
        players=players_of(stats.rounds, sides, {subject.player_id: subject for subject in subjects}),
    )


def _announced(match: Match) -> dict[Faction, int]:
    """The match's own score, if it means what it seems: of one map 1:0 only says who won."""
    score = match.results.score
    return score if match.played and ((match.best_of or 1) > 1 or max(score.values(), default=0) > 1) else {}


def _score(sides: Sequence[Sides], maps: Sequence[PlayedMap]) -> dict[Faction, int]:
    """Rounds of a single map, else maps won."""
    if len(sides) == 1:
        return rounds_won(sides[0])
    return {name: sum(played.winner == name for played in maps) for name in FACTIONS}


def _winner(maps: Sequence[PlayedMap]) -> Faction | None:
    won = {name: sum(played.winner == name for played in maps) for name in FACTIONS}
    if won["faction1"] == won["faction2"]:
        return None
    return "faction1" if won["faction1"] > won["faction2"] else "faction2"
