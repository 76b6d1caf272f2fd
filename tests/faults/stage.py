"""The whole system with a proxy before each part it talks to: real bots and workers, a Valkey that survives."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis

import settings as settings_module
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn
from sandbox.valkey import EmbeddedValkey
from storage.release import migrate_local
from tests.faults.keeper import Keeper
from tests.faults.proxy import Proxy
from tests.processes import Child, worker

TOKEN = "123456:FAULTTOKENFAULTTOKENFAULTTOKENFAULTT"
RATE = 200
"""FACEIT calls a second: faults are looked for here, not the budget's patience."""
SHORT = {
    "WORKERS__HEARTBEAT_TIMEOUT_MS": "3000",
    "WORKERS__MAINTENANCE_CHANCE": "1000000",
    "WORKERS__RECONCILE_SECONDS": "2",
    "TELEGRAM__LEASE_SECONDS": "3",
    "TELEGRAM__POLL_TIMEOUT": "2",
    "TELEGRAM__UPDATES_FLOOD": "1000",
    "TASKS__CALLS_PER_DAY": "1000000",
    "FACEIT__CALLS_PER_HOUR": "1000000",
    "FACEIT__RATE_PER_SECOND": str(RATE),
    "FACEIT__MAX_CONCURRENT": "32",
    "FACEIT__TIMEOUT_READ": "3",
    "LOGS__JSON": "true",
    "LOG_LEVEL": "INFO",
    "dramatiq_worker_timeout": "50",
}


@dataclass
class Stage:
    """Stand-ins and Valkey, the proxies before them, and who keeps the processes alive."""

    telegram: TelegramStandIn
    faceit: FaceitStandIn
    valkey: EmbeddedValkey
    to_telegram: Proxy
    to_faceit: Proxy
    to_valkey: Proxy
    keeper: Keeper
    folder: Path

    def start_bot(self, role: str = "bot") -> Child:
        """A bot that is kept alive; returns once it has signed in and somebody polls."""
        child = self.keeper.keep(role, lambda: Child(role, [sys.executable, "-m", "bot"], self.folder))
        child.begun(lambda: "bot.signed_in" in child.output and bool(self.telegram.status()["polled"]))
        return child

    def start_worker(self, role: str = "worker", *, threads: int = 6) -> Child:
        """A worker for all queues that is kept alive; returns once it is ready."""
        child = self.keeper.keep(role, lambda: worker(self.folder, module="actors.worker", threads=threads))
        child.begun_with("ready for action")
        return child

    def records(self) -> redis.Redis:
        """A client of the tasks' database that goes to Valkey itself, past the proxy."""
        return redis.Redis(port=self.valkey.port, db=1, socket_timeout=20)

    def link(self, match: str) -> str:
        """A room link of a match's id, or of a scenario's name."""
        return f"https://www.faceit.com/en/cs2/room/{self.faceit.league.scenarios.get(match, match)}"

    def played(self) -> list[str]:
        """Ids of CS2 matches that are over, oldest first."""
        league = self.faceit.league
        return [
            match.match_id for match in league.matches.values() if match.status == "FINISHED" and match.game == "cs2"
        ]

    def players(self) -> list[str]:
        """Nicknames that need no quoting, of people who play."""
        plain = re.compile(r"[A-Za-z]{4,}")
        everybody = self.faceit.league.players.values()
        return [one.nickname for one in everybody if one.activity > 0.5 and plain.fullmatch(one.nickname)]


@contextmanager
def stage(
    environment: Mapping[str, str] | None = None, *, latency_ms: float = 25, rate_limits: bool = True
) -> Iterator[Stage]:
    """A stage without processes yet, its environment set; everything is ended afterwards."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="faults-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        keeper = Keeper()
        valkey = EmbeddedValkey(persist=True, fsync="always")
        stack.callback(valkey.close)
        stack.callback(keeper.close)
        keeper.call(valkey.start)
        faceit = stack.enter_context(FaceitStandIn(options=Options(latency_ms=latency_ms, rate=RATE, retry_after=True)))
        telegram = stack.enter_context(
            TelegramStandIn(Config(token=TOKEN, rate_limits=rate_limits, requests_kept=500_000))
        )
        ports = (valkey.port, urlsplit(faceit.root).port, urlsplit(telegram.url).port)
        to_valkey, to_faceit, to_telegram = (stack.enter_context(Proxy(port or 0)) for port in ports)
        values = {
            **SHORT,
            "BOT_TOKEN": TOKEN,
            "FACEIT_API_KEY": "key-of-the-stand-in",
            "REDIS_URL": f"redis://127.0.0.1:{to_valkey.port}",
            "TELEGRAM_API_URL": f"http://127.0.0.1:{to_telegram.port}",
            "FACEIT_BASE_URL": f"http://127.0.0.1:{to_faceit.port}{urlsplit(faceit.url).path}",
            "STORAGE__SQLITE_PATH": str(folder / "bot.sqlite3"),
            "DATABASE_URL": "",
            **(environment or {}),
        }
        stack.enter_context(_set(values))
        migrate_local(settings_module.load())
        result = Stage(telegram, faceit, valkey, to_telegram, to_faceit, to_valkey, keeper, folder)
        # Before the proxies and stand-ins go: what is killed must not have waited for them.
        stack.callback(keeper.close)
        yield result


@contextmanager
def _set(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    settings_module.load.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        settings_module.load.cache_clear()
