"""A process that has read the heavy libraries once, and forks itself for every process that tests start.

Reading aiogram alone takes seconds of processor time. What is forked is a process like any other: a session, an
environment, an output and a `__main__` of its own. The project's own code is read anew in each, but for the pure
packages and the texts; so is Dramatiq, which takes settings from the environment when it is read.
"""

import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.valkey import die_with_parent

LIBRARIES = (
    "aiogram", "aiohttp", "a2wsgi", "alembic.command", "anyio", "babel", "fluent.runtime", "itsdangerous", "jinja2",
    "pendulum", "PIL.Image", "PIL.ImageDraw", "PIL.ImageFont", "prometheus_client", "psutil", "pydantic_settings",
    "redis.asyncio", "requests", "rich.console", "sqlalchemy.ext.asyncio", "sse_starlette", "starlette.applications",
    "structlog", "tenacity", "uvicorn", "wcwidth",
)  # fmt: skip
PURE = ("analysis", "reports", "faceit.models")
POLL_S = 0.02


class Forked:
    """A forked process, with what tests use of `subprocess.Popen`."""

    def __init__(self, zygote: "Zygote", pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._zygote = zygote

    def poll(self) -> int | None:
        """The exit code, minus the signal's number if one ended it; None while it lives."""
        if self.returncode is None:
            self.returncode = self._zygote.ask({"ended": self.pid})
        return self.returncode

    def send_signal(self, number: int) -> None:
        """To it alone; nothing once it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended. Raises subprocess.TimeoutExpired after `timeout` seconds."""
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
            time.sleep(POLL_S)
        return code


class Zygote:
    """The process that forks, as tests see it; it ends with them."""

    def __init__(self) -> None:
        ours, its = socket.socketpair()
        with its:
            command = [sys.executable, "-m", "tests.zygote", str(its.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL)
        self._line = ours.makefile("rw")
        self._lock = threading.Lock()

    def fork(self, arguments: list[str], environment: Mapping[str, str], folder: Path, output: Path) -> Forked:
        """What `python -m ARGUMENTS` would start in this folder, writing to `output`, in a session of its own."""
        wanted = {
            "arguments": arguments,
            "environment": dict(environment),
            "folder": str(folder),
            "output": str(output),
        }
        return Forked(self, self.ask(wanted))

    def ask(self, what: dict[str, Any]) -> Any:
        """One answer to one line."""
        with self._lock:
            self._line.write(json.dumps(what) + "\n")
            self._line.flush()
            answer = self._line.readline()
        if not answer:
            raise RuntimeError(f"the process that forks has ended with {self._process.poll()}")
        return json.loads(answer)


def serve(line: socket.socket) -> None:
    """Fork at each wish, in the parent for ever; returns in each child, which is then to be what was wished for."""
    spoken = line.makefile("rw")
    for wish in map(json.loads, spoken):
        if "ended" in wish:
            answer = exit_code(wish["ended"])
        elif (answer := os.fork()) == 0:
            spoken.close()
            line.close()
            become(wish)
            return
        spoken.write(json.dumps(answer) + "\n")
        spoken.flush()
    os._exit(0)


def exit_code(pid: int) -> int | None:
    """None while it lives."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def become(wish: dict[str, Any]) -> None:
    """Take the session, output, environment and arguments that were wished for."""
    os.setsid()
    die_with_parent()
    nothing, output = os.open(os.devnull, os.O_RDONLY), os.open(wish["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.environ.clear()
    os.environ.update(wish["environment"])
    os.chdir(wish["folder"])
    sys.argv[:] = wish["arguments"]
    signal.signal(signal.SIGINT, signal.default_int_handler)


def warm() -> None:
    """Read what is heavy and the same for everybody."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in PURE:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
    importlib.import_module("texts.catalogue").read_all()


def main() -> None:
    """Fork until the tests are gone; a child runs its module as `__main__` and ends like any Python process."""
    line = socket.socket(fileno=int(sys.argv[1]))
    warm()
    serve(line)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
