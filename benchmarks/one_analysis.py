"""One analysis from submit to result, over the physical limit; and beside a saturating bulk."""

import itertools
import time
from collections.abc import Callable
from threading import Event, Thread

from benchmarks.measure import Figure, interleaved
from benchmarks.stage import Stage, stage, wait_for
from errors import BotError
from faceit.budget import Lane
from faceit.client import build_client
from pipelines.manager import build_manager, match_wish
from tasks.states import State

LATENCY_MS = 190
RATE = 20


def run(short: bool) -> list[Figure]:
    """Submit to result alone and beside a bulk that takes all it can get, in turns."""
    with stage(latency_ms=LATENCY_MS, rate=RATE) as scene:
        scene.worker()
        rounds = itertools.count()
        refused: list[int] = []

        def measured(side: Callable[[Stage, int], float]) -> float:
            took = side(scene, next(rounds))
            refused.append(scene.faceit.calls()["too_many"])
            return took

        alone, beside = interleaved(2 if short else 7, lambda: measured(_one), lambda: measured(_beside_bulk))
    # The match first, then all players' calls side by side: 31 calls in line, and a chain of two answers.
    limit = 31 / RATE + 2 * LATENCY_MS / 1000
    return [
        Figure("one analysis / physical limit", alone / limit, "ratio", "≤ 1.3", f"{alone:.2f} s over {limit:.2f} s"),
        Figure("one analysis beside a bulk / alone", beside / alone, "ratio", "≤ 1.3", f"{beside:.2f} s"),
        Figure("FACEIT 429s", sum(refused), "calls", "0", "all rounds"),
    ]


def _one(scene: Stage, number: int) -> float:
    scene.forget()
    manager = build_manager(scene.settings)
    started = time.monotonic()
    task = manager.submit(match_wish(f"bench:{number}", scene.faceit.league.scenarios["ready"])).task.id
    ended = wait_for(lambda: _final(manager.view(task)), 60)
    view = manager.view(task)
    if view is None or view.state is not State.COMPLETED:
        raise RuntimeError(f"the analysis did not complete: {view}")
    manager.store.client.close()
    return ended - started


def _beside_bulk(scene: Stage, number: int) -> float:
    """The same while four threads of the bulk lane ask for as much as they get."""
    stop = Event()
    client = build_client(scene.settings)
    ids = itertools.cycle(list(scene.faceit.league.players))

    def greedy() -> None:
        bulk = client.scope(lane=Lane.BULK, fresh=True)
        while not stop.is_set():
            try:
                bulk.player(next(ids))
            except BotError:
                time.sleep(0.02)

    threads = [Thread(target=greedy, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    try:
        return _one(scene, number)
    finally:
        stop.set()
        for thread in threads:
            thread.join(15)
        client.close()


def _final(view: object) -> bool:
    return getattr(view, "state", State.QUEUED).final
