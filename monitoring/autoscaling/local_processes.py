"""Workers as child processes of this one: for one machine, the demo and tests."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

import structlog

from monitoring.autoscaling.groups import Group
from settings import ROOT

END_WITHIN_S = 30.0
"""A worker has 22 s for the steps under way."""

log = structlog.get_logger(__name__)


class LocalProcesses:
    """Runs `bin/worker` for each worker wanted. Those that die by themselves are missed at the next look."""

    sees_dead = True
    changes = True

    def __init__(
        self,
        groups: tuple[Group, ...],
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """`folder`: where each worker's output goes; without it, to this process's own."""
        self._groups = {group.name: group for group in groups}
        # Each worker takes its own group's queues, whatever one dyno for all was told.
        self._environment = {**os.environ, **(environment or {}), "WORKER_QUEUES": ""}
        scripts = str(Path(sys.executable).parent)
        self._environment["PATH"] = f"{scripts}{os.pathsep}{self._environment.get('PATH', '')}"
        self._folder = folder
        self._running: dict[str, list[subprocess.Popen[bytes]]] = {group.name: [] for group in groups}
        self._ending: list[subprocess.Popen[bytes]] = []
        self._started = 0

    def count(self, group: str) -> int | None:
        """Workers that run and are to stay."""
        self._ending = [child for child in self._ending if child.poll() is None]
        running = self._running[group]
        for child in running:
            if child.poll() is not None:
                log.warning("autoscale.worker_died", group=group, code=child.returncode)
        self._running[group] = [child for child in running if child.returncode is None]
        return len(self._running[group])

    def scale(self, group: str, workers: int) -> None:
        """Start what is missing; ask the youngest to end, which finish their steps and give back the rest."""
        self.count(group)
        running = self._running[group]
        while len(running) < workers:
            running.append(self._start(self._groups[group]))
        while len(running) > workers:
            child = running.pop()
            child.send_signal(signal.SIGTERM)
            self._ending.append(child)

    @property
    def pids(self) -> frozenset[int]:
        """Process ids of all children, those on their way out included."""
        return frozenset(
            child.pid for child in [*self._ending, *(one for own in self._running.values() for one in own)]
        )

    def close(self) -> None:
        """End all workers; whoever does not end in time is killed with its children."""
        for group in self._running:
            self.scale(group, 0)
        deadline = time.monotonic() + END_WITHIN_S
        for child in self._ending:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def _start(self, group: Group) -> "subprocess.Popen[bytes]":
        self._started += 1
        command = [str(ROOT / "bin" / "worker"), *group.queues]
        with self._output(group) as out:
            return subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT if out is not None else None,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 (one prctl call)
            )

    def _output(self, group: Group) -> AbstractContextManager[IO[bytes] | None]:
        if self._folder is None:
            return nullcontext()
        return (self._folder / f"{group.name}-{self._started}.log").open("wb")


def _end_with_parent() -> None:
    """Whoever starts anew counts from 0: workers of a dead one before must not stay beside its own."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
