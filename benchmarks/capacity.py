"""What a deployment can carry, and which part ends first: pure functions over measured figures and limits.

`python -m benchmarks.capacity [--keys N] [--cores N] [--redis-mb N] [--bots N]` prints the table for 1,000, 100,000 and
1,000,000 people. Measured constants are read from results.json, limits of others are below with their source.
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
KEPT_S = 24 * 3600
"""A task and its result: `tasks.cleanup_hours`."""
HOUR_S, DAY_S = 3600, 24 * 3600
ASKS_A_DAY = 2.0
"""Of one person, as in the benchmark `evening` (1,000 asks of 500 people)."""
BUSIEST_HOUR = 0.2
"""The share of a day's asks that fall into its busiest hour: an evening of four hours has most of them."""
POPULATIONS = (1_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Measured:
    """What one task costs. `calls`: FACEIT calls a report with sharing and caching; seconds, KB and commands a task."""

    calls: float
    cpu_s: float
    memory_kb: float
    commands: float


@dataclass(frozen=True)
class Deployment:
    """What was set up: keys of FACEIT, cores for workers and bot, memory of Redis, bots with tokens of their own."""

    keys: int = 1
    cores: int = 2
    redis_mb: float = 1024
    bots: int = 1


@dataclass(frozen=True)
class Part:
    """One part's capacity, in tasks an hour, and what is done about it."""

    name: str
    tasks_an_hour: float
    remedy: str

    def used(self, wanted: float) -> float:
        """The share (1 is full) that `wanted` tasks an hour take."""
        return wanted / self.tasks_an_hour


def read_measured(path: Path = RESULTS) -> Measured:
    """The figures of a full run. Raises KeyError naming the figure that is missing, OSError, ValueError."""
    figures: Mapping[str, float] = {
        figure["name"]: figure["value"] for figure in json.loads(path.read_text(encoding="utf-8"))["figures"]
    }
    return Measured(
        calls=figures["an evening of 500 people: calls a report"],
        cpu_s=figures["processor time a task, all processes"],
        memory_kb=figures["Redis memory a finished task"],
        commands=figures["Redis commands a task"],
    )


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


def parts(measured: Measured, deployment: Deployment) -> list[Part]:
    """The parts, the one that ends first at the head. Memory holds a day's tasks: the busiest hour has its share."""
    calls = deployment.keys * FACEIT_CALLS_AN_HOUR
    sends = deployment.bots * TELEGRAM_SENDS_A_SECOND * HOUR_S
    commands = REDIS_COMMANDS_A_SECOND * HOUR_S
    kept_a_day = deployment.redis_mb * 1024 / measured.memory_kb * DAY_S / KEPT_S
    found = [
        Part("FACEIT key", calls / measured.calls, "another key, with a deployment of its own"),
        Part("processor", deployment.cores * HOUR_S / measured.cpu_s, "another worker process or host"),
        Part("Telegram sends", sends / SENDS_A_TASK, "another bot, or Telegram's paid sends"),
        Part("Redis commands", commands / measured.commands, "a faster core, then a server a bot"),
        Part("Redis memory", kept_a_day * BUSIEST_HOUR, "more memory, or a shorter tasks.cleanup_hours"),
    ]  # fmt: skip
    return sorted(found, key=lambda part: part.tasks_an_hour)


def first_to_end(measured: Measured, deployment: Deployment, people: int) -> Part | None:
    """The first part that so many people use up in their busiest hour; None when all carry them."""
    narrowest = parts(measured, deployment)[0]
    return narrowest if narrowest.used(tasks_wanted(people)) > 1 else None


def needed(part: Part, people: int) -> float:
    """How many times of this part's present capacity so many people need, 1 when it is enough."""
    return max(1.0, part.used(tasks_wanted(people)))


def table(measured: Measured, deployment: Deployment) -> Table:
    """Parts by how soon they end; a cell is the share used in the busiest hour."""
    result = Table("part", "tasks an hour", "enough for people", *(f"{people:,}" for people in POPULATIONS), "then")
    for part in parts(measured, deployment):
        shares = (f"{part.used(tasks_wanted(people)):.1%}" for people in POPULATIONS)
        result.add_row(
            part.name, f"{part.tasks_an_hour:,.0f}", f"{people_carried(part.tasks_an_hour):,}", *shares, part.remedy
        )
    return result


def main() -> int:
    """Print the table and what ends first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__)
    parser.add_argument("--keys", type=int, default=1, help="FACEIT keys")
    parser.add_argument("--cores", type=int, default=2, help="cores for bot and workers")
    parser.add_argument("--redis-mb", type=float, default=1024, help="memory of the tasks' Redis")
    parser.add_argument("--bots", type=int, default=1, help="bots with a token each")
    arguments = parser.parse_args()
    if min(arguments.keys, arguments.cores, arguments.redis_mb, arguments.bots) <= 0:
        parser.error("keys, cores, memory and bots must be above 0")
    deployment = Deployment(arguments.keys, arguments.cores, arguments.redis_mb, arguments.bots)
    measured = read_measured()
    console = Console(width=150)
    console.print(
        f"{measured}\n{deployment}\n{ASKS_A_DAY:g} asks a person a day, {BUSIEST_HOUR:.0%} of them in one hour"
    )
    console.print(table(measured, deployment))
    for people in POPULATIONS:
        part = first_to_end(measured, deployment, people)
        words = (
            "enough" if part is None else f"{part.name} ends first, {needed(part, people):.1f} times of it are needed"
        )
        console.print(f"{people:>9,} people, {tasks_wanted(people):,.0f} tasks in the busiest hour: {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
