"""How many people a side serves when all of them write within a second, for one bound on their waiting."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.alternatives.crowd import send, watch
from benchmarks.alternatives.place import place
from benchmarks.alternatives.played import QUIET_S
from benchmarks.alternatives.sides import Side
from benchmarks.measure import percentile
from sandbox.faceit.standin import FaceitStandIn

BOUND_S = 25.0
"""The 95th percentile of the time to the card may be this at most. RQ's bot looks every ten seconds (`rq_bot.POLL_S`),
so its cards come in bunches just after ten, twenty, thirty: a bound at one of these would be decided by milliseconds.
This one lies in the middle between two looks."""
STEPS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 160)


@dataclass(frozen=True)
class Served:
    """The most people within the bound, their p95 (seconds), and the least that were too many (None: never seen)."""

    people: int
    p95: float
    too_many: int | None


def most(side: Side, faceit: FaceitStandIn, at_once: int, matches: Sequence[str], known: Mapping[int, float]) -> Served:
    """Beside the crowds of which the p95 is `known`, those of STEPS are tried until neighbours differ.

    A crowd takes a minute: the next one is the largest that is likely to be served, if waiting grows as the crowd does.
    """
    found = dict(known)
    while True:
        good = max((size for size, p95 in found.items() if p95 <= BOUND_S), default=0)
        bad = min((size for size, p95 in found.items() if p95 > BOUND_S and size > good), default=None)
        between = [step for step in STEPS if good < step < (bad or len(matches)) and step not in found]
        if not between:
            return Served(good, found.get(good, 0.0), bad)
        likely = good * BOUND_S / found[good] if good else 0.0
        # Where that many were too many already, waiting grows otherwise: halve.
        halve = bad is not None and likely >= bad
        people = between[len(between) // 2] if halve else _likely(between, likely)
        found[people] = _p95(side, faceit, at_once, matches, people)


def _likely(steps: Sequence[int], people: float) -> int:
    """The largest step of at most so many people, else the least one."""
    return max((step for step in steps if step <= people), default=steps[0])


def _p95(side: Side, faceit: FaceitStandIn, at_once: int, matches: Sequence[str], people: int) -> float:
    # Every crowd has a fresh start: what a side remembers of the one before would be taken for speed.
    with place(faceit, at_once) as where:
        side.start(where)
        watch(where, send(where, matches[-1:], "warm"), 60)
        where.forget_answers()
        time.sleep(QUIET_S)
        seen = watch(where, send(where, matches[:people], f"step{people}-"), BOUND_S + 1)
        return percentile([one.done - one.sent if one.done else BOUND_S + 1 for one in seen], 0.95)
