"""One side on its own: a fresh Valkey, a fresh Telegram, the shared FACEIT, and the processes of that side."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import redis

from benchmarks.stage import TOKEN, Process
from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn
from sandbox.valkey import EmbeddedValkey

TASKS, CACHE = 1, 2
"""The databases of settings.toml."""


class Place:
    """Where one side works, `at_once` analyses at a time. `environment` is that of its processes."""

    def __init__(
        self, faceit: FaceitStandIn, valkey: EmbeddedValkey, telegram: TelegramStandIn, folder: Path,
        environment: Mapping[str, str], at_once: int,
    ) -> None:  # fmt: skip
        self.faceit, self.valkey, self.telegram, self.folder = faceit, valkey, telegram, folder
        self.at_once = at_once
        self._environment = dict(environment)
        self._processes: dict[str, Process] = {}
        self._started = 0

    def start(self, name: str, command: list[str], **environment: str) -> Process:
        """A process of the side, by its name; further values for its environment may be given."""
        values = {**self._environment, **environment}
        pairs = [f"{key}={value}" for key, value in values.items()]
        self._started += 1
        process = Process(["/usr/bin/env", *pairs, *command], self.folder / f"{name}-{self._started}.log")
        self._processes[name] = process
        return process

    def wait_for_bot(self, bot: Process) -> None:
        """Until it polls."""
        bot.wait_until(lambda _: bool(self.telegram.status()["polled"]))

    def named(self, prefix: str) -> dict[str, Process]:
        """The processes whose names begin so."""
        return {name: process for name, process in self._processes.items() if name.startswith(prefix)}

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory of all processes of the side, and their share of it with what is shared counted once."""
        resident = proportional = 0
        for process in self._tree():
            try:
                full = process.memory_full_info()
            except psutil.Error:
                continue
            resident, proportional = resident + full.rss, proportional + full.pss
        return resident / 2**20, proportional / 2**20

    def cpu_s(self) -> float:
        """Processor seconds of all processes of the side, ended children included."""
        return sum(process.cpu_s() for process in self._processes.values() if process.child.poll() is None)

    def redis(self, database: int = 0) -> redis.Redis:
        """A client for a look from outside."""
        return redis.Redis(port=self.valkey.port, db=database)

    def forget_answers(self) -> None:
        """Empty the cache of FACEIT answers: the next crowd begins cold."""
        with self.redis(CACHE) as client:
            client.flushdb()
        self.faceit.reset()

    def stop(self) -> None:
        """End every process of the side."""
        for process in self._processes.values():
            process.stop()

    def _tree(self) -> list[psutil.Process]:
        return [one for process in self._processes.values() if process.child.poll() is None for one in process.tree()]


@contextmanager
def place(faceit: FaceitStandIn, at_once: int, **environment: str) -> Iterator[Place]:
    """A place with everything but the side's processes; all of it is ended afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="alternatives-") as folder,
        EmbeddedValkey() as valkey,
        TelegramStandIn(Config(token=TOKEN, rate_limits=True)) as telegram,
    ):
        values = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "BOT_TOKEN": TOKEN,
            "FACEIT_API_KEY": "bench-key",
            "REDIS_URL": valkey.url,
            "TELEGRAM_API_URL": telegram.url,
            "FACEIT_BASE_URL": faceit.url,
            "FACEIT__RATE_PER_SECOND": f"{faceit.gate.options.rate:g}",
            "FACEIT__CALLS_PER_HOUR": "1000000",
            "FACEIT__MAX_CONCURRENT": "64",
            "STORAGE__SQLITE_PATH": str(Path(folder) / "bot.sqlite3"),
            "LOG_LEVEL": "INFO",
            **environment,
        }
        faceit.reset()
        result = Place(faceit, valkey, telegram, Path(folder), values, at_once)
        try:
            yield result
        finally:
            result.stop()
