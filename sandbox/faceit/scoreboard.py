"""Who killed whom: kills are dealt out within a team, and are the deaths of the other."""

import math
import random
from collections.abc import Sequence

from sandbox.faceit.draws import around, hits, shares
from sandbox.faceit.extended import add_extended
from sandbox.faceit.maps import GameMap
from sandbox.faceit.match import Line, PlayedMap
from sandbox.faceit.players import Player
from sandbox.faceit.rounds import play_rounds

# Kills of a team in a round it wins and in one it loses: .73 a player and round over all.
KILLS_WON, KILLS_LOST = 4.55, 2.75


def play_map(
    rng: random.Random,
    teams: tuple[Sequence[Player], Sequence[Player]],
    game_map: GameMap,
    edge: float,
    started_at: int,
) -> PlayedMap:
    """Play one map and return it with a line for each player.

    Parameters:
        rng: random source
        teams: five players a side
        game_map: where
        edge: log-odds of the first team winning
        started_at: unix seconds; a round takes about 95 s
    """
    scores = play_rounds(rng, edge, game_map.ct_edge)
    won, lost = scores[0].total, scores[1].total
    rounds = won + lost
    kills = tuple(
        min(5 * rounds, around(rng, own * KILLS_WON + other * KILLS_LOST, 3))
        for own, other in ((won, lost), (lost, won))
    )
    lines = (
        _team(rng, teams[0], game_map, kills[0], kills[1], won, rounds),
        _team(rng, teams[1], game_map, kills[1], kills[0], lost, rounds),
    )
    add_extended(rng, lines, rounds, won)
    return PlayedMap(game_map, scores, lines, started_at + rounds * 95 + rng.randrange(180, 420))


def _team(
    rng: random.Random,
    players: Sequence[Player],
    game_map: GameMap,
    kills: int,
    enemy_kills: int,
    rounds_won: int,
    rounds: int,
) -> list[Line]:
    strength = [player.fragging + (player.form + player.map_strength[game_map.class_name]) / 220 for player in players]
    kill_weights = [math.exp(0.152 * value + rng.gauss(0, 0.1)) for value in strength]
    death_weights = [math.exp(-0.06 * value + rng.gauss(0, 0.06)) for value in strength]
    killed = shares(rng, kills, kill_weights)
    # A few die by their own bomb or grenade.
    died = _capped(shares(rng, min(5 * rounds, enemy_kills + rng.choice((0, 0, 0, 1, 1, 2))), death_weights), rounds)
    mvps = shares(rng, rounds_won, [count + 1 for count in killed])
    return [
        _line(rng, player, (kill_count, death_count), mvp_count, rounds)
        for player, kill_count, death_count, mvp_count in zip(players, killed, died, mvps, strict=True)
    ]


def _capped(deaths: list[int], rounds: int) -> list[int]:
    """Nobody dies twice in a round: hand the excess to whoever died least."""
    while (worst := max(deaths)) > rounds:
        deaths[deaths.index(worst)] -= 1
        deaths[deaths.index(min(deaths))] += 1
    return deaths


def _line(rng: random.Random, player: Player, duels: tuple[int, int], mvps: int, rounds: int) -> Line:
    kills, deaths = duels
    line = Line(player, kills, deaths, around(rng, 0.2 * rounds, 1.9))
    line.headshots = hits(rng, kills, player.headshot_rate)
    # ADR 79.0 ± 10.1 between players, 18.4 between matches.
    rate = 15 + player.damage_bonus + 75 * kills / rounds + 44 * line.assists / rounds + rng.gauss(0, 9)
    line.damage = max(0, round(rounds * rate))
    line.mvps = mvps
    _multi_kills(rng, line)
    return line


def _multi_kills(rng: random.Random, line: Line) -> None:
    left = line.kills
    line.penta_kills = hits(rng, left // 5, 0.008)
    left -= 5 * line.penta_kills
    line.quadro_kills = hits(rng, left // 4, 0.03)
    left -= 4 * line.quadro_kills
    line.triple_kills = hits(rng, left // 3, 0.15)
    left -= 3 * line.triple_kills
    line.double_kills = hits(rng, left // 2, 0.45)
