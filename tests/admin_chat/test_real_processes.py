"""An admin steers real bot and worker processes from the chat."""

import signal
import time
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import redis

from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings, load
from tests.e2e.conftest import System, buttons, system
from tests.processes import wait_for, worker

__all__ = ["system"]
pytestmark = pytest.mark.processes

PAUSED = "⏸ очередь на паузе"


class Admin:
    """An admin of this system, in a private chat."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.person = system.telegram.add_person("Admin", "ru", started=True)

    def answers(self) -> list[dict[str, Any]]:
        return [one for one in self.system.telegram.messages(self.person["id"]) if one["from"]["is_bot"]]

    def asked(self, words: str) -> dict[str, Any]:
        before = len(self.answers())
        self.system.telegram.send_text(self.person, words)
        wait_for(lambda: len(self.answers()) > before and "Читаю" not in self.answers()[-1]["text"], 10, words)
        return self.answers()[-1]


@pytest.fixture
def admin(system: System, monkeypatch: pytest.MonkeyPatch) -> Admin:
    result = Admin(system)
    monkeypatch.setenv("ADMIN_IDS", str(result.person["id"]))
    monkeypatch.setenv("TASKS__PROGRESS_UPDATE_INTERVAL", "1")
    monkeypatch.setenv("TELEGRAM__UPDATES_FLOOD", "100000")
    return result


@pytest.fixture
def manager(settings: Settings) -> Iterator[TaskManager]:
    result = build_manager(settings)
    yield result
    result.store.client.close()


def is_card(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "")


def test_paused_submitted_resumed(system: System, admin: Admin) -> None:
    # Given a working system, and the queue of matches paused by the admin
    system.start_worker()
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    assert "на паузе" in admin.asked("/admin_pause high")["text"]
    time.sleep(1.2)
    # When Ann sends a link, she is answered at once, and reads why nothing happens
    sent = time.monotonic()
    system.telegram.send_text(ann, system.link("ready"))
    first = system.telegram.wait_for_message(ann["id"], lambda one: "ID:" in one.get("text", ""))
    assert time.monotonic() - sent < 1 and "⏸ Очередь на паузе" in first["text"]

    def shown() -> str:
        found = system.telegram.messages(ann["id"])
        return str(next(one for one in found if one["message_id"] == first["message_id"])["text"])

    wait_for(lambda: PAUSED in shown(), 15, "the progress to say so")
    assert system.faceit.calls()["total"] == 0
    status = admin.asked("/admin_queue_status")["text"]
    assert status.startswith(("🟡", "🔴")) and "high: 1 · 0 · 0" in status and "⏸ на паузе" in status
    # Then, resumed, it is picked up within two seconds, and the card comes
    admin.asked("/admin_resume high")
    resumed = time.monotonic()
    wait_for(lambda: system.faceit.calls()["total"] > 0, 10, "the first call")
    assert time.monotonic() - resumed < 2.5
    system.telegram.wait_for_message(ann["id"], is_card, 30)
    wait_for(lambda: shown().startswith("✅"), 15, "the progress to end")


def test_a_killed_worker_is_shown(system: System, admin: Admin) -> None:
    system.start_bot()
    child = system.start_worker()
    wait_for(lambda: "потоков 0 из 6" in admin.asked("/admin_queue_status")["text"], 20, "the worker to be listed")
    pids = [process.pid for process in child.tree()]
    shown = admin.asked("/admin_queue_status")["text"]
    alive = next(pid for pid in pids if f":{pid} " in shown)
    for pid in pids:
        psutil.Process(pid).send_signal(signal.SIGKILL)

    def silent() -> bool:
        words = admin.asked("/admin_queue_status")["text"]
        time.sleep(2)
        return any("без пульса" in line and f":{alive} " in line for line in words.split("\n"))

    wait_for(silent, 40, "the silence to be seen")


def test_a_retry_by_the_admin_is_told_to_its_person(
    system: System, admin: Admin, manager: TaskManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a task of Ann's that failed, for reasons that have passed
    monkeypatch.setenv("TASKS__MAX_RETRIES", "0")
    system.start_bot()
    system.children.append(worker(system.folder))
    ann = system.telegram.add_person("Аня", "ru", started=True)
    request = system.telegram.send_text(ann, "/lang")
    wish = match_wish(f"tg:{ann['id']}", "1=crash:1", chat=ann["id"], request_message=request["message_id"], lang="ru")
    task = manager.submit(wish).task.id
    system.telegram.wait_for_message(ann["id"], lambda one: "Разобрать матч не получилось" in one.get("text", ""), 30)
    wait_for(lambda: manager.store.client.xlen("faceit_bot:events:endings") == 0, 10)
    # When the admin sees it among the failed, with where it broke, and presses retry under it
    listed = admin.asked("/admin_tasks")
    assert task in listed["text"] and "ZeroDivisionError" in listed["text"]
    page = admin.asked(f"/admin_task {task}")
    data = next(value for name, value in buttons(page).items() if "Повторить" in name)
    chat = admin.person["id"]
    before = len(system.telegram.messages(ann["id"]))
    system.telegram.press(admin.person, chat, page["message_id"], data)
    # Then Ann is told of the new task's end, in answer to what she asked
    wait_for(lambda: len(system.telegram.messages(ann["id"])) > before, 30, "an answer to Ann")
    again = system.telegram.messages(ann["id"])[-1]
    assert again["reply_to_message"]["message_id"] == request["message_id"]
    new = manager.store.recent(f"tg:{ann['id']}", 1)[0]
    view = manager.view(new)
    assert view is not None and view.retry_of == task
    # That task fails too, so an alert may come between the question and its answer
    admin.asked("/admin_log")
    wait_for(lambda: any("retry" in one["text"] for one in admin.answers()), 10, "the log of acts")


def test_redis_killed_is_said(
    system: System, admin: Admin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given the bot on a server of its own, which then hangs
    from sandbox.valkey import EmbeddedValkey

    with EmbeddedValkey() as server:
        monkeypatch.setenv("REDIS_URL", server.url)
        load.cache_clear()
        system.start_bot()
        assert admin.asked("/admin_queue_status")["text"].startswith("🔴")
        client = redis.Redis.from_url(server.url)
        process = psutil.Process(client.info("server")["process_id"])
        client.close()
        process.suspend()
        try:
            # Then the admin hears it, each time within the second or two that a person waits
            for _ in range(3):
                asked = time.monotonic()
                assert "Redis не отвечает" in admin.asked("/admin_queue_status")["text"]
                assert time.monotonic() - asked < 3
        finally:
            process.resume()
        wait_for(lambda: "Очереди" in admin.asked("/admin_queue_status")["text"], 20, "the numbers to be back")
