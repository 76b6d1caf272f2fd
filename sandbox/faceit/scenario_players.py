"""Scenarios that are about who plays, or about the map."""

from sandbox.faceit.bench import HOUR, MINUTE, Bench
from sandbox.faceit.league import near_in_elo
from sandbox.faceit.maps import RETIRED, WORKSHOP
from sandbox.faceit.match import HUB, Seat
from sandbox.faceit.players import Player

DAY = 24 * HOUR


def add_player_scenarios(bench: Bench) -> None:
    """Put the matches with awkward players, rosters and maps into the league."""
    specials = bench.league.specials
    _first_steps(bench, specials.three_matches, 3)
    _first_steps(bench, specials.unplaced, 4)
    bench.enter(bench.ready("unplaced", (specials.unplaced,)))
    hidden = (specials.stats_absent, specials.stats_empty, specials.old_account)
    bench.enter(bench.ready("hidden_stats", hidden))
    bench.enter(bench.ready("hostile_names", specials.hostile))
    bench.enter(bench.ready("new_player", (specials.newcomer, specials.three_matches)))
    _rosters(bench)
    _maps(bench)


def _first_steps(bench: Bench, player: Player, matches: int) -> None:
    """Let a newcomer play a match a day, in the morning when nobody else of the league does."""
    midnight = bench.now - bench.now % DAY
    for day in range(matches, 0, -1):
        name = f"{player.player_id}-{day}"
        match = bench.ready(name, (player,), ago=bench.now - (midnight - day * DAY + 9 * HOUR))
        del bench.league.scenarios[name]
        bench.played(match)


def _rosters(bench: Bench) -> None:
    seven = bench.ready("seven_in_roster", ago=10 * MINUTE)
    seven.calculate_elo = False
    playing = {seat.player.player_id for faction in seven.factions for seat in faction.roster}
    rest = [player for player in bench.league.ordinary if player.player_id not in playing]
    reserves = near_in_elo(rest, seven.factions[0].average_elo, 2)
    seven.factions[0].roster.extend(Seat(player, player.level) for player in reserves)
    bench.enter(seven)

    # The substitute is in no roster, and shows only in the stats.
    substituted = bench.ready("substitute", ago=20 * HOUR)
    substituted.calculate_elo = False
    substituted.factions[1].substitutes = [Seat(reserves[0], reserves[0].level)]
    bench.played(substituted)


def _maps(bench: Bench) -> None:
    for name, pool in (("hub_map", WORKSHOP), ("hub_map_finished", WORKSHOP), ("retired_map", RETIRED)):
        match = bench.ready(name, ago=8 * HOUR if name == "hub_map_finished" else 5 * MINUTE)
        match.competition, match.calculate_elo, match.pool, match.picks = HUB, False, pool, pool[:1]
        if name == "hub_map_finished":
            bench.played(match)
        else:
            bench.enter(match)
