"""Which calls have lost their time: the odd late one, never all of them."""

from faceit.budget import Lane
from faceit.cache import LocalCache
from faceit.client import FaceitClient
from faceit.lateness import LATE_S, Lateness
from faceit.local import LocalBudget, LocalSlots
from faceit.waiting import Check
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import Options
from settings import Settings


def test_the_odd_late_one_has_lost_its_time() -> None:
    lateness = Lateness()
    assert not any(lateness.late(0.004) for _ in range(20))
    assert lateness.late(0.004 + LATE_S + 0.01)
    assert not lateness.late(0.004 + LATE_S - 0.01)


def test_what_is_usual_is_not_late_however_far_redis_is() -> None:
    lateness = Lateness()
    assert not lateness.late(0.2)
    assert not any(lateness.late(0.2) for _ in range(50))


def test_what_becomes_usual_is_learnt_and_a_stall_is_not() -> None:
    lateness = Lateness()
    lateness.late(0.0)
    # A stall of ten seconds moves what is usual by a little only
    assert lateness.late(10.0) and lateness.late(0.0 + 2 * LATE_S)
    # A Redis that has moved away is usual soon
    assert [lateness.late(0.1) for _ in range(200)][-50:] == [False] * 50


class Stalling(LocalBudget):
    """The machine stands still for a moment after the tenth permission."""

    asked: list[bool]

    def acquire(self, lane: Lane, max_wait_s: float, check: Check, *, again: bool = False) -> float:
        due = super().acquire(lane, max_wait_s, check, again=again)
        self.asked.append(again)
        return due - 10.0 if len(self.asked) == 10 else due


def test_a_call_that_was_held_up_waits_for_another_time(settings: Settings) -> None:
    budget = Stalling(rate=50.0, calls_per_hour=1000)
    budget.asked = []
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as faceit:
        client = FaceitClient(
            base_url=faceit.url,
            api_key="key",
            settings=settings.faceit,
            budget=budget,
            slots=LocalSlots(limit=4),
            cache=LocalCache(),
        )
        match = faceit.league.scenarios["finished"]
        while len(budget.asked) < 10:
            client.scope(fresh=True).match(match)
        client.close()
    # The tenth permission led to an eleventh, for the same call (if it was not the second one of a call already)
    assert budget.asked[9] or budget.asked[10]
