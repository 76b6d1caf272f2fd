"""Faults at random, from one seed: processes killed, frozen and ended, Valkey stalled and full, wires cut and slow."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence

import psutil
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.faults.proxy import Proxy
from tests.faults.stage import Stage
from tests.faults.windows import WIRE_S, Break
from tests.processes import Child

WORKERS = ("worker-1", "worker-2")
BOTS = ("bot-1", "bot-2")
"""One works, the other stands by."""
FULL = 1
"""Bytes; more is in use already."""


class Weather:
    """Breaks a stage for a while, on its keeper's thread; `calm` ends all of it. `seen` counts what was done."""

    def __init__(self, stage: Stage, seed: int, *, gap_s: float) -> None:
        self._stage = stage
        self._rng = random.Random(seed)
        self._gap_s = gap_s
        self.seen: Counter[str] = Counter()
        self.breaks: list[Break] = []
        """What kept marks from being written, kills of bots apart. No outage of Valkey does: marks wait for it."""

    def blow(self, seconds: float) -> None:
        """Plan faults for so long, about one in `gap_s`; returns at once."""
        kinds: tuple[tuple[str, Callable[[], object]], ...] = (
            ("worker killed", self._kill_worker),
            ("worker killed", self._kill_worker),
            ("worker told to end", lambda: self._terminate(WORKERS)),
            ("worker frozen", lambda: self._freeze(WORKERS)),
            ("bot killed", lambda: self._stage.keeper.kill(self._rng.choice(BOTS))),
            ("bot killed", lambda: self._stage.keeper.kill(self._rng.choice(BOTS))),
            ("bot told to end", lambda: self._terminate(BOTS)),
            ("bot frozen", lambda: self._freeze(BOTS)),
            ("Valkey stalled", self._stall_valkey),
            ("Valkey killed and started", self._restart_valkey),
            ("Valkey cut off", self._stage.to_valkey.cut),
            ("Valkey refused", self._refuse_valkey),
            ("Valkey full", self._fill_valkey),
            ("Valkey far away", lambda: self._slow(self._stage.to_valkey, 0.03)),
            ("FACEIT 503 and 429", self._bad_faceit),
            ("Telegram 500 and 429", self._bad_telegram),
            ("Telegram cut off", self._cut_telegram),
            ("Telegram far away", lambda: self._slow(self._stage.to_telegram, 0.7)),
            ("FACEIT stalled", self._stall_faceit),
        )

        def plan() -> None:
            moment, end = time.monotonic(), time.monotonic() + seconds
            bag: list[tuple[str, Callable[[], object]]] = []
            while (moment := moment + self._rng.uniform(0.5, 1.5) * self._gap_s) < end:
                # Every kind comes once before one comes again.
                bag = bag or self._rng.sample(kinds, len(kinds))
                name, act = bag.pop()
                self._stage.keeper.at(moment, lambda name=name, act=act: self._do(name, act))  # type: ignore[misc]

        self._stage.keeper.call(plan)

    def calm(self) -> None:
        """Everything works again; processes that are down come back by themselves."""
        stage = self._stage
        stage.keeper.forget_plans()

        def heal() -> None:
            for proxy in (stage.to_valkey, stage.to_faceit, stage.to_telegram):
                proxy.calm()
                proxy.allow()
            if stage.valkey.process is None:
                stage.valkey.start()
            stage.valkey.signal(signal.SIGCONT)
            self._limit_valkey(0)
            for role in (*WORKERS, *BOTS):
                _signal(stage.keeper.child(role), signal.SIGCONT)

        stage.keeper.call(heal)
        stage.faceit.configure(faults=[])
        stage.telegram.do("clear_faults")

    def _do(self, name: str, act: Callable[[], object]) -> None:
        self.seen[name] += 1
        act()

    def _later(self, seconds: float, act: Callable[[], object]) -> None:
        self._stage.keeper.at(time.monotonic() + seconds, act)

    def _kill_worker(self) -> None:
        self._stage.keeper.kill(self._rng.choice(WORKERS))

    def _terminate(self, roles: Sequence[str]) -> None:
        """As a platform ends a process before a new release."""
        child = self._stage.keeper.child(self._rng.choice(roles))
        if child.process.poll() is None:
            os.killpg(child.process.pid, signal.SIGTERM)

    def _freeze(self, roles: Sequence[str]) -> None:
        """Longer than a heartbeat may be missed or a lease lasts: it wakes as somebody whose work others do."""
        role = self._rng.choice(roles)
        child, seconds = self._stage.keeper.child(role), self._rng.uniform(3, 8)
        _signal(child, signal.SIGSTOP)
        if role in BOTS:
            self._cuts_marks("freeze of the bot", seconds)
        self._later(seconds, lambda: _signal(child, signal.SIGCONT))

    def _cuts_marks(self, kind: str, seconds: float) -> None:
        """Marks can't be written for so long, from now on; what was on the wire comes a little later."""
        now = time.time()
        self.breaks.append(Break(kind, now, now + seconds + WIRE_S))

    def _cut_telegram(self) -> None:
        """What Telegram has taken and not answered yet nobody can know of."""
        self._cuts_marks("cut of the wire to Telegram", 0)
        self._stage.to_telegram.cut()

    def _stall_valkey(self) -> None:
        seconds = self._rng.uniform(1, 8)
        self._stage.valkey.signal(signal.SIGSTOP)
        self._later(seconds, lambda: self._stage.valkey.signal(signal.SIGCONT))

    def _restart_valkey(self) -> None:
        if self._stage.valkey.process is None:
            return
        seconds = self._rng.uniform(0.2, 1.5)
        self._stage.valkey.kill()
        self._later(seconds, self._start_valkey)

    def _fill_valkey(self) -> None:
        """Every write that needs memory is refused for a while."""
        seconds = self._rng.uniform(1, 5)
        self._limit_valkey(FULL)
        self._later(seconds, lambda: self._limit_valkey(0))

    def _limit_valkey(self, memory: int) -> None:
        # Asked once: this thread is the one that would wake it.
        client = redis.Redis(port=self._stage.valkey.port, socket_timeout=1, retry=Retry(NoBackoff(), 0))
        try:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", memory)
        except (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError):
            if not memory:
                self._later(1, lambda: self._limit_valkey(0))
        finally:
            client.close()

    def _slow(self, proxy: Proxy, seconds: float) -> None:
        """Everything takes so much longer, each way."""
        proxy.delay(seconds)
        self._later(self._rng.uniform(2, 6), lambda: proxy.delay(0))

    def _stall_faceit(self) -> None:
        self._stage.to_faceit.stall()
        self._later(self._rng.uniform(1, 5), self._stage.to_faceit.flow)

    def _start_valkey(self) -> None:
        if self._stage.valkey.process is None:
            self._stage.valkey.start()

    def _refuse_valkey(self) -> None:
        seconds = self._rng.uniform(0.5, 3)
        self._stage.to_valkey.refuse()
        self._later(seconds, self._stage.to_valkey.allow)

    def _bad_faceit(self) -> None:
        faults = [{"kind": "503", "probability": 0.5}, {"kind": "429_retry_after", "probability": 0.1}]
        self._stage.faceit.configure(faults=faults)
        self._later(self._rng.uniform(1, 3), lambda: self._stage.faceit.configure(faults=[]))

    def _bad_telegram(self) -> None:
        for method in ("sendMessage", "editMessageText"):
            self._stage.telegram.do("fail_next", method=method, status=500, times=3)
            self._stage.telegram.do("fail_next", method=method, status=429, retry_after=1)


def _signal(child: Child, number: signal.Signals) -> None:
    for process in child.tree():
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue
