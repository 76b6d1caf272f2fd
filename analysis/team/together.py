"""Results of a line-up side by side, counted from the match lists of its players."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from analysis.population import WEIGHT_WIN_RATE, shrink
from analysis.team.report import LineupPair, LineupResult, LineupTogether
from faceit.models import HistoryMatch

WINDOW = 100
"""Matches of each player looked at: what one call brings."""

MODE = "5v5"


def decided(history: Iterable[HistoryMatch]) -> list[HistoryMatch]:
    """The 5v5 matches that somebody won, each once."""
    found = {match.match_id: match for match in history if match.winner is not None and (match.mode or MODE) == MODE}
    return list(found.values())


def together_of(ids: Sequence[str], histories: Sequence[Sequence[HistoryMatch]]) -> LineupTogether:
    """All of them on one side, and two by two; the others of a match may be anybody.

    Parameters:
        ids: the players.
        histories: the match lists that could be had; a match in several of them counts once. Without any, nothing is
            known.
    """
    if not histories:
        return LineupTogether()
    matches = decided(match for history in histories for match in history)
    pairs = [LineupPair(player_ids=(a, b), **dict(_result(matches, {a, b}))) for a, b in combinations(ids, 2)]
    pairs.sort(key=lambda pair: -pair.matches)
    return LineupTogether(everybody=_result(matches, set(ids)), pairs=pairs, seen=len(matches))


def _result(matches: Sequence[HistoryMatch], ids: set[str]) -> LineupResult:
    results = [match.winner == side for match in matches for side, team in match.teams.items() if ids <= set(team)]
    wins, count = sum(results), len(results)
    if not count:
        return LineupResult()
    rate = wins / count
    return LineupResult(matches=count, wins=wins, win_rate=rate, smoothed=shrink(rate, count, 0.5, WEIGHT_WIN_RATE))
