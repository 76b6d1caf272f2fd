"""The check: build, serve, analyse, look, end, count. A table of what was done, and exit code 1 if any failed."""

import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from deploy.checking.build import checked_out, environment, install, run
from deploy.checking.dynos import GOOD, Dyno, connections, end, in_limbo, procfile
from deploy.checking.servers import Postgres, TlsRedis
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.ports import free_port
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn

TOKEN = "123456:CHECKTOKENCHECKTOKENCHECKTOKENCHECKT"
PLANS = {"heroku-redis:mini": 20, "heroku-redis:premium-0": 40, "heroku-redis:premium-1": 80}
"""Connections that the small plans allow."""


class Table:
    """What was done, one line each as it is done."""

    def __init__(self) -> None:
        self.failed = False

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """A step; words put into the list stand behind its seconds. A failure is printed and raised."""
        began, said = time.monotonic(), list[str]()
        try:
            yield said
        except Exception as error:
            self.failed = True
            self._line("FAILED", name, began, [str(error)])
            raise
        self._line("ok", name, began, said)

    def _line(self, verdict: str, name: str, began: float, said: list[str]) -> None:
        sys.stdout.write(f"{verdict:<7}{name:<34}{time.monotonic() - began:6.1f} s  {'; '.join(said)}\n")
        sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """0 when all of it held."""
    folder = Path(tempfile.mkdtemp(prefix="deploy-check-"))
    closing: list[Callable[[], None]] = [lambda: shutil.rmtree(folder, ignore_errors=True)]
    table, began = Table(), time.monotonic()
    try:
        check(table, folder, closing, head="--head" in arguments)
    except Exception as error:
        if not table.failed:
            sys.stderr.write(f"deploy-check: {error}\n")
        return 1
    finally:
        for close in reversed(closing):
            close()
    sys.stdout.write(f"all of it in {time.monotonic() - began:.0f} s\n")
    return 0


def check(table: Table, folder: Path, closing: list[Callable[[], None]], *, head: bool) -> None:
    """Everything in the order of a deployment. Raises what failed."""
    with table.step("copy what git knows"):
        app = checked_out(folder, head=head)
    with table.step("install and post_compile"):
        install(app)
    with table.step("Redis (TLS) and PostgreSQL"):
        server = TlsRedis(folder)
        closing.append(server.stop)
        postgres = Postgres()
        closing.append(postgres.stop)
    faceit = FaceitStandIn(options=Options(latency_ms=60, rate=20)).__enter__()
    closing.append(lambda: faceit.__exit__(None, None, None))
    telegram = TelegramStandIn(Config(token=TOKEN)).start()
    closing.append(telegram.stop)
    config = {
        "BOT_TOKEN": TOKEN, "FACEIT_API_KEY": "key-of-the-check", "ADMIN_IDS": "1", "PORT": str(free_port()),
        "REDIS_URL": server.url, "DATABASE_URL": postgres.url, "DASHBOARD_PASSWORD": "checked-and-thrown-away",
        "TELEGRAM_API_URL": telegram.url, "FACEIT_BASE_URL": faceit.url, "TELEGRAM__LEASE_SECONDS": "3",
    }  # fmt: skip
    env, entries = environment(app) | config, procfile(app)
    with table.step("release") as said:
        said.append(run(entries.pop("release").split(), env | {"DYNO": "release.1"}, app).splitlines()[-1])
    dynos: list[Dyno] = []
    closing.append(lambda: kill(dynos))
    with table.step("start every process") as said:
        dynos += [Dyno(name, command, app, env) for name, command in entries.items()]
        for dyno in dynos:
            dyno.wait_ready()
        said.append(", ".join(entries))
    with table.step("connections to Redis at rest") as said:
        count(server.client, dynos, Counter(), said)
    held = analyse(table, telegram, faceit, server.client, dynos)
    if "web" in entries:
        with table.step("/healthz and /readyz") as said:
            for path in ("/healthz", "/readyz"):
                said.append(f"{path} {answer(int(config['PORT']), path)}")
    with table.step("connections to Redis at work") as said:
        count(server.client, dynos, held, said)
    with table.step("SIGTERM to every process") as said:
        stopped = end(dynos)
        said.append(", ".join(f"{name} {code} in {seconds:.1f} s" for name, (code, seconds) in stopped.items()))
        bad = sorted(name for name, (code, _) in stopped.items() if code not in GOOD)
        if bad:
            raise RuntimeError(f"{', '.join(bad)} did not end cleanly: {said[-1]}")
    with table.step("nothing is left in limbo"):
        if left := in_limbo(server.client):
            raise RuntimeError(f"{left} messages are neither done nor given back")


def analyse(
    table: Table, telegram: TelegramStandIn, faceit: FaceitStandIn, client: redis.Redis, dynos: list[Dyno]
) -> Counter[str]:
    """A person's link, until its card; the most connections each process held meanwhile."""
    held: Counter[str] = Counter()
    with table.step("a link in the chat becomes a card") as said:
        ann = telegram.add_person("Ann", "en", started=True)
        sent = time.monotonic()
        link = f"https://www.faceit.com/en/cs2/room/{faceit.league.scenarios['ready']}"
        telegram.send_text(ann, link)
        telegram.wait_for_message(ann["id"], lambda item: "ID:" in item.get("text", ""), 10)
        said.append(f"answered in {time.monotonic() - sent:.2f} s")
        while not any("not affiliated" in item.get("text", "") for item in telegram.messages(ann["id"])):
            if time.monotonic() - sent > 40:
                raise RuntimeError("no card within 40 s")
            held |= connections(client, dynos)
            time.sleep(0.1)
    return held


def kill(dynos: list[Dyno]) -> None:
    """Whatever is left of them."""
    for dyno in dynos:
        dyno.kill()


def answer(port: int, path: str) -> int:
    """The status of a page. Raises RuntimeError when it is not 200."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{path} answers {error.code}: {error.read(200)!r}") from error


def count(client: redis.Redis, dynos: list[Dyno], before: Counter[str], said: list[str]) -> None:
    """The sum, and which of the small plans are large enough for it; too many is said, not a failure."""
    held = before | connections(client, dynos)
    said.append(f"{held.total()}: " + ", ".join(f"{name} {number}" for name, number in sorted(held.items())))
    fits = [plan for plan, most in PLANS.items() if held.total() <= most]
    said.append(f"fits {', '.join(fits)}" if fits else f"too many for {', '.join(PLANS)}: see docs/deploy-heroku.md")
