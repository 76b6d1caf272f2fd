"""The same analysis in one run: this project, RQ with a bot that polls, and aiogram handlers that block.

All three have the same machine, FACEIT, Telegram, analysis and card. FACEIT takes 120 ms a call and refuses nothing, so
that what is compared is what carries the work; with a real key all three end at FACEIT's rate.
"""

import statistics

from rich.console import Console

from benchmarks.alternatives import killed, rows, served, targets
from benchmarks.alternatives.crowd import far_apart
from benchmarks.alternatives.place import place
from benchmarks.alternatives.played import Played, play
from benchmarks.alternatives.sides import SIDES, Side
from benchmarks.measure import Figure, percentile
from sandbox.faceit.app import create_league
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn

SIZES, SHORT_SIZES = (10, 50), (4,)
ROUNDS = 3
AT_ONCE, SHORT_AT_ONCE = 8, 2
"""Analyses under way at once: threads of this project's `worker`, processes of RQ."""
PLAYERS, SHORT_PLAYERS = 800, 120
"""Of the league. With many, matches share few players: what one person asks for does not warm the next one's cache."""
LATENCY_MS = 120


def run(short: bool) -> list[Figure]:
    """Interleaved rounds of all sides, kills, and in a full run the people that each side serves; prints its table."""
    sizes = SHORT_SIZES if short else SIZES
    league = create_league(players=SHORT_PLAYERS if short else PLAYERS)
    at_once = SHORT_AT_ONCE if short else AT_ONCE
    matches = far_apart(league, 2 * max(sizes) if short else served.STEPS[-1] + 1)
    rounds: dict[str, list[Played]] = {side.name: [] for side in SIDES}
    options = Options(latency_ms=LATENCY_MS, latency_jitter=0, rate=1000)
    console = Console(width=150)
    with FaceitStandIn(league=league, options=options) as faceit:
        for number in range(1 if short else ROUNDS):
            for side in order(number):
                console.print(f"round {number + 1}: {side.name}")
                with place(faceit, at_once) as where:
                    rounds[side.name].append(play(side, where, sizes, matches, short=short))
        people = {}
        if not short:
            for side in SIDES:
                console.print(f"people within the bound: {side.name}")
                people[side.name] = served.most(side, faceit, at_once, matches, _seen(rounds[side.name]))
    lines = rows.waits(rounds, sizes) + rows.costs(rounds, sizes[-1])
    console.print("workers killed")
    lines += targets.targets(rounds, sizes, killed.run(league, at_once, short), people)
    console.print(rows.table(lines))
    return lines


def order(number: int) -> tuple[Side, ...]:
    """The sides as they play in a round: each comes first, second and last once in three rounds."""
    first = number % len(SIDES)
    return SIDES[first:] + SIDES[:first]


def _seen(rounds: list[Played]) -> dict[int, float]:
    """The p95 of the time to the card by size of the crowd, median over rounds."""
    return {
        size: statistics.median(percentile(played.crowds[size].result, 0.95) for played in rounds)
        for size in rounds[0].crowds
    }
