"""The most connections each process of the Procfile may open, counted from the pools it uses, and what a page says."""

import re
from pathlib import Path

import connections
from settings import Settings
from storage.engines import ALONE, LOOP, THREADS
from tests.processes import ROOT

WEBHOOK = "web, webhook"
"""The web process when it takes updates."""
WORKERS = [("blocking", "consumer", "tasks"), ("blocking", "consumer", "cache"), ("blocking", "command", "tasks")]
REDIS = {
    "bot": [
        ("loop", "command", "tasks"), ("loop", "consumer", "tasks"), ("loop", "consumer", "tasks"),
        ("blocking", "command", "tasks"), ("blocking", "command", "cache"),
    ],
    "worker": WORKERS,
    "background": WORKERS,
    "bulk": WORKERS,
    "scheduler": [("blocking", "command", "tasks")],
    "web": [("blocking", "command", "tasks")],
    WEBHOOK: [("loop", "command", "tasks"), ("blocking", "command", "tasks"), ("blocking", "command", "cache")],
}  # fmt: skip
"""Its pools, as `connections.shares` names them: the bot reads endings and progress on one each."""
SQL = {
    "release": [ALONE],
    # People, its own analyses without Redis, deleting what is past its term.
    "bot": [LOOP, ALONE, ALONE],
    # Steps, and the hourly job, which stands in its queue.
    "worker": [THREADS, ALONE],
    "background": [THREADS],
    "bulk": [THREADS],
    "scheduler": [],
    "web": [],
    WEBHOOK: [LOOP, ALONE],
}
"""The same of PostgreSQL."""


def procfile() -> dict[str, str]:
    """The lines of the Procfile."""
    lines = (line.partition(": ") for line in (ROOT / "Procfile").read_text().splitlines() if line.strip())
    return {name: command for name, _, command in lines}


def most_of_redis(settings: Settings, max_connections: int) -> dict[str, int]:
    """By process, with this `redis.max_connections`."""
    redis = settings.redis.model_copy(update={"max_connections": max_connections})
    shares = dict[tuple[str, str, str], int](connections.shares(settings.model_copy(update={"redis": redis})).items())
    return {name: sum(shares[pool] for pool in pools) for name, pools in REDIS.items()}


def most_of_sql() -> dict[str, int]:
    """By process, with one worker process."""
    return {name: sum(map(sum, pools)) for name, pools in SQL.items()}


def table(page: Path, heading: str) -> list[list[str]]:
    """The cells of a page's tables below a heading, without their heads."""
    part = page.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\|(.+)\|$", part, re.M)
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    heads = {number for number, row in enumerate(cells) if set(row[0]) <= {"-"}}
    return [row for number, row in enumerate(cells) if number not in heads and number + 1 not in heads]
