"""An evening in a minute: 500 people, popular matches asked for by many. What a delivered report costs in calls."""

import random
import time
from collections.abc import Sequence

from benchmarks.measure import Figure
from benchmarks.stage import stage, wait_for
from errors import BotError
from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import TaskManager, build_manager, match_wish
from tasks.records import Wish
from tasks.states import State, TaskType

EVENING_S = 4 * 3600
MINUTE_S = 60.0
PEOPLE, ASKS = 500, 1000
"""Two asks a person."""
MATCHES, PLAYERS = 120, 200
ZIPF = 1.0
"""The k-th most popular match is asked for 1/k as often as the first."""
SHORTENED = {
    "TASKS__REPORT_REUSE_SECONDS": 300, "FACEIT__TTL_MATCH": 3, "FACEIT__TTL_MATCH_FINISHED": 3600,
    "FACEIT__TTL_PLAYER": 300, "FACEIT__TTL_LIFETIME": 1800, "FACEIT__TTL_GAMES": 300, "FACEIT__TTL_SEARCH": 300,
    "FACEIT__TTL_MATCH_STATS": 3600,
}  # fmt: skip
"""What is kept for how long, in seconds; all shortened as the evening is."""


def run(short: bool) -> list[Figure]:
    """Calls over reports delivered; `short` looks at a tenth of the evening."""
    part = 10 if short else 1
    length, asks = MINUTE_S / part, ASKS // part
    shrink = EVENING_S / MINUTE_S
    environment = {name: f"{seconds / shrink:.4f}" for name, seconds in SHORTENED.items()}
    environment["FACEIT__CALLS_PER_HOUR"] = "1000000"
    environment["FACEIT__MAX_CONCURRENT"] = "64"
    with stage(latency_ms=1, rate=1000, environment=environment) as scene:
        scene.worker(queues="faceit_bot_high faceit_bot_default faceit_bot_low", threads=12)
        rng = random.Random(7)
        manager = build_manager(scene.settings)
        wishes = [_wish(rng, scene.matches(MATCHES), list(scene.faceit.league.players)[:PLAYERS]) for _ in range(asks)]
        tasks = _ask(manager, wishes, length)
        wait_for(lambda: all(_final(manager, task) for task in tasks[-30:]), 120, poll=0.2)
        wait_for(lambda: all(_final(manager, task) for task in tasks), 120, poll=0.5)
        views = [view for task in tasks if (view := manager.view(task))]
        delivered = sum(view.state is State.COMPLETED for view in views)
        calls = scene.faceit.calls()["total"]
        manager.store.client.close()
    return [
        Figure(
            "an evening of 500 people: calls a report", calls / delivered, "calls", "≤ 10",
            f"{calls} calls, {delivered} reports of {len(tasks)} asked for",
        )
    ]  # fmt: skip


def _wish(rng: random.Random, matches: Sequence[str], players: Sequence[str]) -> Wish:
    """Seven in ten ask for a match, two for a player, one for ten matches in one go."""
    owner, kind = f"tg:{rng.randrange(PEOPLE)}", rng.random()
    if kind < 0.7:
        return match_wish(owner, _popular(rng, matches))
    if kind < 0.9:
        return Wish(owner=owner, type=TaskType.PLAYER_PERFORMANCE, subject=_popular(rng, players))
    chosen = dict.fromkeys(_popular(rng, matches) for _ in range(10))
    return bulk_wish(owner, BulkSubject(matches=tuple(chosen)), BRIEF)


def _popular(rng: random.Random, things: Sequence[str]) -> str:
    weights = [1 / (rank + 1) ** ZIPF for rank in range(len(things))]
    return rng.choices(things, weights)[0]


def _ask(manager: TaskManager, wishes: Sequence[Wish], length: float) -> list[str]:
    """Submit evenly over `length` seconds; whoever has three at work already asks no more."""
    started, tasks = time.monotonic(), []
    for number, wish in enumerate(wishes):
        time.sleep(max(0.0, started + number * length / len(wishes) - time.monotonic()))
        try:
            tasks.append(manager.submit(wish).task.id)
        except BotError:
            continue
    return list(dict.fromkeys(tasks))


def _final(manager: TaskManager, task: str) -> bool:
    view = manager.view(task)
    return view is not None and view.state.final
