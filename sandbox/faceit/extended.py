"""Entry duels, clutches, flashes, grenades and weapons of one map."""

import random

from sandbox.faceit.draws import around, hits
from sandbox.faceit.match import Line

# Measured: 1v1 won .38 (22,000 of them), 1v2 won .21 (25,000); about .7 and .8 of them a player and map.
ONE_V_ONE, ONE_V_TWO = 0.38, 0.21


def add_extended(rng: random.Random, lines: tuple[list[Line], list[Line]], rounds: int, rounds_won: int) -> None:
    """Fill in the extended values of both teams' lines.

    Every round has one entry duel, one player a side, so that entry rate means .20 and success .50 by construction.
    """
    entries_won = hits(rng, rounds, 0.5 + 0.6 * (rounds_won / rounds - 0.5))
    for team, wins in zip(lines, (entries_won, rounds - entries_won), strict=True):
        weights = [line.player.entry_tilt * (1 + 0.01 * line.kills) for line in team]
        duellists = rng.choices(range(len(team)), weights, k=rounds)
        winners = duellists[:wins]
        for place, line in enumerate(team):
            line.entry_count = duellists.count(place)
            line.entry_wins = min(line.kills, winners.count(place))
            _clutches(rng, line)
            _utility(rng, line, rounds)
            _weapons(rng, line)


def _clutches(rng: random.Random, line: Line) -> None:
    line.one_v_one_count = hits(rng, 3, 0.24)
    line.one_v_one_wins = hits(rng, line.one_v_one_count, ONE_V_ONE)
    line.one_v_two_count = hits(rng, 3, 0.27)
    line.one_v_two_wins = hits(rng, line.one_v_two_count, ONE_V_TWO)
    line.clutch_kills = line.one_v_one_wins + 2 * line.one_v_two_wins + hits(rng, line.one_v_two_count, 0.4)
    line.clutch_kills = min(line.clutch_kills, line.kills)


def _utility(rng: random.Random, line: Line, rounds: int) -> None:
    player = line.player
    line.flash_count = around(rng, player.flash_rate * rounds, 0.12 * rounds)
    line.flash_successes = hits(rng, line.flash_count, 0.48)
    line.enemies_flashed = line.flash_successes + hits(rng, line.flash_successes, 0.57)
    line.utility_count = around(rng, player.utility_rate * rounds, 0.1 * rounds)
    line.utility_successes = hits(rng, line.utility_count, 0.32)
    line.utility_enemies = line.utility_successes + hits(rng, line.utility_successes, 0.5)
    if line.utility_count:
        line.utility_damage = around(rng, player.utility_power * line.utility_count, 40)


def _weapons(rng: random.Random, line: Line) -> None:
    line.sniper_kills = hits(rng, line.kills, line.player.sniper_share)
    left = line.kills - line.sniper_kills
    line.pistol_kills = hits(rng, left, 0.17)
    left -= line.pistol_kills
    line.knife_kills = hits(rng, min(left, 1), 0.012)
    line.zeus_kills = hits(rng, min(left - line.knife_kills, 1), 0.02)
