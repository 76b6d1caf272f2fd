"""The five incidents of docs/operations.md, played: the admin sees what the page quotes, does what it says, and is told

that it is over. Real Valkey, bot and workers; only Telegram and FACEIT are stand-ins, and limits are short.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from connections import PREFIX
from tests.faults.seen import Person, all_told, ask, at_work, button, cards, endings_written, people, press
from tests.faults.stage import Stage, stage
from tests.faults.test_valkey_full import fill
from tests.processes import ROOT, Child, wait_for, worker

pytestmark = pytest.mark.processes
PAGE = " ".join((ROOT / "docs" / "operations.md").read_text().split())
SHORT = {
    "MONITORING__LOOK_SECONDS": "0.5",
    "MONITORING__GONE_SECONDS": "2",
    "MONITORING__WORKER_SILENT_SECONDS": "8",
    "MONITORING__AGE_HIGH_SECONDS": "4",
    "MONITORING__UNTOLD_SECONDS": "600",
}


class Admin:
    """An admin in his chat with the bot, in English."""

    def __init__(self, scene: Stage, person: Person) -> None:
        self.scene = scene
        self.person = person

    def said(self) -> list[str]:
        """What the bot has told him, oldest first, without tags."""
        messages = self.scene.telegram.messages(self.person["id"])
        return [one["text"] for one in messages if one.get("from", {}).get("is_bot") and "text" in one]

    def told(self, *parts: str, timeout: float = 30, quoted: bool = True) -> str:
        """Wait for a message with all these words; they stand in the page, too, unless told otherwise."""
        if quoted:
            assert [part for part in parts if part not in PAGE] == []
        found: list[str] = []

        def came() -> bool:
            found[:] = [one for one in self.said() if all(part in one for part in parts)]
            return bool(found)

        try:
            wait_for(came, timeout, f"{parts}")
        except AssertionError as error:
            raise AssertionError(f"{error}; {self.said()}") from None
        return found[0]

    def over(self, words: str, timeout: float = 30) -> None:
        """Wait for the word that it has passed."""
        self.told("✅ Over: ", timeout=timeout)
        self.told("✅ Over: ", words, timeout=timeout, quoted=False)

    def asks(self, command: str, *parts: str, named: str = "") -> str:
        """Send a command that the page names (as `named`); gives the answer, which has all these words."""
        assert f"`{named or command}`" in PAGE
        before = len(self.said())
        self.scene.telegram.send_text(self.person, command)

        def answers() -> list[str]:
            return [one for one in self.said()[before:] if all(part in one for part in parts)]

        try:
            wait_for(lambda: bool(answers()), 10, command)
        except AssertionError as error:
            raise AssertionError(f"{error}; {self.said()[before:]}") from None
        return answers()[0]


@contextmanager
def incident(*, latency_ms: float = 25, **more: str) -> Iterator[tuple[Stage, Admin]]:
    """A stage with a bot and an admin who reads English."""
    with stage(SHORT | {"ADMIN_IDS": ""} | more, latency_ms=latency_ms) as scene:
        person = scene.telegram.add_person("Admin", "en", started=True)
        # The stage puts it back.
        os.environ["ADMIN_IDS"] = str(person["id"])
        try:
            scene.start_bot()
            admin = Admin(scene, person)
            ask(scene, person, "/lang")
            press(scene, person, "English")
            admin.told("I speak English", quoted=False)
            yield scene, admin
        finally:
            for child in (life.child for life in scene.keeper.lives):
                child.show_end()


def extra_worker(scene: Stage, threads: int = 6) -> Child:
    """One more worker, which nobody starts again."""
    return scene.keeper.call(lambda: worker(scene.folder, module="actors.worker", threads=threads))


def ask_for(scene: Stage, persons: list[Person]) -> None:
    """Each asks for a match of his own."""
    for person, match in zip(persons, scene.played()[-len(persons) :], strict=True):
        ask(scene, person, scene.link(match))


def tasks(client: redis.Redis) -> list[str]:
    """Ids of all tasks there are records of."""
    names = [key.decode().split(":")[2:] for key in client.scan_iter(f"{PREFIX}task:*")]
    return [name[0] for name in names if len(name) == 1]


def test_a_backlog() -> None:
    with incident(latency_ms=400) as (scene, admin):
        # Given one thread and eight people
        scene.start_worker(threads=1)
        persons = people(scene, 8)
        ask_for(scene, persons)
        admin.told("🚨", "faceit_bot_high: the first in line has waited for")
        admin.asks("/admin_queue_status", "🔴", "high: ", "1 of 1 threads busy")
        admin.asks("/admin_pause low", "⏸")
        # When there is a second worker, then it is over, and nobody had to ask again
        helper = extra_worker(scene)
        admin.over("faceit_bot_high", timeout=60)
        admin.asks("/admin_resume low", "▶️")
        assert all(one.state == "completed" for one in all_told(scene, persons, 60).accounts)
        scene.keeper.call(helper.kill)


def test_a_dead_worker() -> None:
    with incident(latency_ms=300) as (scene, admin):
        only = extra_worker(scene)
        only.begun_with("ready for action")
        (ann,) = people(scene, 1)
        ask(scene, ann, scene.link(scene.played()[-1]))
        at_work(scene)
        # When the only worker is killed in the middle of her match
        scene.keeper.call(only.kill)
        admin.told("🚨", "No worker is running")
        admin.told("🚨 Worker", "has fallen silent")
        admin.asks("/admin_queue_status", "🔴", "❗ nobody listens")
        assert cards(scene, ann) == 0
        # Then one started anew shows up within five seconds and goes on with it
        scene.start_worker()
        time.sleep(5)
        admin.asks("/admin_queue_status", "Workers: 1,")
        admin.over("No worker is running")
        assert [(one.state, one.told) for one in all_told(scene, [ann], 40).accounts] == [("completed", 1)]


def test_a_bad_key() -> None:
    with incident() as (scene, admin):
        scene.start_worker()
        (ann,) = people(scene, 1)
        # Given a key that FACEIT does not accept any more
        scene.faceit.configure(key="the-new-key")
        ask(scene, ann, scene.link(scene.played()[-1]))
        admin.told("🔑 FACEIT does not accept the bot's key, no match can be analysed.", "faceit.key_rejected")
        wait_for(lambda: "faceit.key_rejected" in scene.keeper.child("worker").output, 10, "the worker's log")
        assert all_told(scene, [ann], 20).accounts[0].state == "failed"
        wait_for(lambda: "FACEIT refuses the key" in admin.asks("/admin_alerts"), 15, "the finding")
        # When all processes have the new one
        os.environ["FACEIT_API_KEY"] = "the-new-key"
        for role in ("worker", "bot"):
            scene.keeper.leave(role)
        scene.start_worker()
        scene.start_bot()
        # Then a link of the admin's own is analysed, and what failed is started anew from the list
        ask(scene, admin.person, scene.link(scene.played()[-2]))
        wait_for(lambda: cards(scene, admin.person) == 1, 30, "the admin's card")
        admin.asks("/admin_tasks", "faceit-key")
        press(scene, admin.person, "Retry failed")
        press(scene, admin.person, "Yes")
        wait_for(lambda: cards(scene, ann) == 1, 30, "her card")
        admin.over("FACEIT refuses the key")


def test_redis_nearly_full() -> None:
    with incident() as (scene, admin):
        scene.start_worker()
        client = scene.records()
        (ann,) = people(scene, 1)
        ask(scene, ann, scene.link(scene.played()[-1]))
        all_told(scene, [ann], 40)
        client.setrange("ballast", 40_000_000, b"x")
        client.config_set("maxmemory-policy", "noeviction")

        def fill(share: float) -> None:
            client.config_set("maxmemory", int(client.info("memory")["used_memory"] / share))

        # When memory goes, then the admin hears it twice: worth a look, and bad
        fill(0.84)
        admin.told("⚠️", "Redis has used", "of its memory")
        fill(0.95)
        admin.told("🚨", "Redis has used", "of its memory")
        admin.asks("/admin_queue_status", "🔴", "memory", "MiB")
        # The clean-up says what it would take out before it does
        (task,) = tasks(client)
        client.hset(f"{PREFIX}task:{task}", "ended", 1)
        admin.asks("/admin_queue_cleanup 6", "1")
        assert tasks(client) == [task]
        press(scene, admin.person, "Yes")
        wait_for(lambda: not tasks(client), 10, "the ended task to go")
        # And with more memory it is over
        client.config_set("maxmemory", 0)
        admin.over("Redis has used")
        client.close()


def test_redis_full() -> None:
    with incident() as (scene, admin):
        scene.start_worker()
        client = scene.records()
        (ann,) = people(scene, 1)
        ask(scene, ann, scene.link(scene.played()[-1]))
        all_told(scene, [ann], 40)
        (task,) = tasks(client)
        client.hset(f"{PREFIX}task:{task}", "ended", 1)
        # Given a Redis in which there is no room for anything any more
        fill(client)
        # Then the admin hears of it, and the page says why nothing can be changed
        admin.told("🚨", "Redis has used", "of its memory")
        admin.asks("/admin_pause low", "Redis is full and refuses to write")
        admin.asks("/admin_queue_status", "🔴", "memory")
        # The clean-up is to be had all the same
        admin.asks("/admin_queue_cleanup 6", "1")
        assert tasks(client) == [task]
        press(scene, admin.person, "Yes")
        wait_for(lambda: not tasks(client), 10, "the ended task to go")
        # And with more memory it is over, and the log knows who did it
        client.config_set("maxmemory", 0)
        admin.over("Redis has used")
        admin.asks("/admin_log", "hours=6")
        client.close()


def test_a_poison_task() -> None:
    with incident(latency_ms=800, MONITORING__WORKER_SILENT_SECONDS="60") as (scene, admin):
        client = scene.records()
        (ann,) = people(scene, 1)
        ask(scene, ann, scene.link(scene.played()[-1]))
        # Given a step that ends its worker each time it is begun
        scene.start_worker()
        while not endings_written(client):
            if scene.faceit.gate.log.concurrent:
                scene.keeper.call(lambda: scene.keeper.kill("worker"))
            time.sleep(0.1)
        words = admin.told("🚨 A task has failed")
        task = re.search(r"🆔 (\w+)", words)
        assert "poison" in words and task is not None
        wait_for(lambda: button(scene, ann, "🔁") is not None, 10, "her button")
        assert cards(scene, ann) == 0
        # Then it harms nobody any more, and the admin reads which step it was
        admin.asks(f"/admin_task {task[1]}", "poison", "fetch_match", named="/admin_task ID")
        admin.asks("/admin_pause default", "⏸")
        admin.asks("/admin_resume default", "▶️")
        (bob,) = people(scene, 1)
        ask(scene, bob, scene.link(scene.played()[-2]))
        assert [done.state for done in all_told(scene, [bob], 60).accounts] == ["completed"]
        client.close()
