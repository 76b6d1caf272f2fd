"""Half a year of matches, day by day: who is about, who meets whom, who wins."""

import math
import random
from collections.abc import Sequence

from sandbox.faceit.identity import match_id_from, rng_for
from sandbox.faceit.levels import ELO_FLOOR, expected_score, gain
from sandbox.faceit.lobby import lobbies, sides
from sandbox.faceit.maps import ACTIVE_POOL, GameMap
from sandbox.faceit.match import Faction, Match, Seat
from sandbox.faceit.players import Player
from sandbox.faceit.scoreboard import play_map

DAYS = 182
DAY = 86_400
SLOTS = 3
SLOT_LENGTH = 75 * 60
FIRST_SLOT = 16 * 3600
# Latent strength to chance: steeper than the 560 to 671 that fit the visible Elo, which is a blurred copy of it.
LATENT_SCALE = 430


def simulate(seed: int, players: Sequence[Player], now: int) -> list[Match]:
    """Play the last half year and return its matches, oldest first. Elo and form of the players move along."""
    rng = rng_for(seed, "season")
    matches: list[Match] = []
    midnight = now - now % DAY
    for day in range(-DAYS, 1):
        for player in players:
            player.form = 0.92 * player.form + rng.gauss(0, 27)
        about = _about(rng, players)
        for slot in range(SLOTS):
            start = midnight + day * DAY + FIRST_SLOT + slot * SLOT_LENGTH
            waiting = [player for player in about if rng.random() < 0.87]
            for lobby in lobbies(rng, waiting):
                match = new_match(rng, sides(rng, lobby), start + rng.randrange(600))
                play(rng, match)
                if match.finished_at is not None and match.finished_at < now - 600:
                    settle(rng, match)
                    matches.append(match)
    return matches


def new_match(
    rng: random.Random, teams: tuple[Sequence[Player], Sequence[Player]], created_at: int, match_id: str = ""
) -> Match:
    """Return a matchmaking match whose veto is over, not begun yet."""
    factions = (faction_of(teams[0]), faction_of(teams[1]))
    players = (*teams[0], *teams[1])
    match = Match(match_id or match_id_from(rng), factions, "READY", created_at)
    match.picks = (_veto(rng, players),)
    match.win_probability = round(expected_score(factions[0].average_elo, factions[1].average_elo), 4)
    match.configured_at = created_at + 150
    return match


def faction_of(players: Sequence[Player], *, premade: bool = False) -> Faction:
    """Return a faction; its id and name are its leader's."""
    leader = players[0]
    elos = [player.elo for player in players if player.placed]
    return Faction(
        leader.player_id,
        f"team_{leader.nickname}",
        [Seat(player, player.level) for player in players],
        premade=premade,
        average_elo=round(sum(elos) / len(elos)) if elos else 0,
    )


def play(rng: random.Random, match: Match) -> None:
    """Play the picked maps until one side has won enough of them, and finish the match."""
    match.started_at = match.started_at or match.created_at + 420
    begin, wins = match.started_at, [0, 0]
    teams = (match.factions[0].five, match.factions[1].five)
    for game_map in match.picks:
        played = play_map(rng, teams, game_map, latent_edge(teams, game_map), begin)
        match.maps.append(played)
        wins[played.winner] += 1
        begin = played.finished_at + 300
        if max(wins) > match.best_of // 2:
            break
    match.winner = 0 if wins[0] > wins[1] else 1
    match.status, match.finished_at = "FINISHED", match.maps[-1].finished_at
    in_rounds = match.best_of == 1 and rng.random() < 0.8  # a best of one has been seen as 13:5 and as 1:0
    first, second = match.maps[0].scores
    match.score = (first.total, second.total) if in_rounds else (wins[0], wins[1])


def latent_edge(teams: tuple[Sequence[Player], Sequence[Player]], game_map: GameMap) -> float:
    """Return the log-odds of the first team on a map, from what no response shows."""
    first, second = (
        sum(player.skill + player.form + player.map_strength[game_map.class_name] for player in team) / len(team)
        for team in teams
    )
    return (first - second) * math.log(10) / LATENT_SCALE


def settle(rng: random.Random, match: Match) -> None:
    """Move the Elo of everybody who played: win +24.8 ± 5.3, loss -24.4 ± 4.8, personal since May 2024."""
    if not match.calculate_elo or match.winner is None or match.win_probability is None:
        return
    for side, faction in enumerate(match.factions):
        chance = match.win_probability if side == 0 else 1 - match.win_probability
        change = gain(chance) if side == match.winner else gain(chance) - 50
        for player in faction.five:
            if player.placed:
                player.elo = max(ELO_FLOOR, player.elo + change + rng.randint(-3, 3))


def _about(rng: random.Random, players: Sequence[Player]) -> list[Player]:
    """Return who plays today: a party brings its members along; never fewer than a lobby."""
    chosen = {player.player_id: player for player in players if rng.random() < player.activity}
    parties = {player.party for player in chosen.values() if player.party is not None}
    for player in players:
        if player.party in parties and rng.random() < 0.1 + 0.5 * player.activity:
            chosen.setdefault(player.player_id, player)
    for player in rng.sample(list(players), k=len(players)) if len(chosen) < 10 else ():
        if len(chosen) < 12:
            chosen.setdefault(player.player_id, player)
    return list(chosen.values())


def _veto(rng: random.Random, players: Sequence[Player]) -> GameMap:
    weights = [sum(player.map_taste[game_map.class_name] for player in players) for game_map in ACTIVE_POOL]
    return rng.choices(ACTIVE_POOL, weights)[0]
