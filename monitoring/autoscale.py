"""Keeps the number of workers right: `python -m monitoring.autoscale --target local|command|dry --every 30`.

Each look reads the overview, says one line for a group whose verdict has changed and, unless dry, does it.
"""

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing

import redis
import structlog

import logs
from connections import redis_client
from errors import ConfigurationError, RedisUnavailableError
from measures import reading
from monitoring.autoscaling.explaining import explained
from monitoring.autoscaling.faceit_limit import FaceitLimit
from monitoring.autoscaling.groups import Group, groups
from monitoring.autoscaling.holding import Decision, Hold
from monitoring.autoscaling.local_processes import LocalProcesses
from monitoring.autoscaling.looks import Looks, look_at
from monitoring.autoscaling.missing import Missing
from monitoring.autoscaling.service import Steps, service_seconds, steps_in
from monitoring.autoscaling.sizing import need, workers_for
from monitoring.autoscaling.targets import Command, DryRun, Target, TargetError
from pipelines.overview.model import Snapshot
from pipelines.overview.reader import Overview
from settings import AutoscaleSettings, load

SERVICE_MINUTES = 60
"""Steps of the last hour tell how long tasks take."""

log = structlog.get_logger(__name__)


class Scaler:
    """One group's looks and decisions."""

    def __init__(self, group: Group, settings: AutoscaleSettings) -> None:
        self.group = group
        self._settings = settings
        self._looks = Looks()
        self.hold = Hold(settings, settings.min.get(group.name, 1), settings.max.get(group.name, 1))

    def decide(
        self, now: float, snapshot: Snapshot, steps: Steps, running: int | None, limit: str
    ) -> tuple[Decision, str]:
        """The decision at `now` and the line that says why. `running`: workers as the target knows them."""
        look = look_at(self.group, snapshot)
        self._looks.add(now, look)
        measured = service_seconds(steps, self.group.types)
        load_now = self._looks.load(
            max(measured or self._settings.assume_seconds, 0.01), look.threads or self._settings.threads
        )
        workers = look.workers if running is None else running
        wanted = need(load_now, utilisation=self._settings.utilisation, drain_s=self._settings.drain_seconds)
        asked = workers_for(wanted, load_now, workers)
        decision = self.hold.decide(now, workers, asked, limited=bool(limit), paused=look.paused)
        line = explained(self.group.name, decision, load_now, wanted, limit=limit, measured=measured is not None)
        return decision, line


class Autoscaler:
    """All groups on one target. `say` gets the lines."""

    def __init__(
        self,
        settings: AutoscaleSettings,
        target: Target,
        scaled: Sequence[Group],
        say: Callable[[str], None],
    ) -> None:
        self._target = target
        self._scalers = [Scaler(group, settings) for group in scaled]
        self._limit = FaceitLimit(settings.faceit_full)
        self._say = say
        self._said: dict[str, tuple[int, int, str]] = {}
        self._missing = Missing()

    def look(self, now: float, snapshot: Snapshot, steps: Steps) -> list[Decision]:
        """One look at everything. A target that fails is logged and asked again at the next look."""
        limit = self._limit.look(now, snapshot.faceit)
        return [self._one(scaler, now, snapshot, steps, limit) for scaler in self._scalers]

    def _one(self, scaler: Scaler, now: float, snapshot: Snapshot, steps: Steps, limit: str) -> Decision:
        name = scaler.group.name
        running = self._target.count(name)
        if running is not None and not self._target.sees_dead:
            running = self._missing.there(name, now, running, look_at(scaler.group, snapshot).workers)
        decision, line = scaler.decide(now, snapshot, steps, running, limit)
        verdict = (decision.workers, decision.target, decision.reason.value)
        if self._said.get(name) != verdict:
            self._said[name] = verdict
            self._say(line)
        if decision.target != decision.workers and not self._scaled(name, decision.target):
            scaler.hold.undone()
        return decision

    def _scaled(self, name: str, workers: int) -> bool:
        """Have the target change it; whether it did."""
        try:
            self._target.scale(name, workers)
        except TargetError as error:
            log.warning("autoscale.target_failed", group=name, command=error.command, problem=error.problem)
            self._said.pop(name)
            return False
        self._missing.asked_anew(name)
        return self._target.changes


def build_target(name: str, settings: AutoscaleSettings, scaled: tuple[Group, ...]) -> Target:
    """The target of that name. Raises ConfigurationError."""
    if name == "local":
        return LocalProcesses(scaled)
    return Command(settings.command) if name == "command" else DryRun()


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m monitoring.autoscale", description=__doc__)
    parser.add_argument("--target", choices=("local", "command", "dry"), default="dry")
    parser.add_argument("--every", type=float, default=None, help="seconds between looks")
    parser.add_argument("--once", action="store_true", help="look once")
    parser.add_argument("--command", default=None, help="for the target `command`, with {group} and {n}")
    return parser.parse_args(argv)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None, stop: threading.Event | None = None) -> int:
    """Look until SIGTERM or SIGINT; exit code 2 when a setting is wrong."""
    arguments = _arguments(argv)
    settings = load()
    logs.configure(settings)
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    own = settings.autoscale
    own = own if arguments.command is None else own.model_copy(update={"command": arguments.command})
    scaled = groups()
    try:
        target = build_target(arguments.target, own, scaled)
    except ConfigurationError as error:
        log.error("autoscale.not_configured", setting=error.setting, problem=error.problem)
        return 2
    autoscaler = Autoscaler(own, target, scaled, _say)
    every = own.every_seconds if arguments.every is None else max(0.1, arguments.every)
    with closing(redis_client("consumer", "tasks", settings)) as client, closing(target):
        overview = Overview(client, settings)
        while not stop.is_set():
            try:
                autoscaler.look(time.monotonic(), overview.now(), steps_in(reading.window(client, SERVICE_MINUTES)))
            except (RedisUnavailableError, redis.RedisError) as error:
                # Nothing is known: everything stays as it is.
                log.warning("autoscale.redis_away", error=type(error).__name__)
            if arguments.once:
                break
            stop.wait(every)
    return 0


if __name__ == "__main__":
    sys.exit(main())
