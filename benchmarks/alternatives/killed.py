"""Workers killed in mid-task and started again at once, as a process manager does: whose task is lost?"""

import signal
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.alternatives.crowd import far_apart, send, watch
from benchmarks.alternatives.place import place
from benchmarks.alternatives.sides import OURS, RQ, Side
from sandbox.faceit.league import League
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn

TASKS, SHORT_TASKS = 10, 4
LATENCY_MS = 600
"""An analysis takes five seconds, so that the kill two seconds after the last link hits all that work."""
WINDOW_S, SHORT_WINDOW_S = 120.0, 15.0
TUNED = {"RQ_RETRIES": "3", "RQ_MAINTENANCE_S": "10"}
"""What RQ can do about it: jobs with retries and a heartbeat of five seconds in place of thirty, workers that look for
abandoned ones sixty times as often."""
SWIFT = {"WORKERS__HEARTBEAT_TIMEOUT_MS": "3000", "WORKERS__MAINTENANCE_CHANCE": "1000000"}
"""A short run does not wait for the twenty seconds of settings.toml."""


@dataclass(frozen=True)
class Killed:
    """Tasks without a card at the end of the window, of how many; seconds from the kill to the last card that came."""

    lost: int
    of: int
    last: float


def run(league: League, at_once: int, short: bool) -> dict[str, Killed]:
    """This project, RQ as it comes and, in a full run, RQ tuned. Side by side: nothing here is a matter of speed."""
    cases: dict[str, tuple[Side, Mapping[str, str]]] = {"this": (OURS, SWIFT if short else {}), "RQ": (RQ, {})}
    if not short:
        cases["RQ tuned"] = (RQ, TUNED)
    with ThreadPoolExecutor(len(cases)) as threads:
        futures = {
            name: threads.submit(_case, side, league, at_once, environment, short)
            for name, (side, environment) in cases.items()
        }
        return {name: future.result() for name, future in futures.items()}


def _case(side: Side, league: League, at_once: int, environment: Mapping[str, str], short: bool) -> Killed:
    options = Options(latency_ms=LATENCY_MS, latency_jitter=0, rate=1000)
    with FaceitStandIn(league=league, options=options) as faceit, place(faceit, at_once, **environment) as where:
        side.start(where)
        people = send(where, far_apart(league, SHORT_TASKS if short else TASKS), "killed")
        time.sleep(2.0)
        for worker in where.named("worker").values():
            worker.signal(signal.SIGKILL)
            worker.child.wait(10)
        at = time.time()
        side.work(where)
        watch(where, people, SHORT_WINDOW_S if short else WINDOW_S)
        cards = [person.done for person in people if person.done]
        return Killed(len(people) - len(cards), len(people), max(cards, default=at) - at)
