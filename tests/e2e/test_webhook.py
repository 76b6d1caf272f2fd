"""Updates by webhook: the same conversations as with polling, through web processes of their own."""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from bot.webhook import PATH, secret_of
from sandbox.ports import free_port
from settings import Settings
from tests.e2e.conftest import System
from tests.e2e.test_match_in_chat import accepted, is_card, shown
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes


@pytest.fixture
def port(system: System, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    number = free_port()
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", f"http://127.0.0.1:{number}")
    yield number


def start_bot(system: System) -> Child:
    child = Child("bot", [sys.executable, "-m", "bot"], system.folder)
    system.children.append(child)
    wait_for(lambda: bool(system.telegram.status()["webhook"]), 30, "the webhook to be set")
    return child


def post(port: int, body: bytes, secret: str) -> int:
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{PATH}", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def written(person: dict[str, Any], text: str, update: int) -> bytes:
    chat = {"id": person["id"], "type": "private"}
    message = {"message_id": update, "date": int(time.time()), "chat": chat, "from": person, "text": text}
    return json.dumps({"update_id": update, "message": message}).encode()


def test_a_link_becomes_a_card(system: System, port: int) -> None:
    # Given web, worker and a bot that does not poll
    system.start_worker()
    web = system.start_web(port)
    start_bot(system)
    system.faceit.configure(latency_ms=600)
    ann = system.telegram.add_person("Аня", "ru", started=True)
    # When she sends a link, it is accepted within a second and followed by the bot process
    sent = time.monotonic()
    system.telegram.send_text(ann, system.link("ready"))
    first = system.telegram.wait_for_message(ann["id"], accepted)
    assert time.monotonic() - sent < 1
    wait_for(lambda: "/6" in shown(system, ann, first), 20, "progress to be shown")
    card = system.telegram.wait_for_message(ann["id"], is_card, 40)
    assert card["message_id"] != first["message_id"]
    wait_for(lambda: shown(system, ann, first).startswith("✅"), 15, "the progress message to shrink")
    assert not system.telegram.calls("getUpdates")
    assert system.telegram.status()["pending_updates"] == 0
    # And the web process ends cleanly
    assert web.terminate() in {0, -15}


def test_the_same_update_over_two_processes_counts_once(system: System, port: int, settings: Settings) -> None:
    other = free_port()
    system.start_web(port)
    system.start_web(other)
    start_bot(system)
    ann = system.telegram.add_person("Аня", "ru", started=True)
    body = written(ann, "/start", 77)
    assert post(port, body, secret_of(settings)) == 200
    answers = len(system.telegram.messages(ann["id"]))
    assert answers
    assert post(other, body, secret_of(settings)) == 200
    assert post(port, body, secret_of(settings)) == 200
    time.sleep(0.5)
    assert len(system.telegram.messages(ann["id"])) == answers


def test_strangers_and_nonsense_are_refused(system: System, port: int, settings: Settings) -> None:
    system.start_web(port)
    ann = system.telegram.add_person("Аня", "ru", started=True)
    before = len(system.telegram.messages(ann["id"]))
    assert post(port, written(ann, "/start", 78), "wrong") == 403
    assert post(port, written(ann, "/start", 78), "") == 403
    assert post(port, b"x" * 3_000_000, secret_of(settings)) == 413
    for nonsense in (b"", b"{", b"[]", b'{"update_id": "x"}', b"[" * 100_000):
        assert post(port, nonsense, secret_of(settings)) == 200
    assert len(system.telegram.messages(ann["id"])) == before


def test_what_came_while_web_was_away_comes_later(system: System, port: int) -> None:
    start_bot(system)
    ann = system.telegram.add_person("Аня", "ru", started=True)
    before = len(system.telegram.messages(ann["id"]))
    system.telegram.send_text(ann, "/start")
    wait_for(lambda: any(status == 0 for _, status in system.telegram.status()["pushed"]), 10, "an attempt")
    system.start_web(port)
    wait_for(lambda: len(system.telegram.messages(ann["id"])) > before + 1, 15, "an answer")


def test_back_to_polling_the_webhook_goes(system: System, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = start_bot(system)
    bot.terminate()
    monkeypatch.delenv("TELEGRAM_WEBHOOK_URL")
    system.start_worker()
    system.start_bot()
    wait_for(lambda: not system.telegram.status()["webhook"], 15, "the webhook to be deleted")
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("ready"))
    system.telegram.wait_for_message(ann["id"], is_card, 40)
