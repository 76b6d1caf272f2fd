"""Faults at random, from one seed: processes killed and frozen, Valkey stalled, wires cut, wrong answers."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import psutil

from tests.faults.stage import Stage
from tests.processes import Child

WORKERS = ("worker-1", "worker-2")
BOT = "bot"


class Weather:
    """Breaks a stage for a while, on its keeper's thread; `calm` ends all of it. `seen` counts what was done."""

    def __init__(self, stage: Stage, seed: int, *, gap_s: float) -> None:
        self._stage = stage
        self._rng = random.Random(seed)
        self._gap_s = gap_s
        self.seen: Counter[str] = Counter()

    def blow(self, seconds: float) -> None:
        """Plan faults for so long, about one in `gap_s`; returns at once."""
        kinds: tuple[tuple[str, Callable[[], object]], ...] = (
            ("worker killed", self._kill_worker),
            ("worker killed", self._kill_worker),
            ("bot killed", lambda: self._stage.keeper.kill(BOT)),
            ("bot killed", lambda: self._stage.keeper.kill(BOT)),
            ("worker frozen", self._freeze_worker),
            ("Valkey stalled", self._stall_valkey),
            ("Valkey killed and started", self._restart_valkey),
            ("Valkey cut off", self._stage.to_valkey.cut),
            ("Valkey refused", self._refuse_valkey),
            ("FACEIT 503 and 429", self._bad_faceit),
            ("Telegram 500 and 429", self._bad_telegram),
            ("Telegram cut off", self._stage.to_telegram.cut),
        )

        def plan() -> None:
            moment, end = time.monotonic(), time.monotonic() + seconds
            while (moment := moment + self._rng.uniform(0.5, 1.5) * self._gap_s) < end:
                name, act = self._rng.choice(kinds)
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
            for role in WORKERS:
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

    def _freeze_worker(self) -> None:
        """Longer than a heartbeat may be missed: it wakes as somebody whose work others do."""
        child = self._stage.keeper.child(self._rng.choice(WORKERS))
        _signal(child, signal.SIGSTOP)
        self._later(self._rng.uniform(3, 8), lambda: _signal(child, signal.SIGCONT))

    def _stall_valkey(self) -> None:
        self._stage.valkey.signal(signal.SIGSTOP)
        self._later(self._rng.uniform(1, 8), lambda: self._stage.valkey.signal(signal.SIGCONT))

    def _restart_valkey(self) -> None:
        if self._stage.valkey.process is None:
            return
        self._stage.valkey.kill()
        self._later(self._rng.uniform(0.2, 1.5), self._start_valkey)

    def _start_valkey(self) -> None:
        if self._stage.valkey.process is None:
            self._stage.valkey.start()

    def _refuse_valkey(self) -> None:
        self._stage.to_valkey.refuse()
        self._later(self._rng.uniform(0.5, 3), self._stage.to_valkey.allow)

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
