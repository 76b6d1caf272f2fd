"""What happened in a finished match, beside what each player does on average."""

from collections.abc import Sequence

from analysis.population import MATCH_SD_KD
from analysis.report import PlayedMap, ReviewPlayer
from analysis.state import Outcome
from analysis.subject import Subject
from faceit.models import FACTIONS, Faction, Match, MatchStats, PlayerRound, TeamRound


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
    by_faction = [{name: team for team in played.teams if (name := _faction(match, team))} for played in stats.rounds]
    return Outcome(
        winner=match.results.winner or _winner(by_faction),
        score=_score(by_faction),
        maps=[
            PlayedMap(map=played.map, score=_rounds(teams))
            for played, teams in zip(stats.rounds, by_faction, strict=True)
        ],
        players=_players(by_faction, {subject.player_id: subject for subject in subjects}),
    )


def _announced(match: Match) -> dict[Faction, int]:
    """The match's own score, if it means what it seems: of one map 1:0 only says who won."""
    score = match.results.score
    return score if match.played and ((match.best_of or 1) > 1 or max(score.values(), default=0) > 1) else {}


def _faction(match: Match, team: TeamRound) -> Faction | None:
    """The side of a team of the stats: by its uuid, else by the people in it."""
    for name, side in match.teams.items():
        if side.faction_id == team.team_id:
            return name
    played = {player.player_id for player in team.players}
    shared = {name: len(played & {p.player_id for p in side.roster}) for name, side in match.teams.items()}
    best = max(shared, key=lambda name: shared[name], default=None)
    return best if best is not None and shared[best] else None


def _score(played: Sequence[dict[Faction, TeamRound]]) -> dict[Faction, int]:
    """Rounds of a single map, else maps won."""
    if len(played) == 1:
        return _rounds(played[0])
    return {name: sum(bool(teams[name].won) for teams in played if name in teams) for name in FACTIONS}


def _rounds(teams: dict[Faction, TeamRound]) -> dict[Faction, int]:
    return {name: team.final_score for name in FACTIONS if (team := teams.get(name)) and team.final_score is not None}


def _winner(played: Sequence[dict[Faction, TeamRound]]) -> Faction | None:
    won = {name: sum(bool(teams[name].won) for teams in played if name in teams) for name in FACTIONS}
    if won["faction1"] == won["faction2"]:
        return None
    return "faction1" if won["faction1"] > won["faction2"] else "faction2"


def _players(played: Sequence[dict[Faction, TeamRound]], known: dict[str, Subject]) -> list[ReviewPlayer]:
    """Everybody who played, substitutes too; figures summed over the maps."""
    lines: dict[tuple[str, Faction], list[PlayerRound]] = {}
    for teams in played:
        for name in FACTIONS:
            for player in teams[name].players if name in teams else []:
                lines.setdefault((player.player_id, name), []).append(player)
    return [_player(player, name, parts, known.get(player)) for (player, name), parts in lines.items()]


def _player(player_id: str, faction: Faction, parts: Sequence[PlayerRound], subject: Subject | None) -> ReviewPlayer:
    kills, deaths = _sum([part.kills for part in parts]), _sum([part.deaths for part in parts])
    damage = [part.adr for part in parts if part.adr is not None]
    kd = kills / deaths if kills is not None and deaths else None
    average, matches = (
        (subject.form.kd, subject.form.matches) if subject and subject.form.kd is not None else (None, None)
    )
    if average is None and subject and subject.record and subject.record.overall.kd is not None:
        average, matches = subject.record.overall.kd, subject.record.overall.matches
    return ReviewPlayer(
        player_id=player_id,
        nickname=parts[0].nickname,
        faction=faction,
        kills=kills,
        deaths=deaths,
        assists=_sum([part.assists for part in parts]),
        kd=kd,
        adr=sum(damage) / len(damage) if damage else None,
        average_kd=average,
        average_matches=matches,
        verdict=None if kd is None or average is None else _verdict(kd - average, len(parts)),
    )


def _verdict(change: float, maps: int) -> str:
    """One spread of a single match (.47, less over several maps) is what anybody swings by."""
    spread = MATCH_SD_KD / maps**0.5
    if abs(change) < spread:
        return "about"
    return "above" if change > 0 else "below"


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
