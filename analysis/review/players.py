"""Everybody who played, substitutes too; figures summed over the maps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from analysis.player.rating import MATCH_ERROR, estimate
from analysis.report import ReviewPlayer
from analysis.review.sides import Sides
from analysis.review.usual import usual_of
from analysis.review.verdict import overall, verdicts
from analysis.subject import Subject
from faceit.models import FACTIONS, Faction, MatchRound, PlayerRound


@dataclass(frozen=True)
class Part:
    """A player on one map, with its rounds (both scores added)."""

    line: PlayerRound
    rounds: int | None


def players_of(rounds: Sequence[MatchRound], sides: Sequence[Sides], known: dict[str, Subject]) -> list[ReviewPlayer]:
    """One entry a player and side, in the order of the statistics."""
    parts: dict[tuple[str, Faction], list[Part]] = {}
    for played, teams in zip(rounds, sides, strict=True):
        for name in FACTIONS:
            for player in teams[name].players if name in teams else []:
                parts.setdefault((player.player_id, name), []).append(Part(player, played.rounds or None))
    return [_player(name, found, known.get(player_id)) for (player_id, name), found in parts.items()]


def _player(faction: Faction, parts: Sequence[Part], subject: Subject | None) -> ReviewPlayer:
    first, usual = parts[0].line, usual_of(subject)
    kills, deaths, assists = (_sum(parts, key) for key in ("kills", "deaths", "assists"))
    kd = kills / deaths if kills is not None and deaths else None
    adr, rating = _adr(parts), _rating(parts)
    said = verdicts(usual, kd=kd, adr=adr, rating=rating, maps=len(parts))
    return ReviewPlayer(
        player_id=first.player_id,
        nickname=first.nickname,
        faction=faction,
        kills=kills,
        deaths=deaths,
        assists=assists,
        kd=kd,
        adr=adr,
        average_kd=usual.average_kd,
        average_adr=usual.average_adr,
        average_matches=usual.matches,
        verdict=overall(said),
        maps=len(parts),
        rounds=_rounds(parts),
        first_kills=_sum(parts, "first_kills"),
        entry=_pair(parts, "entry"),
        one_v_one=_pair(parts, "one_v_one"),
        one_v_two=_pair(parts, "one_v_two"),
        utility_damage=_per_round(parts, "utility_damage"),
        flashes=_per_round(parts, "flash_count"),
        enemies_flashed=_sum(parts, "enemies_flashed"),
        rating=rating,
        rating_error=None if rating is None else MATCH_ERROR / sqrt(len(parts)),
        usual_kd=usual.kd,
        usual_adr=usual.adr,
        usual_rating=usual.rating,
        usual_entry=usual.entry,
        usual_utility=usual.utility,
        average_adr_matches=usual.adr_matches,
        usual_rating_matches=usual.rating_matches,
        usual_one_v_one=usual.one_v_one,
        usual_one_v_two=usual.one_v_two,
        verdicts=said,
    )


def _sum(parts: Sequence[Part], key: str) -> int | None:
    """The figure over all maps; None when a map lacks it: a part of the sum would pass for the whole."""
    values = [getattr(part.line, key) for part in parts]
    return None if None in values else sum(values)


def _pair(parts: Sequence[Part], key: str) -> tuple[int, int] | None:
    wins, tries = _sum(parts, f"{key}_wins"), _sum(parts, f"{key}_count")
    return (wins, tries) if wins is not None and tries is not None and wins <= tries else None


def _rounds(parts: Sequence[Part]) -> int | None:
    return None if any(part.rounds is None for part in parts) else sum(part.rounds or 0 for part in parts)


def _per_round(parts: Sequence[Part], key: str) -> float | None:
    total, rounds = _sum(parts, key), _rounds(parts)
    return total / rounds if total is not None and rounds else None


def _adr(parts: Sequence[Part]) -> float | None:
    """Damage a round: the maps' ADR weighted by their rounds."""
    known = [(part.line.adr, part.rounds or 1) for part in parts if part.line.adr is not None]
    return sum(adr * rounds for adr, rounds in known) / sum(rounds for _, rounds in known) if known else None


def _rating(parts: Sequence[Part]) -> float | None:
    kills, deaths, assists = (_per_round(parts, key) for key in ("kills", "deaths", "assists"))
    adr = _adr(parts) if all(part.line.adr is not None for part in parts) else None
    if kills is None or deaths is None or assists is None or adr is None:
        return None
    return estimate(kills=kills, deaths=deaths, assists=assists, adr=adr)
