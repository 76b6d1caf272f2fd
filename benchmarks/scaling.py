"""The same backlog of cold matches for one worker process, for two, and for two worker commands: what each adds."""

import itertools
import signal
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import connections
from benchmarks.alternatives.crowd import far_apart
from benchmarks.measure import Figure, percentile
from benchmarks.redis_use import commands
from benchmarks.stage import Process, Stage, stage, wait_for
from pipelines.manager import build_manager, match_wish
from sandbox.faceit.app import create_league

BACKLOG, SHORT_BACKLOG = 48, 4
ROUNDS = 2
WARMING = 4
PLAYERS, SHORT_PLAYERS = 600, 120
"""Of the league. With many, matches share few players: each is cold though the ones before it are not forgotten."""
WIDE = {
    "FACEIT__CALLS_PER_HOUR": "1000000", "FACEIT__MAX_CONCURRENT": "256", "TASKS__MAX_CONCURRENT_PER_USER": "100000",
}  # fmt: skip
THREADS = 8


@dataclass(frozen=True)
class Layout:
    """Worker commands started side by side, and processes of each."""

    name: str
    commands: int
    processes: int


ONE, TWO, APART = (
    Layout(f"1 process × {THREADS} threads", 1, 1),
    Layout(f"2 processes × {THREADS} threads", 1, 2),
    Layout(f"2 commands of 1 × {THREADS}", 2, 1),
)


@dataclass(frozen=True)
class Worked:
    """One backlog: tasks a second, seconds a run from its first step on (p95), Redis commands and CPU s a task."""

    rate: float
    p95: float
    commands: float
    cpu: float


def run(short: bool) -> list[Figure]:
    """Backlogs in turns of the layouts; FACEIT answers at once and refuses nothing."""
    backlog, rounds = (SHORT_BACKLOG, 1) if short else (BACKLOG, ROUNDS)
    league = create_league(players=SHORT_PLAYERS if short else PLAYERS)
    matches = far_apart(league, WARMING + backlog)
    taken: dict[Layout, list[Worked]] = {layout: [] for layout in (ONE, TWO, APART)}
    with stage(latency_ms=0, rate=10_000, environment=WIDE, league=league) as scene:
        turn = itertools.count()
        for _ in range(rounds):
            for layout, worked in taken.items():
                worked.append(_work(scene, layout, matches, next(turn)))
    return _figures(taken)


def _work(scene: Stage, layout: Layout, matches: Sequence[str], turn: int) -> Worked:
    """Queue the backlog before stopped workers, let them go, look at what is there when the last task has ended.

    The first few matches are for warming: a process imports what steps need when it does them first.
    """
    scene.forget()
    workers = [scene.worker(processes=layout.processes, threads=THREADS) for _ in range(layout.commands)]
    manager = build_manager(scene.settings)
    client, completed = manager.store.client, f"{connections.PREFIX}tasks:completed"
    for match in matches[:WARMING]:
        manager.submit(match_wish(f"warm:{turn}", match))
    wait_for(lambda: client.zcard(completed) >= WARMING, 300, poll=0.02)
    for worker in workers:
        worker.signal(signal.SIGSTOP)
    tasks = [manager.submit(match_wish(f"bench:{turn}", match)).task for match in matches[WARMING:]]
    counted, spent = commands(client), _cpu(workers)
    started = time.monotonic()
    for worker in workers:
        worker.signal(signal.SIGCONT)
    took = wait_for(lambda: client.zcard(completed) >= len(matches), 300, poll=0.02) - started
    counted, spent = commands(client) - counted, _cpu(workers) - spent
    times = [client.hmget(f"{connections.PREFIX}run:{task.run}", "started", "ended") for task in tasks]
    for worker in workers:
        worker.stop()
        scene.processes.remove(worker)
    client.close()
    spans = [(int(ended or 0) - int(began or 0)) / 1000 for began, ended in times]
    return Worked(len(tasks) / took, percentile(spans, 0.95), counted / len(tasks), spent / len(tasks))


def _cpu(workers: Sequence[Process]) -> float:
    return sum(worker.cpu_s() for worker in workers)


def _figures(taken: dict[Layout, list[Worked]]) -> list[Figure]:
    figures = []
    rate = {layout: statistics.median(one.rate for one in worked) for layout, worked in taken.items()}
    for layout, worked in taken.items():
        times = "" if layout is ONE else f"{rate[layout] / rate[ONE]:.2f} × one process"
        p95 = statistics.median(one.p95 for one in worked)
        count = statistics.median(one.commands for one in worked)
        figures += [
            Figure(f"cold tasks a second, {layout.name}", rate[layout], "a second", "", times),
            Figure(f"p95 of a run, {layout.name}", p95, "s", "", "first step to end, as many at once as threads"),
            Figure(f"Redis commands a cold task, {layout.name}", count, "commands", "", "polling included"),
        ]  # fmt: skip
    cpu = statistics.median(one.cpu for one in taken[ONE])
    return [*figures, Figure("processor time a cold task, worker alone", cpu, "s", "", ONE.name)]
