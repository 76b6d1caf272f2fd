"""Players who asked not to be analysed: no nickname, no figure, and no team name that gives them away."""

from collections.abc import Collection, Iterable

from analysis.material import MissingData
from analysis.report import Coverage, MatchReport, PlayerReport, Review, ReviewPlayer, TeamReport

OPTED_OUT = "opted-out"
"""The code in `coverage.missing` that marks such a player."""


def hidden_ids(missing: Iterable[MissingData]) -> frozenset[str]:
    """Ids of the players that missing data name as opted out."""
    return frozenset(item.player_id for item in missing if item.code == OPTED_OUT and item.player_id is not None)


def hide(report: MatchReport, ids: Collection[str]) -> MatchReport:
    """The report without those players: they keep their id and seat, `hidden` is set, all else about them is gone.

    FACEIT calls a team after its captain (`team_<nickname>`, or the nickname alone): such a name is gone, too. Figures
    of a whole team stay. Works on any report, also one made before the wish.
    """
    lines = report.review.players if report.review else []
    seats = [player for team in report.teams for player in team.players]
    names = {seat.player_id: seat.nickname for seat in seats if seat.player_id in ids}
    names |= {line.player_id: line.nickname for line in lines if line.player_id in ids}
    if not names:
        return report
    words = [name for name in names.values() if name]
    parties = [[player for player in party if player not in names] for party in report.parties]
    return report.model_copy(
        update={
            "coverage": _coverage(report, names),
            "teams": [_team(team, names, words) for team in report.teams],
            "parties": [party for party in parties if len(party) > 1],
            "review": report.review and _review(report.review, names),
        }
    )


def named_after(team: str, nicknames: Iterable[str]) -> bool:
    """Whether a team's name gives one of these players away."""
    return any(nickname.casefold() in team.casefold() for nickname in nicknames if nickname)


def _coverage(report: MatchReport, ids: Collection[str]) -> Coverage:
    """Whoever is hidden counts as unknown, and is named once, as opted out."""
    known, total = report.coverage.players
    seats = [player for team in report.teams for player in team.players]
    lost = sum(player.player_id in ids and player.danger is not None for player in seats)
    missing = [item for item in report.coverage.missing if item.player_id not in ids]
    missing += [MissingData(player_id=player, what="player", code=OPTED_OUT) for player in ids]
    return report.coverage.model_copy(update={"players": (known - lost, total), "missing": missing})


def _team(team: TeamReport, ids: Collection[str], words: Collection[str]) -> TeamReport:
    players = [
        PlayerReport(player_id=p.player_id, nickname="", hidden=True) if p.player_id in ids else p for p in team.players
    ]
    return team.model_copy(update={"name": "" if named_after(team.name, words) else team.name, "players": players})


def _review(review: Review, ids: Collection[str]) -> Review:
    players = [
        ReviewPlayer(player_id=p.player_id, nickname="", faction=p.faction, hidden=True, maps=p.maps)
        if p.player_id in ids
        else p
        for p in review.players
    ]
    return review.model_copy(update={"players": players})
