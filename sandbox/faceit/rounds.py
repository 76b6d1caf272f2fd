"""The rounds of a map: first to 13 of 24 (MR12), overtime in sixes."""

import random

from sandbox.faceit.match import Score

# A lead of one in log-odds for the map is about this much in the chance of a single round, given the swing below.
ROUND_EDGE = 0.08
DAY_SWING = 0.075


def play_rounds(rng: random.Random, edge: float, ct_edge: float) -> tuple[Score, Score]:
    """Return both scores of one map.

    Parameters:
        rng: random source
        edge: log-odds of the first faction winning the map
        ct_edge: what the defending side gains in the chance of a round; the first faction defends first
    """
    chance = 0.5 + edge * ROUND_EDGE + rng.gauss(0, DAY_SWING)
    first = _half(rng, chance + ct_edge, 12, 12)
    second = _half(rng, chance - ct_edge, 12, 13, first)
    overtime = (0, 0)
    while first[0] + second[0] + overtime[0] == first[1] + second[1] + overtime[1]:
        block = _half(rng, chance, 6, 4)
        overtime = (overtime[0] + block[0], overtime[1] + block[1])
    return Score(first[0], second[0], overtime[0]), Score(first[1], second[1], overtime[1])


def _half(
    rng: random.Random, chance: float, rounds: int, target: int, already: tuple[int, int] = (0, 0)
) -> tuple[int, int]:
    chance = min(0.9, max(0.1, chance))
    won = lost = 0
    for _ in range(rounds):
        if won + already[0] >= target or lost + already[1] >= target:
            break
        if rng.random() < chance:
            won += 1
        else:
            lost += 1
    return won, lost
