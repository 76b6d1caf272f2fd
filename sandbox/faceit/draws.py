"""Draws the standard library of Python 3.11 lacks."""

import random
from collections.abc import Sequence


def hits(rng: random.Random, tries: int, chance: float) -> int:
    """Return how many of some tries succeed: exact for few, by the normal curve for many."""
    if tries <= 0:
        return 0
    if tries <= 12:
        draw = rng.random
        return sum(draw() < chance for _ in range(tries))
    mean = tries * chance
    return min(tries, max(0, round(rng.gauss(mean, (mean * (1 - chance)) ** 0.5))))


def around(rng: random.Random, mean: float, spread: float) -> int:
    """Return a whole number near a mean, never below zero."""
    return max(0, round(rng.gauss(mean, spread)))


def shares(rng: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """Deal a total out among weights and return how much each received."""
    dealt = rng.choices(range(len(weights)), weights, k=total)
    return [dealt.count(place) for place in range(len(weights))]
