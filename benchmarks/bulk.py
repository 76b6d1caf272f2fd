"""A bulk over what FACEIT's rate allows, a match of a queued bulk asked for in a chat, and what waiting tasks cost."""

import itertools
import statistics
import time
from collections.abc import Callable

from benchmarks.measure import Figure, interleaved
from benchmarks.stage import Stage, stage, wait_for
from connections import PREFIX
from pipelines.bulk import BRIEF, STANDARD, BulkSubject, bulk_wish
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.overview.reader import Overview
from tasks.records import Requester, TaskView
from tasks.scripts import words
from tasks.states import State

LATENCY_MS = 190
RATE = 20
HIGH, LOW = "faceit_bot_critical faceit_bot_high", "faceit_bot_low"


def run(short: bool) -> list[Figure]:
    """All of it, in two stages: with workers, and without any."""
    with stage(latency_ms=LATENCY_MS, rate=RATE) as scene:
        scene.worker(queues=HIGH)
        scene.worker(queues=LOW)
        size = 20 if short else 50
        over, busy, calls = _over_the_limit(scene, size, 1 if short else 3)
        refused = scene.faceit.calls()["too_many"]
        alone, queued, begun = _asked_for(scene, 1 if short else 3)
        refused += scene.faceit.calls()["too_many"]
    figures = [
        Figure(f"bulk of {size} / (calls ÷ rate)", over, "ratio", "≤ 1.2", f"{calls} calls at {RATE}/s"),
        Figure(
            "share of the rate used while a bulk works", busy, "share", "≥ 0.9", "from a tenth to nine tenths of it"
        ),
        Figure(
            "match of a queued bulk of 100 / alone", queued / alone, "ratio", "≤ 1.3", f"{queued:.2f} s, {alone:.2f} s"
        ),
        Figure(
            "match that bulk is working on / alone", begun / alone, "ratio", "≤ 1.3", f"{begun:.2f} s, its run lifted"
        ),
        Figure("FACEIT 429s beside bulks", refused, "calls", "0", "all rounds"),
    ]
    return figures + _waiting(100 if short else 1000)


def _over_the_limit(scene: Stage, size: int, rounds: int) -> tuple[float, float, int]:
    """Submit to final state of a brief bulk, over its calls at the full rate; the share of the rate that is used

    between a tenth and nine tenths of the calls (medians of the rounds); and the calls.
    """
    matches, turn = scene.matches(size), itertools.count()
    expected, busy = 2 * size, list[float]()

    def called(share: float) -> bool:
        return int(scene.faceit.calls()["total"]) >= share * expected

    def once() -> float:
        scene.forget()
        manager = build_manager(scene.settings)
        started = time.monotonic()
        wish = bulk_wish(f"bench:{next(turn)}", BulkSubject(matches=tuple(matches)), BRIEF)
        task = manager.submit(wish).task.id
        first, last = wait_for(lambda: called(0.1), 60), wait_for(lambda: called(0.9), 60)
        busy.append(0.8 * expected / (last - first) / RATE)
        took = _ended(manager, task, 120) - started
        manager.store.client.close()
        return took * RATE / int(scene.faceit.calls()["total"])

    return interleaved(rounds, once)[0], statistics.median(busy), scene.faceit.calls()["total"]


def _asked_for(scene: Stage, rounds: int) -> tuple[float, float, float]:
    """Seconds of one match: with nothing else going on, as the sixtieth of a deep bulk just begun, and as one of its

    first, at its players already.
    """
    matches, turn = scene.matches(100), itertools.count()

    def one(bulk: bool, begun: bool = False) -> float:
        scene.forget()
        manager, number = build_manager(scene.settings), next(turn)
        task, match = None, matches[59]
        if bulk:
            wish = bulk_wish(f"bulk:{number}", BulkSubject(matches=tuple(matches)), STANDARD)
            task = manager.submit(wish).task
            wait_for(lambda: scene.faceit.calls()["total"] > RATE, 30)
            if begun:
                match = _at_players(manager, task)
        started = time.monotonic()
        asked = manager.submit(match_wish(f"bench:{number}", match)).task.id
        took = _ended(manager, asked, 120) - started
        if task:
            manager.cancel(task.id, Requester(owner=f"bulk:{number}"))
            time.sleep(1.0)
        manager.store.client.close()
        return took

    alone, queued, begun = interleaved(
        rounds, lambda: one(bulk=False), lambda: one(bulk=True), lambda: one(bulk=True, begun=True)
    )
    return alone, queued, begun


def _at_players(manager: TaskManager, bulk: TaskView) -> str:
    """A match of a bulk whose run fetches its players."""
    found: list[str] = []

    def there() -> bool:
        tasks = words(list(manager.store.client.lrange(f"{PREFIX}run:{bulk.run}:children", 0, 7)))
        views = [view for task in tasks if (view := manager.view(task))]
        found[:] = [view.subject for view in views if view.step_name == "fetch_players" and view.done <= 2]
        return bool(found)

    wait_for(there, 30, poll=0.01)
    return found[0]


def _waiting(count: int) -> list[Figure]:
    """Memory of the server for tasks that wait, each on a match of its own; the time of a person's list and admins'."""
    with stage() as scene:
        manager = build_manager(scene.settings)
        client = manager.store.client
        manager.submit(match_wish("bench:first", "warm"))
        before = client.info("memory")["used_memory"]
        for number in range(count):
            manager.submit(match_wish(f"tg:{number // 3}", f"1-{number:08d}-0000-4000-8000-000000000000", chat=number))
        taken = client.info("memory")["used_memory"] - before
        overview = Overview(client, scene.settings)
        listed = _each(200, lambda number: manager.list(Requester(owner=f"tg:{number % (count // 3)}")))
        waiting = _each(50, lambda _: overview.tasks(State.QUEUED))
        everybody = _each(50, lambda _: overview.people())
        client.close()
    return [
        Figure(f"a waiting task of {count}: Redis memory", taken / count / 1024, "KB", "", f"{taken / 2**20:.1f} MB"),
        Figure(f"a person's list among {count} waiting tasks", listed * 1000, "ms", "", "three tasks each"),
        Figure(f"admins' list of {count} waiting tasks", waiting * 1000, "ms", "", "the first ten"),
        Figure(f"admins' list of people with {count} waiting tasks", everybody * 1000, "ms", "", "the first ten"),
    ]


def _each(turns: int, once: Callable[[int], object]) -> float:
    """Seconds of one turn."""
    started = time.monotonic()
    for number in range(turns):
        once(number)
    return (time.monotonic() - started) / turns


def _ended(manager: TaskManager, task: str, timeout: float) -> float:
    """The moment a task is completed. Raises RuntimeError when it ends otherwise."""
    last: list[TaskView] = []

    def final() -> bool:
        view = manager.view(task)
        last[:] = [view] if view else []
        return view is not None and view.state.final

    moment = wait_for(final, timeout, poll=0.01)
    if last[0].state is not State.COMPLETED:
        raise RuntimeError(f"the task did not complete: {last[0]}")
    return moment
