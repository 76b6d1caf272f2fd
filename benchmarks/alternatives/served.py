"""How many people a side serves when all of them write within a second, for one bound on their waiting."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.alternatives.crowd import send, watch
from benchmarks.alternatives.place import place
from benchmarks.alternatives.sides import Side
from benchmarks.alternatives.sitting import QUIET_S
from benchmarks.measure import percentile
from sandbox.faceit.standin import FaceitStandIn

BOUND_S = 20.0
"""The 95th percentile of the time to the card may be this at most. RQ's bot looks every ten seconds: below that it
serves nobody, so a bound of ten would say nothing about its queue."""
STEPS = (5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 120, 140, 160)


@dataclass(frozen=True)
class Served:
    """The most people within the bound, their p95 (seconds), and the p95 of the step that was too much."""

    people: int
    p95: float
    above: float


def most(side: Side, faceit: FaceitStandIn, at_once: int, matches: Sequence[str], begin: int) -> Served:
    """Crowds from `begin` people upwards, each of a fresh start, until one waits too long."""
    best = Served(0, 0.0, 0.0)
    for people in (step for step in STEPS if begin <= step < len(matches)):
        # Every step begins anew: what a side remembers of the step before would be taken for speed.
        with place(faceit, at_once) as where:
            side.start(where)
            watch(where, send(where, matches[-1:], "warm"), 60)
            where.forget_answers()
            time.sleep(QUIET_S)
            seen = watch(where, send(where, matches[:people], f"step{people}-"), BOUND_S + 5)
            p95 = percentile([one.done - one.sent if one.done else BOUND_S + 5 for one in seen], 0.95)
        if p95 > BOUND_S:
            return Served(best.people, best.p95, p95)
        best = Served(people, p95, 0.0)
    return best
