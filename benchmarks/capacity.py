"""What a deployment can carry, and which part ends first: pure functions over measured figures and limits.

`python -m benchmarks.capacity [--keys N] [--cores N] [--workers N] [--redis-mb N] [--bots N]` prints a table for 1,000,
100,000 and 1,000,000 people, for each mix of asks: all costs in a table are of one mix. Measured
constants are read from results.json, limits of others are below with their source.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results.json"

FACEIT_CALLS_AN_HOUR = 10_000
"""Of one key: `faceit.calls_per_hour` in settings.toml, as FACEIT's users report it."""
TELEGRAM_SENDS_A_SECOND = 25
"""Of one bot: `telegram.overall_per_second`; Telegram's manual says about thirty."""
SENDS_A_TASK = 4
"""First answer, card, last edit, picture. Progress edits take what is left, and wait for it."""
REDIS_COMMANDS_A_SECOND = 50_000
"""Of one small server: a cautious half of what redis-benchmark gives one core without pipelining (about 100,000)."""
CACHES_MB = 64 + 16
"""Of Redis' memory, for FACEIT's answers and pictures: `redis.cache_max_mb`, `pictures.cache_max_mb`."""
KEPT_S = 24 * 3600
"""A task and its result: `tasks.cleanup_hours`."""
WORK_S = 3600
"""Intermediate data: `tasks.work_hours`."""
HOUR_S, DAY_S = 3600, 24 * 3600
ASKS_A_DAY = 2.0
"""Of one person, as in the benchmark `evening` (1,000 asks of 500 people)."""
BUSIEST_HOUR = 0.2
"""The share of a day's asks that fall into its busiest hour: an evening of four hours has most of them."""
POPULATIONS = (1_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Measured:
    """What one report costs in one mix of asks: FACEIT calls; processor seconds of all processes; KB and commands of

    Redis; `kept_kb` of the memory for a day and the rest for an hour; and how many a second one worker process makes.
    None where it was not measured: then all memory counts for the day.
    """

    calls: float
    cpu_s: float
    memory_kb: float
    commands: float
    kept_kb: float | None = None
    worker_rate: float | None = None


@dataclass(frozen=True)
class Mix:
    """A mix of asks, and the figures of results.json that say what a report costs in it. All are of this mix alone."""

    name: str
    calls: str
    cpu_s: str
    memory_kb: str
    commands: str
    kept_kb: str


EVENING = Mix(
    "an evening with popular matches",
    "an evening of 500 people: calls a report", "an evening of 500 people: processor time a report",
    "an evening of 500 people: Redis memory a report", "an evening of 500 people: Redis commands a report",
    "an evening of 500 people: Redis memory a report, an hour later",
)  # fmt: skip
COLD = Mix(
    "every match a different one, asked for once",
    "FACEIT calls a task", "processor time a task, all processes", "Redis memory a finished task",
    "Redis commands a task", "Redis memory a finished task, an hour later",
)  # fmt: skip
MIXES = (EVENING, COLD)
COLD_RATE = "cold tasks a second, 1 process × 8 threads"
COLD_WORKER_S = "processor time a cold task, worker alone"
EVENING_WORKER_S = "an evening of 500 people: processor time a report, worker"


@dataclass(frozen=True)
class Deployment:
    """What was set up: keys of FACEIT, cores for all processes, worker processes, Redis' memory, bots by token."""

    keys: int = 1
    cores: int = 2
    redis_mb: float = 1024
    bots: int = 1
    workers: int = 1


@dataclass(frozen=True)
class Part:
    """One part's capacity, in tasks an hour, and what is done about it."""

    name: str
    tasks_an_hour: float
    remedy: str

    def used(self, wanted: float) -> float:
        """The share (1 is full) that `wanted` tasks an hour take."""
        return wanted / self.tasks_an_hour


def read_measured(path: Path = RESULTS, mix: Mix = EVENING) -> Measured:
    """The figures of a full run. Raises KeyError naming the figure that is missing, OSError, ValueError."""
    figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
    return measured({figure["name"]: figure["value"] for figure in figures}, mix)


def measured(figures: Mapping[str, float], mix: Mix) -> Measured:
    """What a report costs in a mix, by figures' names. Raises KeyError naming the one that is missing."""
    return Measured(
        calls=figures[mix.calls],
        cpu_s=figures[mix.cpu_s],
        memory_kb=figures[mix.memory_kb],
        commands=figures[mix.commands],
        kept_kb=figures.get(mix.kept_kb),
        worker_rate=worker_rate(figures, mix),
    )


def worker_rate(figures: Mapping[str, float], mix: Mix) -> float | None:
    """Reports a second of one worker process. It was measured for cold matches; a full process that spends less on a

    report makes as many more. None when a figure is missing.
    """
    cold, spent, evening = (figures.get(name) for name in (COLD_RATE, COLD_WORKER_S, EVENING_WORKER_S))
    if mix is COLD or cold is None:
        return cold
    return cold * spent / evening if spent and evening else None


def tasks_wanted(people: int, asks_a_day: float = ASKS_A_DAY, busiest: float = BUSIEST_HOUR) -> float:
    """Tasks in the busiest hour of so many people. Raises ValueError for fewer than none."""
    if people < 0 or asks_a_day < 0 or not 0 < busiest <= 1:
        raise ValueError(f"people {people}, asks a day {asks_a_day}, busiest hour {busiest}")
    return people * asks_a_day * busiest


def people_carried(tasks_an_hour: float, asks_a_day: float = ASKS_A_DAY, busiest: float = BUSIEST_HOUR) -> int:
    """How many people a capacity is enough for. Raises ValueError when nobody asks."""
    if asks_a_day <= 0 or busiest <= 0:
        raise ValueError("nobody asks")
    return int(tasks_an_hour / (asks_a_day * busiest))


def parts(cost: Measured, deployment: Deployment) -> list[Part]:
    """The parts, the one that ends first at the head. Memory holds a day's tasks, and the work of its busiest hour.

    Raises ValueError when the caches alone take all of Redis' memory.
    """
    calls = deployment.keys * FACEIT_CALLS_AN_HOUR
    sends = deployment.bots * TELEGRAM_SENDS_A_SECOND * HOUR_S
    commands = REDIS_COMMANDS_A_SECOND * HOUR_S
    for_tasks_mb = deployment.redis_mb - CACHES_MB
    if for_tasks_mb <= 0:
        raise ValueError(f"{deployment.redis_mb:g} MB of Redis, and the caches take {CACHES_MB}")
    kept_kb = cost.memory_kb if cost.kept_kb is None else cost.kept_kb
    of_a_day_kb = kept_kb * KEPT_S / DAY_S + (cost.memory_kb - kept_kb) * BUSIEST_HOUR * WORK_S / HOUR_S
    kept_a_day = for_tasks_mb * 1024 / of_a_day_kb
    found = [
        Part("FACEIT key", calls / cost.calls, "another key, with a deployment of its own"),
        Part("processor", deployment.cores * HOUR_S / cost.cpu_s, "another host"),
        Part("Telegram sends", sends / SENDS_A_TASK, "another bot, or Telegram's paid sends"),
        Part("Redis commands", commands / cost.commands, "a faster core, then a server a bot"),
        Part("Redis memory", kept_a_day * BUSIEST_HOUR, "more memory, or a shorter tasks.cleanup_hours"),
    ]  # fmt: skip
    if cost.worker_rate:
        full = deployment.workers * cost.worker_rate * HOUR_S
        found.append(Part("worker processes", full, "another worker process or command, on a core of its own"))
    return sorted(found, key=lambda part: part.tasks_an_hour)


def first_to_end(cost: Measured, deployment: Deployment, people: int) -> Part | None:
    """The first part that so many people use up in their busiest hour; None when all carry them."""
    narrowest = parts(cost, deployment)[0]
    return narrowest if narrowest.used(tasks_wanted(people)) > 1 else None


def needed(part: Part, people: int) -> float:
    """How many times of this part's present capacity so many people need, 1 when it is enough."""
    return max(1.0, part.used(tasks_wanted(people)))


def table(cost: Measured, deployment: Deployment) -> Table:
    """Parts by how soon they end; a cell is the share used in the busiest hour."""
    result = Table(*HEAD, "then")
    for part in parts(cost, deployment):
        result.add_row(*cells(part), part.remedy)
    return result


HEAD = ("part", "tasks an hour", "enough for people", *(f"{people:,}" for people in POPULATIONS))


def cells(part: Part) -> list[str]:
    """A part's line below HEAD."""
    shares = (f"{part.used(tasks_wanted(people)):,.0%}" for people in POPULATIONS)
    return [part.name, f"{part.tasks_an_hour:,.0f}", f"{people_carried(part.tasks_an_hour):,}", *shares]


def main() -> int:
    """Print the table and what ends first, for each mix that was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument("--keys", type=int, default=1, help="FACEIT keys")
    parser.add_argument("--cores", type=int, default=2, help="cores for bot and workers")
    parser.add_argument("--workers", type=int, default=1, help="worker processes on the interactive queues")
    parser.add_argument("--redis-mb", type=float, default=1024, help=f"memory of Redis, {CACHES_MB} MB of it caches")
    parser.add_argument("--bots", type=int, default=1, help="bots with a token each")
    given = parser.parse_args()
    if min(given.keys, given.cores, given.workers, given.bots) <= 0:
        parser.error("keys, cores, workers and bots must be above 0")
    if given.redis_mb <= CACHES_MB:
        parser.error(f"Redis needs more than the {CACHES_MB} MB of its caches")
    deployment = Deployment(given.keys, given.cores, given.redis_mb, given.bots, given.workers)
    console = Console(width=150)
    console.print(f"{deployment}\n{ASKS_A_DAY:g} asks a person a day, {BUSIEST_HOUR:.0%} of them in one hour")
    for mix in MIXES:
        console.print(f"\n{mix.name}:")
        try:
            cost = read_measured(mix=mix)
        except KeyError as error:
            console.print(f"not measured yet: {error}; python -m benchmarks evening alternatives")
            continue
        console.print(cost)
        console.print(table(cost, deployment))
        for people in POPULATIONS:
            console.print(f"{people:>9,} people, {tasks_wanted(people):,.0f} tasks in the busiest hour: ", end="")
            part = first_to_end(cost, deployment, people)
            if part is None:
                console.print("enough")
            else:
                console.print(f"{part.name} ends first, {needed(part, people):.1f} times of it are needed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
