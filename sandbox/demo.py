"""`make demo`: embedded Valkey, both stand-ins, the bot and its workers on loopback; one address to open.

The bot and the workers are the same processes as in production; only their environment points here.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import FrameType

from sandbox.guardian import Guardian
from sandbox.ports import free_port
from sandbox.valkey import EmbeddedValkey, die_with_parent

ROOT = Path(__file__).parent.parent
TOKEN = "123456:DEMOTOKENDEMOTOKENDEMOTOKENDEMOTOKE"
READY_S = 40
SCALED = {
    "WORKER_THREADS": "6",
    "WORKERS__SHUTDOWN_TIMEOUT_MS": "4000",
    "AUTOSCALE__DRAIN_SECONDS": "20",
    "AUTOSCALE__SETTLE_SECONDS": "10",
    "AUTOSCALE__HOLD_SECONDS": "30",
}
"""With DEMO_AUTOSCALE=1: quick enough to watch it at work, its lines are in autoscale.log."""


class Demo:
    """Starts everything, watches it, stops everything. Nothing is left running, however it ends."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.faceit_port = free_port()
        self.web_port = free_port()
        self.password = secrets.token_urlsafe(9)
        self.valkey = EmbeddedValkey()
        self.folder = Path(tempfile.mkdtemp(prefix="faceit-demo-"))
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.guardian = Guardian()
        self.stopping = False

    def start(self) -> None:
        """Everything in the order of need. Raises TimeoutError naming what did not come up."""
        self.valkey.start()
        faceit = f"http://127.0.0.1:{self.faceit_port}"
        telegram = f"http://127.0.0.1:{self.port}"
        python = [sys.executable, "-m"]
        latency = os.environ.get("DEMO_LATENCY_MS", "190")
        self.spawn(
            "faceit",
            [*python, "sandbox.faceit", "--port", str(self.faceit_port), "--latency-ms", latency, "--rate", "10"],
        )
        self.spawn(
            "telegram",
            [*python, "sandbox.telegram", "--port", str(self.port), "--token", TOKEN]
            + ["--offers-url", f"{faceit}/control/offers"],
        )
        self.wait("faceit", f"{faceit}/control/offers")
        self.wait("telegram", f"{telegram}/")
        environment = {
            "BOT_TOKEN": TOKEN,
            "FACEIT_API_KEY": "demo-key",
            "REDIS_URL": self.valkey.url,
            "TELEGRAM_API_URL": telegram,
            "FACEIT_BASE_URL": f"{faceit}/data/v4",
            "STORAGE__SQLITE_PATH": str(self.folder / "bot.sqlite3"),
            "DASHBOARD_USER": "admin",
            "DASHBOARD_PASSWORD": self.password,
            "PORT": str(self.web_port),
            "WEB__HOST": "127.0.0.1",
            "WEB__TRUSTED_PROXIES": "0",
            "WORKERS__POLL_MS": "50",
            "dramatiq_worker_timeout": "50",
        }
        self.spawn_workers(python, environment)
        self.spawn("scheduler", [str(Path(sys.executable).parent / "periodiq"), "actors.scheduler"], environment)
        self.spawn("bot", [*python, "bot"], environment)
        self.spawn("web", [*python, "web"], environment)
        self.wait("web", f"{self.web}/healthz")

    def spawn_workers(self, python: list[str], environment: dict[str, str]) -> None:
        """One worker for each of the Procfile's, or as many as the backlog wants."""
        if os.environ.get("DEMO_AUTOSCALE"):
            command = [*python, "monitoring.autoscale", "--target", "local", "--every", "2"]
            self.spawn("autoscale", command, {**environment, **SCALED})
            return
        worker = [*python, "dramatiq", "actors.worker", "--processes", "1", "--threads", "6", "--skip-logging"]
        worker += ["--worker-shutdown-timeout", "4000", "--queues"]
        self.spawn("worker", [*worker, "faceit_bot_critical", "faceit_bot_high"], environment)
        self.spawn("background", [*worker, "faceit_bot_default"], environment)
        self.spawn("bulk", [*worker, "faceit_bot_low"], environment)

    @property
    def web(self) -> str:
        """Where the admins' pages are."""
        return f"http://127.0.0.1:{self.web_port}"

    def spawn(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        """A child whose output goes to a file of its own and which dies with this process."""
        with (self.folder / f"{name}.log").open("wb") as out:
            self.children[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 (one prctl call)
            )
        self.guardian.watch(self.children[name].pid)

    def wait(self, name: str, url: str) -> None:
        """Until `url` answers. Raises TimeoutError or RuntimeError with the child's last words."""
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self.children[name].poll() is not None:
                raise RuntimeError(f"{name} ended: {self.last_words(name)}")
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(f"{name} did not answer in {READY_S} s: {self.last_words(name)}")

    def last_words(self, name: str) -> str:
        """The end of a child's output."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-1500:]

    def watch(self) -> int:
        """Wait for Ctrl-C; a child that ends by itself ends the demo, with its last words."""
        while not self.stopping:
            for name, child in self.children.items():
                if child.poll() is not None:
                    print(f"\n{name} ended with {child.returncode}:\n{self.last_words(name)}", file=sys.stderr)
                    return 1
            time.sleep(0.3)
        return 0

    def stop(self) -> None:
        """End all children, politely first, then their whole groups, then the server."""
        for child in reversed(self.children.values()):
            signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + 8
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                signal_group(child, signal.SIGKILL)
                child.wait(5)
        for child in self.children.values():
            signal_group(child, signal.SIGKILL)
        self.guardian.close()
        self.valkey.close()


def signal_group(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """A signal to a child's whole session; nothing if it is gone."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def taken(port: int) -> bool:
    """Whether somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def main() -> int:
    """Run the demo until Ctrl-C."""
    port = int(os.environ.get("DEMO_PORT", "8088"))
    if taken(port):
        print(f"Port {port} is taken. Choose another: make demo DEMO_PORT={port + 1}", file=sys.stderr)
        return 2
    demo = Demo(port)

    def stop(_number: int, _frame: FrameType | None) -> None:
        demo.stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        demo.start()
        print(f"\n  Open http://127.0.0.1:{port}/  and press one of the match links.\n")
        print(f"  For admins: {demo.web}/admin/ and {demo.web}/dashboard/  (admin, {demo.password})")
        print(f"  Logs: {demo.folder}\n  Ctrl-C stops everything.\n", flush=True)
        return demo.watch()
    except (RuntimeError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        demo.stop()


if __name__ == "__main__":
    sys.exit(main())
