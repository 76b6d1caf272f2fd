"""The check: build, serve, analyse, look, end, count. A table of what was done, and exit code 1 if any failed."""

import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.checking.build import checked_out, environment, install, run
from deploy.checking.chat import Chat
from deploy.checking.counting import Count
from deploy.checking.dynos import Dyno, end, in_limbo, procfile, start, unclean
from deploy.checking.servers import Postgres, TlsRedis
from deploy.checking.table import Table
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.ports import free_port
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn

TOKEN = "123456:CHECKTOKENCHECKTOKENCHECKTOKENCHECKT"
SWIFT_MS = 60
"""A call of FACEIT where its time is not what is looked at."""
SMALL = {"WORKER_QUEUES": "all", "WORKER_THREADS": "4"}
"""One worker for every queue; background and bulk are scaled to 0."""


def main(arguments: list[str]) -> int:
    """0 when all of it held."""
    folder = Path(tempfile.mkdtemp(prefix="deploy-check-"))
    closing: list[Callable[[], None]] = [lambda: shutil.rmtree(folder, ignore_errors=True)]
    table, began = Table(), time.monotonic()
    try:
        site = build(table, folder, closing, head="--head" in arguments)
        serve(table, site, Count(site.redis, site.postgres))
        serve_again(table, site, Count(site.redis, site.postgres))
    except Exception as error:
        if not table.failed:
            sys.stderr.write(f"deploy-check: {error}\n")
        return 1
    finally:
        for close in reversed(closing):
            close()
    sys.stdout.write(f"all of it in {time.monotonic() - began:.0f} s\n")
    return 0


@dataclass
class Site:
    """What is built and what it needs; `dynos` are those that run."""

    app: Path
    entries: dict[str, str]
    env: dict[str, str]
    port: int
    redis: TlsRedis
    postgres: Postgres
    faceit: FaceitStandIn
    telegram: TelegramStandIn
    dynos: list[Dyno]
    amid: Chat
    """Who asks for an analysis just before everything ends."""

    def person(self, name: str) -> Chat:
        """Somebody new."""
        return Chat(name, self.telegram, self.faceit)


def build(table: Table, folder: Path, closing: list[Callable[[], None]], *, head: bool) -> Site:
    """Build, add what the add-ons give, release. Raises what failed."""
    with table.step("copy what git knows"):
        app = checked_out(folder, head=head)
    with table.step("install and post_compile"):
        install(app)
    with table.step("Redis (TLS) and PostgreSQL"):
        server = TlsRedis(folder)
        closing.append(server.stop)
        postgres = Postgres()
        closing.append(postgres.stop)
    faceit = FaceitStandIn(options=Options(latency_ms=SWIFT_MS, rate=20)).__enter__()
    closing.append(lambda: faceit.__exit__(None, None, None))
    telegram = TelegramStandIn(Config(token=TOKEN)).start()
    closing.append(telegram.stop)
    config = {
        "BOT_TOKEN": TOKEN, "FACEIT_API_KEY": "key-of-the-check", "ADMIN_IDS": "1",
        "REDIS_URL": server.url, "DATABASE_URL": postgres.url, "DASHBOARD_PASSWORD": "checked-and-thrown-away",
        "TELEGRAM_API_URL": telegram.url, "FACEIT_BASE_URL": faceit.url, "TELEGRAM__LEASE_SECONDS": "3",
    }  # fmt: skip
    env, entries, dynos = environment(app) | config, procfile(app), list[Dyno]()
    with table.step("release") as said:
        said.append(run(entries.pop("release").split(), env | {"DYNO": "release.1"}, app).splitlines()[-1])
    closing.append(lambda: kill(dynos))
    amid = Chat("Amy", telegram, faceit)
    return Site(app, entries, env, free_port(), server, postgres, faceit, telegram, dynos, amid)


def serve(table: Table, site: Site, count: Count) -> None:
    """Every process, polling: an analysis, pages, connections, the end amid another analysis. Raises what failed."""
    begin(table, site, "start every process", {})
    with table.step("connections at rest") as said:
        count.look(site.dynos)
        said.extend(count.said())
    with table.step("a link in the chat becomes a card") as said:
        ann = site.person("Ann")
        said.append(f"answered in {ann.send('ready'):.2f} s")
        ann.wait_for_card(lambda: count.look(site.dynos))
    with table.step("/healthz and /readyz") as said:
        said.extend(f"{path} {answer(site.port, path)}" for path in ("/healthz", "/readyz"))
    with table.step("connections at work") as said:
        count.look(site.dynos)
        said.extend(count.said())
    with table.step("an analysis under way"):
        site.amid.send_late("ready_low")
    finish(table, site, "SIGTERM amid it")
    if site.amid.cards():
        raise RuntimeError("the analysis was over before the processes had ended: nothing was shown")


def serve_again(table: Table, site: Site, count: Count) -> None:
    """Once more, now the small layout with the webhook: what was under way is told once. Raises what failed."""
    site.faceit.configure(latency_ms=SWIFT_MS)
    for name in ("background", "bulk"):
        del site.entries[name]
    changed = SMALL | {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{site.port}"}
    begin(table, site, "start again: small, by webhook", changed)
    with table.step("what was under way becomes a card"):
        site.amid.wait_for_card(lambda: count.look(site.dynos))
    with table.step("a link by webhook becomes a card") as said:
        cleo = site.person("Cleo")
        said.append(f"answered in {cleo.send('ready'):.2f} s")
        cleo.wait_for_card(lambda: count.look(site.dynos))
        if site.amid.cards() != 1:
            raise RuntimeError(f"what was under way was told {site.amid.cards()} times")
    with table.step("connections with the webhook") as said:
        count.look(site.dynos)
        said.extend(count.said())
    finish(table, site, "SIGTERM to every process")


def begin(table: Table, site: Site, name: str, changed: dict[str, str]) -> None:
    """One of each process, serving. Raises RuntimeError."""
    with table.step(name) as said:
        site.dynos[:] = start(site.entries, site.app, site.env | changed, site.port)
        for dyno in site.dynos:
            dyno.wait_ready()
        said.append(", ".join(site.entries))


def finish(table: Table, site: Site, name: str) -> None:
    """SIGTERM to all: clean ends, and nothing left in limbo. Raises RuntimeError."""
    with table.step(name) as said:
        ended = end(site.dynos)
        said.append(", ".join(f"{name} {code} in {seconds:.1f} s" for name, (code, seconds) in ended.items()))
        if bad := unclean(site.dynos, ended):
            raise RuntimeError("; ".join(bad))
    with table.step("nothing is left in limbo"):
        if left := in_limbo(site.redis.client):
            raise RuntimeError(f"{left} messages are neither done nor given back")


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
