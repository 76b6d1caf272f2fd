"""The Procfile's processes, each in a session of its own as in a dyno, and what is left when they have ended."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis

from sandbox.valkey import die_with_parent

READY = {
    "web": "Uvicorn running",
    "bot": "bot.signed_in",
    "worker": "ready for action",
    "background": "ready for action",
    "bulk": "ready for action",
    "scheduler": "Registered periodic actors",
}
"""What each writes once it serves."""
KILLED_AFTER_S = 30.0
"""As Heroku does."""


@dataclass(frozen=True)
class CleanEnd:
    """The exit code of a process that took its leave, and what it writes last."""

    code: int
    words: str


SHUT_DOWN = CleanEnd(0, "Worker has been shut down")
CLEAN = {
    # uvicorn raises the signal once more when all is closed: only its words tell that it was.
    "web": CleanEnd(-signal.SIGTERM, "Finished server process"),
    "bot": CleanEnd(0, "bot.stopped"),
    "worker": SHUT_DOWN,
    "background": SHUT_DOWN,
    "bulk": SHUT_DOWN,
    # periodiq has nothing to close: a job of its minute was sent or comes with the next one.
    "scheduler": CleanEnd(-signal.SIGTERM, ""),
}
"""How each ends after SIGTERM to its group."""


def procfile(app: Path) -> dict[str, str]:
    """Commands by name."""
    lines = (line.partition(":") for line in (app / "Procfile").read_text().splitlines() if line.strip())
    return {name: command.strip() for name, _, command in lines}


class Dyno:
    """One process of the Procfile, started by a shell as Heroku does."""

    def __init__(self, name: str, command: str, app: Path, env: dict[str, str]) -> None:
        self.name = name
        self.log = app.parent / f"{name}.log"
        self._ended = 0.0
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                ["/bin/bash", "-c", command], cwd=app, env=env | {"DYNO": f"{name}.1"}, stdout=out,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (one prctl call)
            )  # fmt: skip

    @property
    def output(self) -> str:
        """All it wrote."""
        return self.log.read_text(errors="replace")

    def tree(self) -> list[psutil.Process]:
        """The process and its children."""
        try:
            parent = psutil.Process(self.process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def wait_ready(self, timeout: float = 150) -> None:
        """Until it serves. Raises RuntimeError with its last lines."""
        deadline = time.monotonic() + timeout
        while READY.get(self.name, "") not in self.output:
            if self.process.poll() is not None or time.monotonic() > deadline:
                last = "\n".join(self.output.splitlines()[-10:])
                raise RuntimeError(f"{self.name} does not serve:\n{last}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Whatever is left of it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait(10)


def start(entries: dict[str, str], app: Path, env: dict[str, str], port: int) -> list[Dyno]:
    """One of each; Heroku gives PORT to `web` alone."""
    return [
        Dyno(name, command, app, env | {"PORT": str(port)} if name == "web" else env)
        for name, command in entries.items()
    ]


def end(dynos: list[Dyno], killed_after: float = KILLED_AFTER_S) -> dict[str, tuple[int | None, float]]:
    """SIGTERM to every group at once; exit code (None: it had to be killed) and seconds, by name."""
    began = time.monotonic()
    for dyno in dynos:
        os.killpg(dyno.process.pid, signal.SIGTERM)
    found: dict[str, tuple[int | None, float]] = {}
    while len(found) < len(dynos) and time.monotonic() - began < killed_after:
        for dyno in dynos:
            if dyno.name not in found and dyno.process.poll() is not None:
                found[dyno.name] = (dyno.process.returncode, time.monotonic() - began)
        time.sleep(0.05)
    for dyno in dynos:
        dyno.kill()
        found.setdefault(dyno.name, (None, killed_after))
    return found


def unclean(dynos: list[Dyno], ended: dict[str, tuple[int | None, float]]) -> list[str]:
    """Who did not end as a process does that has handled the signal, and how it ended instead."""
    found = []
    for dyno in dynos:
        code, wanted = ended[dyno.name][0], CLEAN[dyno.name]
        if code is None:
            found.append(f"{dyno.name} had to be killed")
        elif code != wanted.code:
            found.append(f"{dyno.name} ended with {code}, not {wanted.code}")
        elif wanted.words not in dyno.output:
            found.append(f"{dyno.name} ended without {wanted.words!r}")
    return found


def in_limbo(client: redis.Redis) -> int:
    """Messages that a worker took and neither finished nor gave back."""
    keys = client.scan_iter("faceit_bot:dramatiq:__acks__.*")
    return sum(int(client.scard(key)) for key in keys)
