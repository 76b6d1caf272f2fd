"""Real child processes of tests, with their output kept and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import psutil

from sandbox.valkey import die_with_parent
from tests.zygote import Zygote

ROOT = Path(__file__).parent.parent
BEGUN_S = 90
"""A process imports for seconds of processor time, which other tests beside it make many."""

SHOWN = 4_000
"""Characters of a process' output that a failing test shows."""


class Process(Protocol):
    """What a child is to its parent."""

    pid: int
    returncode: int | Any

    def poll(self) -> int | None: ...
    def send_signal(self, sig: int, /) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


@cache
def zygote() -> Zygote:
    """The one of this run of tests."""
    return Zygote()


class Child:
    """A process of this project in a session of its own; `output` is all it wrote.

    `python -m …` is forked from a process that has read the libraries; everything else is started as it stands.
    """

    process: Process

    def __init__(
        self, name: str, command: list[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.path = folder / f"{name}-{time.monotonic_ns()}.log"
        env = {**os.environ, **(environment or {})}
        if command[:2] == [sys.executable, "-m"]:
            self.path.touch()
            self.process = zygote().fork(command[2:], env, ROOT, self.path)
            return
        with self.path.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (one prctl call)
            )

    @property
    def output(self) -> str:
        """Everything written so far."""
        return self.path.read_text(errors="replace")

    def begun(self, ready: Callable[[], bool]) -> None:
        """Wait until a process just started is ready. Raises AssertionError, at once when it has ended instead."""

        def look() -> bool:
            if self.process.poll() is not None:
                raise AssertionError(f"it ended with {self.process.returncode}: {self.output[-2000:]}")
            return ready()

        wait_for(look, BEGUN_S, self.path.name)

    def begun_with(self, words: str) -> None:
        """Wait until its output says so."""
        self.begun(lambda: words in self.output)

    def show_end(self) -> None:
        """Write the end of its output, for pytest to show when the test fails."""
        sys.stdout.write(f"--- the end of {self.path.name}\n{self.output[-SHOWN:]}\n")

    def tree(self) -> list[psutil.Process]:
        """The process and all its children."""
        try:
            parent = psutil.Process(self.process.pid)
            return [*parent.children(recursive=True), parent]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """SIGKILL to the whole tree."""
        for process in self.tree():
            try:
                process.send_signal(signal.SIGCONT)
                process.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.wait(10)

    def terminate(self, timeout: float = 30) -> int:
        """SIGTERM to the process group, as Heroku and honcho do; gives the exit code."""
        os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(timeout)


def worker(
    folder: Path, *, threads: int = 4, module: str = "tests.probe.worker", queues: tuple[str, ...] = ()
) -> Child:
    """A real Dramatiq worker with one process."""
    command = [sys.executable, "-m", "dramatiq", module, "--processes", "1", "--threads", str(threads)]
    command += ["--worker-shutdown-timeout", "22000", "--skip-logging"]
    if queues:
        command += ["--queues", *queues]
    return Child("worker", command, folder, {"dramatiq_worker_timeout": "50"})


def wait_for(condition: Callable[[], bool], timeout: float = 20, what: str = "") -> None:
    """Wait until `condition` holds. Raises AssertionError after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.03)
    raise AssertionError(f"not within {timeout:g} s: {what or condition}")
