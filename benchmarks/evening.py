"""An evening in two minutes: 500 people, popular matches asked for by many. What a delivered report costs."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import connections
from benchmarks.in_chat import quiet, warm
from benchmarks.measure import Figure
from benchmarks.redis_use import commands, forget_work, used_memory
from benchmarks.stage import Stage, stage, wait_for
from errors import BotError
from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.overview.listing import ACTIVE, RECENT
from tasks.records import Wish
from tasks.states import State, TaskType

EVENING_S = 4 * 3600
LENGTH_S = 120.0
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
WIDE = {
    "FACEIT__CALLS_PER_HOUR": "1000000", "FACEIT__MAX_CONCURRENT": "64", "TELEGRAM__OVERALL_PER_SECOND": "1000",
}  # fmt: skip
"""Limits a second or an hour would cut an evening that is over so soon."""
NAME = f"an evening of {PEOPLE} people"
IDLE_S = 3.0


@dataclass(frozen=True)
class Spent:
    """What was used up to a moment: FACEIT calls, Redis commands, processor seconds of worker and bot."""

    calls: int
    commands: int
    worker_s: float
    bot_s: float


def run(short: bool) -> list[Figure]:
    """Costs over reports delivered; `short` looks at a twentieth of the evening."""
    part = 20 if short else 1
    length, asks = LENGTH_S / part, ASKS // part
    shrink = EVENING_S / LENGTH_S
    environment = {name: f"{seconds / shrink:.4f}" for name, seconds in SHORTENED.items()}
    with stage(latency_ms=1, rate=1000, environment={**WIDE, **environment}) as scene:
        worker = scene.worker(
            queues="faceit_bot_critical faceit_bot_high faceit_bot_default faceit_bot_low", threads=12
        )
        bot = scene.bot()
        warm(scene)
        quiet(scene)
        manager = build_manager(scene.settings)
        client = manager.store.client

        def spent() -> Spent:
            return Spent(int(scene.faceit.calls()["total"]), commands(client), worker.cpu_s(), bot.cpu_s())

        rested = commands(client)
        time.sleep(IDLE_S)
        idle = (commands(client) - rested) / IDLE_S
        known, held = set(_recent(manager)), _kept(scene)
        before, began = spent(), time.monotonic()
        _ask(scene, manager, asks, length)
        quiet(scene)
        wait_for(lambda: not client.zcard(ACTIVE), 300, poll=0.2)
        quiet(scene)
        after, took = spent(), time.monotonic() - began
        tasks = [name.decode() for name in _recent(manager) if name not in known]
        reports = sum(view.state is State.COMPLETED for task in tasks if (view := manager.view(task)))
        ended = _kept(scene) - held
        forget_work(client)
        later = _kept(scene) - held
        client.close()
    counted = after.commands - before.commands - idle * took
    return [
        *_figures(before, after, reports, len(tasks)),
        Figure(f"{NAME}: Redis commands a report", counted / reports, "commands", "", "idle polling off"),
        Figure(f"{NAME}: Redis memory a report", ended / reports / 1024, "KB", "", "caches emptied"),
        Figure(f"{NAME}: Redis memory a report, an hour later", later / reports / 1024, "KB", "", "kept for a day"),
    ]


def _figures(before: Spent, after: Spent, reports: int, tasks: int) -> list[Figure]:
    calls = after.calls - before.calls
    worker, bot = (after.worker_s - before.worker_s) / reports, (after.bot_s - before.bot_s) / reports
    return [
        Figure(
            f"{NAME}: calls a report", calls / reports, "calls", "≤ 10",
            f"{calls} calls, {reports} reports of {tasks} asked for",
        ),
        Figure(f"{NAME}: processor time a report", worker + bot, "s", "", f"bot {bot:.3f} s"),
        Figure(f"{NAME}: processor time a report, worker", worker, "s"),
    ]  # fmt: skip


def _recent(manager: TaskManager) -> list[bytes]:
    return cast(list[bytes], manager.store.client.zrange(RECENT, 0, -1))


def _kept(scene: Stage) -> int:
    """Bytes of Redis once the caches are empty."""
    client = connections.redis_client("consumer", "cache", scene.settings)
    client.flushdb()
    held = used_memory(client)
    client.close()
    return held


def _ask(scene: Stage, manager: TaskManager, asks: int, length: float) -> None:
    """Evenly over `length` seconds: matches and players by a message, bulks by the manager, told in the chat as well.

    Whoever has three at work already asks no more.
    """
    rng = random.Random(7)
    people = [int(scene.telegram.add_person(f"e{number}", "en", started=True)["id"]) for number in range(PEOPLE)]
    matches, players = scene.matches(MATCHES), list(scene.faceit.league.players)[:PLAYERS]
    started = time.monotonic()
    for number in range(asks):
        wish = _wish(rng, people, matches, players)
        time.sleep(max(0.0, started + number * length / asks - time.monotonic()))
        person = {"id": int(wish.owner.removeprefix("tg:"))}
        if wish.type is TaskType.MATCH_ANALYSIS:
            scene.telegram.send_text(person, f"https://www.faceit.com/en/cs2/room/{wish.subject}")
        elif wish.type is TaskType.PLAYER_PERFORMANCE:
            scene.telegram.send_text(person, f"/player {scene.faceit.league.players[wish.subject].nickname}")
        else:
            try:
                manager.submit(replace(wish, chat=person["id"]))
            except BotError:
                continue


def _wish(rng: random.Random, people: Sequence[int], matches: Sequence[str], players: Sequence[str]) -> Wish:
    """Seven in ten ask for a match, two for a player, one for ten matches in one go."""
    owner, kind = f"tg:{rng.choice(people)}", rng.random()
    if kind < 0.7:
        return match_wish(owner, _popular(rng, matches))
    if kind < 0.9:
        return Wish(owner=owner, type=TaskType.PLAYER_PERFORMANCE, subject=_popular(rng, players))
    chosen = dict.fromkeys(_popular(rng, matches) for _ in range(10))
    return bulk_wish(owner, BulkSubject(matches=tuple(chosen)), BRIEF)


def _popular(rng: random.Random, things: Sequence[str]) -> str:
    weights = [1 / (rank + 1) ** ZIPF for rank in range(len(things))]
    return rng.choices(things, weights)[0]
