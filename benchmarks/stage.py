"""The stage of a benchmark: embedded Valkey, both stand-ins, real bot and worker processes, all on loopback."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

import connections
import settings as settings_module
from sandbox.faceit.league import League
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn
from sandbox.valkey import EmbeddedValkey, die_with_parent
from settings import Settings

ROOT = Path(__file__).parent.parent
TOKEN = "123456:BENCHTOKENBENCHTOKENBENCHTOKENBENCHT"


class Process:
    """A child in a session of its own, ended with its whole tree."""

    def __init__(self, command: list[str], log: Path) -> None:
        self.log = log
        with log.open("wb") as out:
            self.child = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (one prctl call)
            )

    def tree(self) -> list[psutil.Process]:
        """The process and its children."""
        parent = psutil.Process(self.child.pid)
        return [parent, *parent.children(recursive=True)]

    def signal(self, number: signal.Signals) -> None:
        """To every process of the tree."""
        for process in self.tree():
            process.send_signal(number)

    def wait_until(self, ready: Callable[[str], bool], timeout: float = 240) -> None:
        """Wait until `ready` holds of what it has written. Raises RuntimeError with the end of that when it is over."""

        def look() -> bool:
            written = self.log.read_text(errors="replace")
            if self.child.poll() is not None:
                raise RuntimeError(f"{self.log.stem} ended with {self.child.returncode}: {written[-1500:]}")
            return ready(written)

        wait_for(look, timeout, poll=0.05)

    def rss_mb(self) -> float:
        """Resident memory of the whole tree."""
        return sum(process.memory_info().rss for process in self.tree()) / 2**20

    def cpu_s(self) -> float:
        """Processor seconds of the tree so far, ended children included."""
        total = 0.0
        for process in self.tree():
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total

    def stop(self) -> None:
        """Kill and wait."""
        try:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            pass
        self.child.wait(10)


class Stage:
    """Everything a benchmark plays on."""

    def __init__(self, valkey: EmbeddedValkey, faceit: FaceitStandIn, telegram: TelegramStandIn, folder: Path) -> None:
        self.valkey = valkey
        self.faceit = faceit
        self.telegram = telegram
        self.folder = folder
        self.processes: list[Process] = []

    @property
    def settings(self) -> Settings:
        """Settings as the processes see them."""
        return settings_module.load()

    def worker(
        self, module: str = "actors.worker", *, processes: int = 1, threads: int = 8, queues: str = ""
    ) -> Process:
        """A Dramatiq worker, ready."""
        command = [sys.executable, "-m", "dramatiq", module, "--processes", str(processes), "--threads", str(threads)]
        command += ["--skip-logging", "--worker-shutdown-timeout", "2000"]
        if queues:
            command += ["--queues", *queues.split()]
        process = self._start("worker", command)
        process.wait_until(lambda written: written.count("ready for action") >= processes)
        return process

    def bot(self) -> Process:
        """The bot, polling."""
        process = self._start("bot", [sys.executable, "-m", "bot"])
        process.wait_until(lambda _: bool(self.telegram.status()["polled"]))
        return process

    def link(self, scenario: str) -> str:
        """A room link."""
        return f"https://www.faceit.com/en/cs2/room/{self.faceit.league.scenarios[scenario]}"

    def matches(self, count: int) -> list[str]:
        """Ids of different matches that were played, newest first."""
        played = [
            match for match in self.faceit.league.matches.values() if match.status == "FINISHED" and match.game == "cs2"
        ]
        return [match.match_id for match in sorted(played, key=lambda match: -(match.finished_at or 0))[:count]]

    def forget(self) -> None:
        """Empty both databases and the record of calls: the next round begins cold, but for the FACEIT budget."""
        for database in ("tasks", "cache"):
            client = connections.redis_client("consumer", database, self.settings)
            for key in client.scan_iter(f"{connections.PREFIX}*", count=1000):
                if not any(word in key for word in (b"heartbeats", b"lease:", b"budget:")):
                    client.delete(key)
            client.close()
        self.faceit.reset()

    def _start(self, name: str, command: list[str]) -> Process:
        process = Process(command, self.folder / f"{name}-{len(self.processes)}.log")
        self.processes.append(process)
        return process


def wait_for(condition: Callable[[], bool], timeout: float, poll: float = 0.002) -> float:
    """Wait until `condition` holds; the moment (monotonic) it did. Raises TimeoutError."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {timeout:g} s")
        time.sleep(poll)
    return time.monotonic()


@contextmanager
def stage(
    *,
    latency_ms: float = 190,
    rate: float = 20,
    rate_limits: bool = False,
    environment: Mapping[str, str] | None = None,
    league: League | None = None,
) -> Iterator[Stage]:
    """A stage with its environment set; everything is ended afterwards. `league`: another one than FACEIT's usual."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        EmbeddedValkey() as valkey,
        FaceitStandIn(league=league, options=Options(latency_ms=latency_ms, latency_jitter=0, rate=rate)) as faceit,
        TelegramStandIn(Config(token=TOKEN, rate_limits=rate_limits)) as telegram,
    ):
        values = {
            "BOT_TOKEN": TOKEN,
            "FACEIT_API_KEY": "bench-key",
            "REDIS_URL": valkey.url,
            "TELEGRAM_API_URL": telegram.url,
            "FACEIT_BASE_URL": faceit.url,
            "FACEIT__RATE_PER_SECOND": f"{rate:g}",
            "STORAGE__SQLITE_PATH": str(Path(folder) / "bot.sqlite3"),
            "LOG_LEVEL": "INFO",
            "dramatiq_worker_timeout": "50",
            **(environment or {}),
        }
        before = {name: os.environ.get(name) for name in values}
        os.environ.update(values)
        settings_module.load.cache_clear()
        result = Stage(valkey, faceit, telegram, Path(folder))
        try:
            yield result
        finally:
            for process in result.processes:
                process.stop()
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
            settings_module.load.cache_clear()
