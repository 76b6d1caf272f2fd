"""The club's half year: a match five a side nearly every noon, and games two a side in between."""

import random
from collections.abc import Iterator

from sandbox.faceit.club import Club
from sandbox.faceit.draws import around, hits
from sandbox.faceit.identity import rng_for
from sandbox.faceit.lobby import sides
from sandbox.faceit.match import Competition, Line, Match, PlayedMap, Score
from sandbox.faceit.players import Player
from sandbox.faceit.season import DAY, DAYS, new_match, play, settle

NOON = 12 * 3600
WINGMAN = Competition("8f0a3c5e-6f0b-4f3e-9a53-2d6b8f7c1e90", "Europe 2v2 Queue", "matchmaking", "faceit")
WINGMAN_ROUNDS = 9
GAMES = 160


def club_matches(seed: int, club: Club, now: int) -> Iterator[Match]:
    """Yield the club's matches, oldest first: 160 five a side, and one two a side after each."""
    rng = rng_for(seed, "club", "season")
    midnight = now - now % DAY
    days = sorted(rng.sample(range(1, DAYS), GAMES), reverse=True)
    for day in days:
        noon = midnight - day * DAY + NOON
        match = new_match(rng, sides(rng, club.everybody), noon)
        play(rng, match)
        settle(rng, match)
        yield match
        yield _two_a_side(rng, club, noon + 5400)


def _two_a_side(rng: random.Random, club: Club, at: int) -> Match:
    first, *others = rng.sample((club.underscores, *club.rest), 3)
    match = new_match(rng, ([club.wingman, first], others), at)
    match.mode, match.competition, match.calculate_elo = "2v2", WINGMAN, False
    match.started_at = at + 300
    lost = rng.randrange(WINGMAN_ROUNDS)
    won = rng.random() < 0.5
    totals = (WINGMAN_ROUNDS, lost) if won else (lost, WINGMAN_ROUNDS)
    rounds = sum(totals)
    scores = tuple(Score(min(total, 8), max(0, total - 8)) for total in totals)
    kills = [min(2 * rounds, around(rng, 0.7 * rounds + 0.6 * total, 2)) for total in totals]
    lines = [
        _lines(rng, [seat.player for seat in faction.roster], (kills[side], kills[1 - side]), rounds)
        for side, faction in enumerate(match.factions)
    ]
    match.finished_at = match.started_at + rounds * 90
    match.maps = [PlayedMap(match.picks[0], (scores[0], scores[1]), (lines[0], lines[1]), match.finished_at)]
    match.winner, match.score, match.status = 0 if won else 1, totals, "FINISHED"
    return match


def _lines(rng: random.Random, pair: list[Player], duels: tuple[int, int], rounds: int) -> list[Line]:
    """Deal a side's kills, and its deaths which are the kills of the other side, to its two players."""
    killed, died = duels
    first_kills = hits(rng, killed, 0.5)
    first_deaths = min(rounds, max(died - rounds, hits(rng, died, 0.5)))
    dealt = ((first_kills, first_deaths), (killed - first_kills, died - first_deaths))
    return [
        Line(
            player,
            kills,
            deaths,
            around(rng, rounds * 0.15, 1),
            hits(rng, kills, player.headshot_rate),
            damage=kills * 105,
        )
        for player, (kills, deaths) in zip(pair, dealt, strict=True)
    ]
