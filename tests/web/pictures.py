"""Takes the pictures of the admin pages in docs/images: `python -m tests.web.pictures`.

The real web process on a real Valkey, filled by the scripts that bot and workers use, so that a picture shows nothing
the code can't show; moments alone are moved, as if a day had passed. In headless Chromium, on a desktop and a phone.
"""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import redis
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import web
from connections import BROKER_NAMESPACE, PREFIX, redis_client
from faceit.budget import Lane
from faceit.redis_budget import RedisBudget
from measures import recorder
from measures.catalogue import CACHE_LOOKUPS, STEP_SECONDS, TASK_SECONDS
from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.overview import workers
from pipelines.overview.sampling import SAMPLES, _packed
from pipelines.plans import PLANS, Queue
from pipelines.steering import Steering
from pipelines.wishes import player_wish
from sandbox.valkey import EmbeddedValkey
from settings import Settings, load
from tasks.events import ENDINGS
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import Requester
from tasks.states import TaskType
from tasks.store import failure_json
from tests.processes import ROOT
from tests.web.canned import sample
from tests.web.conftest import CHROMIUM, PASSWORD, SIGNED, served

IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 150_000
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
MINUTE_MS = 60_000
ADMIN = Requester(owner="tg:1", admin=True)
MATCH = "1-8a3f2c11-2222-4333-9444-{:012x}"
PLAYER = "1facd22d-c5c4-4d1b-9f0e-{:012x}"
TRACE = """Traceback (most recent call last):
  File "/app/actors/step.py", line 96, in run
    return step(context)
  File "/app/actors/match_analysis.py", line 118, in predict_and_advise
    return advise(players, maps, prediction)
  File "/app/analysis/advice.py", line 61, in advise
    edge = rows[best]["edge"] - rows[worst]["edge"]
KeyError: 'edge'
"""
CREW = (("worker", 21, 5, (Queue.CRITICAL, Queue.HIGH)), ("worker", 23, 2, (Queue.CRITICAL, Queue.HIGH)),
        ("background", 17, 4, (Queue.DEFAULT,)), ("bulk", 12, 0, (Queue.LOW,)))  # fmt: skip


class Day:
    """A day's work on an empty server."""

    def __init__(self, client: redis.Redis, manager: TaskManager, settings: Settings) -> None:
        self.client, self.manager, self.settings = client, manager, settings
        self.keeper = RunKeeper(client, settings.tasks)
        self.number = 0

    def match(self) -> str:
        self.number += 1
        return self.manager.submit(match_wish(f"tg:{self.number}", MATCH.format(self.number), chat=1)).task.id

    def player(self) -> str:
        self.number += 1
        return self.manager.submit(player_wish(f"tg:{self.number}", PLAYER.format(self.number))).task.id

    def take(self, task: str, worker: str = "w-21") -> Ownership:
        """As a worker takes its message, and begins the step."""
        run = self.run_of(task)
        record = self.manager.store.run(run) or {}
        queue, rmid = record["queue"], record["rmid"]
        self.client.lrem(f"{BROKER_NAMESPACE}:{queue}", 1, rmid)
        self.client.sadd(f"{BROKER_NAMESPACE}:__acks__.{worker}.{queue}", rmid)
        owned = self.keeper.begin(Delivery(run, 0, rmid, 0, queue, worker), deadline_s=600)
        assert owned is not None
        return owned

    def run_of(self, task: str) -> str:
        return str((self.manager.store.task(task) or {})["run"])

    def done(self, task: str, minutes: float, took_s: float) -> None:
        """Completed so long ago."""
        self.keeper.complete(self.take(task), b"{}")
        plan = PLANS[TaskType((self.manager.store.task(task) or {})["type"])]
        took = {f"took:{index}": round(took_s * 1000 / len(plan.steps)) for index in range(len(plan.steps))}
        more: Any = {**took, "step": len(plan.steps)}
        self.client.hset(f"{PREFIX}run:{self.run_of(task)}", mapping=more)
        self.move(task, minutes, took_s)

    def failed(self, task: str, minutes: float, code: str, step: int, trace: str = "", *, ours: bool = True) -> None:
        """Failed so long ago in a step, after two retries."""
        owned = self.take(task)
        now = int(self.client.time()[0]) * 1000
        run = f"{PREFIX}run:{self.run_of(task)}"
        took = {f"took:{index}": 400 + 900 * index for index in range(step)}
        if ours:
            retries = [{"v": 1, "step": step, "attempt": n, "reason": code, "at": now + n * 4000} for n in (1, 2)]
            self.client.rpush(f"{run}:retries", *(json.dumps(one) for one in retries))
        self.keeper.fail(owned.delivery, owned.own, failure_json(code, ours=ours), trace)
        more: Any = {**took, "step": step, "attempt": 2 if ours else 0, "api_calls": 23 if ours else 1}
        self.client.hset(run, mapping=more)
        self.client.hdel(f"{BROKER_NAMESPACE}:{owned.delivery.queue}.msgs", owned.delivery.rmid)
        self.client.srem(f"{BROKER_NAMESPACE}:__acks__.w-21.{owned.delivery.queue}", owned.delivery.rmid)
        self.move(task, minutes, 14.0)

    def move(self, task: str, minutes: float, took_s: float) -> None:
        """Let it have been created and ended earlier."""
        ended = int(self.client.time()[0]) * 1000 - round(minutes * MINUTE_MS)
        record = self.manager.store.task(task) or {}
        moments: Any = {"created": ended - round(took_s * 1000), "ended": ended}
        self.client.hset(f"{PREFIX}task:{task}", mapping=moments)
        self.client.zadd(f"{PREFIX}tasks:recent", {task: moments["created"]})
        run = f"{PREFIX}run:{record['run']}"
        self.client.hset(run, mapping={"started": moments["created"] + 700, "step_started": ended - 3000})
        retries = cast(list[bytes], self.client.lrange(f"{run}:retries", 0, -1))
        for number, retry in enumerate(retries):
            at = ended - 4000 * (len(retries) - number)
            self.client.lset(f"{run}:retries", number, json.dumps(json.loads(retry) | {"at": at}))
        lists = [record["state"]]
        if self.client.zscore(f"{PREFIX}tasks:mistakes", task) is not None:
            lists.append("mistakes")
        for name in lists:
            self.client.zadd(f"{PREFIX}tasks:{name}", {task: ended})
            newest = max(cast(list[bytes], self.client.hkeys(f"{PREFIX}ended:{name}")), key=int)
            self.client.hincrby(f"{PREFIX}ended:{name}", newest.decode(), -1)
            self.client.hincrby(f"{PREFIX}ended:{name}", str(ended // MINUTE_MS), 1)
        self.client.hset(f"{PREFIX}task:{task}:delivery", mapping={"card": "4711"})

    def beat(self) -> None:
        """Everybody who works says so."""
        for name, pid, busy, queues in CREW:
            facts: dict[str, str | int | float] = {
                "host": f"{name}.1", "pid": pid, "queues": " ".join(queues), "threads": 8, "busy": busy,
                "cpu": round(0.02 + busy / 14, 2), "memory": 104_000_000 + 3_000_000 * busy,
            }  # fmt: skip
            member = workers.member_of(f"w-{pid}", f"{name}.1:{pid}", tuple(queues))
            now = int(self.client.time()[0]) * 1000
            self.client.zadd(f"{BROKER_NAMESPACE}:__heartbeats__", {f"w-{pid}": now})
            workers.beat(self.client, f"w-{pid}", member, facts, up_s=7 * 3600.0, silent_s=25)
        self.client.set(f"{PREFIX}done:sample", int(self.client.time()[0]) * 1000 - 31_000)


def play(day: Day) -> str:
    """Fill the server; gives a task that has failed."""
    for number in range(40):
        task = day.match() if number % 3 else day.player()
        day.done(task, 2 + number * (2 if number < 20 else 36), 6.5 + number % 7)
    fault = day.match()
    day.failed(fault, 12, "internal", 4, TRACE)
    for number in range(2):
        day.failed(day.player(), 25 + number * 90, "player-not-found", 0, ours=False)
    day.client.delete(ENDINGS)
    for number in range(11):
        task = day.match() if number < 7 else day.player()
        day.take(task, ("w-21", "w-21", "w-21", "w-21", "w-21", "w-23", "w-23", *["w-17"] * 4)[number])
    for number in range(9):
        _ = day.match() if number < 2 else day.player()
    steering = Steering(day.manager, day.client, day.settings)
    steering.pause(Queue.LOW, ADMIN)
    for number in range(3):
        games = tuple(MATCH.format(900 + number * 20 + game) for game in range(20))
        day.manager.submit(bulk_wish(f"tg:{800 + number}", BulkSubject(matches=games), BRIEF))
    figures(day)
    return fault


def figures(day: Day) -> None:
    """What processes count, and the samples of a day in which the scheduler was away for an hour and a half."""
    client = day.client
    recorder.start(lambda: client)
    for number in range(300):
        for kind, plan in PLANS.items():
            recorder.observe(TASK_SECONDS, 4 + number % 11 + len(plan.steps), str(kind))
            for step in range(len(plan.steps)):
                recorder.observe(STEP_SECONDS, 0.2 + (number + step * 3) % 9 / 4, str(kind), str(step))
        recorder.count(CACHE_LOOKUPS, "hit" if number % 4 else "miss", by=3)
    recorder.flush()
    budget = RedisBudget(client, rate=5000.0, calls_per_hour=day.settings.faceit.calls_per_hour)
    for _ in range(640):
        budget.acquire(Lane.INTERACTIVE, 5.0, lambda: None)
    now = int(client.time()[0]) * 1000
    for minutes in range(0, 1430, 10):
        if not 500 < minutes < 590:
            one = sample(now - minutes * MINUTE_MS)
            client.zadd(SAMPLES, {_packed(one, [0, 0, 0, 0, 0]): one.at_ms})


@contextmanager
def living(day: Day) -> Iterator[None]:
    """Workers beat while pictures are taken."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(4):
            day.beat()

    day.beat()
    thread = threading.Thread(target=go_on)
    thread.start()
    yield
    over.set()
    thread.join()


def take(browser: Browser, address: str, fault: str, folder: Path) -> None:
    """All pictures."""
    shots: tuple[tuple[str, str, dict[str, int], str, str], ...] = (
        ("admin-overview", "/admin/", DESKTOP, "en-GB", "light"),
        ("admin-task", f"/admin/tasks/{fault}", {"width": 1000, "height": 900}, "en-GB", "light"),
        ("admin-charts", "/admin/charts", DESKTOP, "en-GB", "light"),
        ("admin-confirm", f"/admin/tasks/{fault}/retry", {"width": 900, "height": 340}, "en-GB", "light"),
        ("admin-dashboard", "/dashboard/", {"width": 1100, "height": 520}, "en-GB", "light"),
        ("admin-phone", "/admin/", PHONE, "ru-RU", "light"),
        ("admin-phone-task", f"/admin/tasks/{fault}", PHONE, "ru-RU", "dark"),
    )
    for name, path, viewport, locale, scheme in shots:
        options: Any = {"viewport": viewport, "locale": locale, "color_scheme": scheme}
        signed: Any = {"username": SIGNED[0], "password": SIGNED[1]}
        context = browser.new_context(base_url=address, http_credentials=signed, **options)
        page = context.new_page()
        page.goto(path)
        unfold(page)
        file = folder / f"{name}.png"
        page.screenshot(path=file, full_page=name == "admin-task")
        context.close()
        with Image.open(file) as picture:
            picture.convert("RGB").quantize(128).save(file, optimize=True)
        if file.stat().st_size > MOST_BYTES:
            raise SystemExit(f"{file.name} is too large for a page: {file.stat().st_size} bytes")
        sys.stdout.write(f"{file}\n")


def unfold(page: Page) -> None:
    """Show what is shown on demand, and wait for the stream, if there is one."""
    if page.locator("[data-pulse]").count():
        page.wait_for_timeout(1500)
    for one in page.locator("details").all():
        one.evaluate("one => { one.open = true }")


def main() -> None:
    """Take them."""
    with EmbeddedValkey() as server:
        os.environ |= {"REDIS_URL": server.url, "DASHBOARD_USER": SIGNED[0], "DASHBOARD_PASSWORD": PASSWORD}
        os.environ["PRIVACY__HASH_KEY"] = "5" * 64
        load.cache_clear()
        settings = load()
        client = redis_client("consumer", "tasks", settings)
        client.config_set("maxmemory", 50 * 2**20)
        client.config_set("maxmemory-policy", "noeviction")
        manager = build_manager(settings)
        day = Day(client, manager, settings)
        day.beat()
        fault = play(day)
        with living(day), served(web.build_app(settings)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            take(browser, address, fault, IMAGES)
            browser.close()
        manager.store.client.close()
        recorder.stop()


if __name__ == "__main__":
    main()
