"""The players of a line-up, each by himself: standing, form, role."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from analysis.form import form_of
from analysis.material import MissingData, PlayerMaterial
from analysis.player.material import MODE
from analysis.player.role import role_with_reason, style_of
from analysis.record import Record, record_of
from analysis.report import Statement
from analysis.team.advice import advice_of
from analysis.team.maps import maps_of
from analysis.team.material import TeamFile
from analysis.team.report import LineupMap, LineupPlayer, LineupRoles
from analysis.team.roles import roles_of
from faceit.models import GameStats

SHOWN_NONE = frozenset({"faceit-not-found"})
"""What FACEIT answers for a player whose statistics it does not show."""


class Lineup(BaseModel):
    """What the figures of the single players add up to."""

    players: list[LineupPlayer]
    maps: list[LineupMap]
    roles: LineupRoles
    advice: list[Statement]


def lineup_of(file: TeamFile, pool: Sequence[str]) -> Lineup:
    """Players, maps of the pool, roles and what follows from them.

    Parameters:
        file: what was fetched.
        pool: map codes to compare.
    """
    records = {player_id: record(material) for player_id, material in file.players.items()}
    players = [_player(player_id, file, records[player_id]) for player_id in file.players]
    known = {player_id: found for player_id, found in records.items() if found is not None}
    maps = maps_of(known, pool, len(players))
    roles = roles_of(players)
    return Lineup(players=players, maps=maps, roles=roles, advice=advice_of(maps, roles, len(players)))


def record(material: PlayerMaterial) -> Record | None:
    """The record of a member; None when FACEIT gave nothing that could be counted."""
    return record_of(material.lifetime, recent(material))


def recent(material: PlayerMaterial) -> list[GameStats] | None:
    """The 5v5 games, newest first, each once; None when they could not be had."""
    if material.games is None:
        return None
    games = {(game.match_id, game.round_of_match): game for game in material.games if (game.mode or MODE) == MODE}
    return list(games.values())


def _player(player_id: str, file: TeamFile, known: Record | None) -> LineupPlayer:
    material = file.players[player_id]
    account = material.player
    role, reason = role_with_reason(material.lifetime)
    return LineupPlayer(
        player_id=player_id,
        nickname=account.nickname if account else "",
        level=account.level if account else None,
        elo=account.elo if account else None,
        calibrating=account is not None and account.calibrating,
        statistics="known" if known is not None else _absence(player_id, file.missing),
        form=form_of(recent(material)),
        role=role,
        role_reason=reason,
        style=style_of(material.lifetime),
    )


def _absence(player_id: str, missing: Sequence[MissingData]) -> Literal["none", "failed"]:
    codes = {item.code for item in missing if item.player_id == player_id and item.what in {"lifetime", "games"}}
    return "none" if codes <= SHOWN_NONE else "failed"
