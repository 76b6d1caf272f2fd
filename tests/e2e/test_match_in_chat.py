"""From a link in a chat to the card, through real processes."""

import time
from typing import Any

import pytest

from tests.e2e.conftest import BOTH_WAYS, System, buttons
from tests.processes import wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def is_card(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "")


def accepted(message: dict[str, Any]) -> bool:
    return "ID:" in message.get("text", "")


def test_a_link_becomes_a_card(system: System) -> None:
    # Given a person and the running system
    system.start_worker()
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    # When she sends a link inside a sentence
    sent = time.monotonic()
    request = system.telegram.send_text(ann, f"глянь {system.link('ready')}/scoreboard?x=1, играем")
    first = system.telegram.wait_for_message(ann["id"], accepted)
    took = time.monotonic() - sent
    # Then the task is accepted at once, and the card is a new message that answers her request
    assert took < 1
    card = system.telegram.wait_for_message(ann["id"], is_card, 30)
    assert card["message_id"] != first["message_id"]
    assert card["reply_to_message"]["message_id"] == request["message_id"]
    assert "10/10" in card["text"]
    # And the progress message has shrunk to one line
    wait_for(lambda: "\n" not in shown(system, ann, first), 15, "the progress message to shrink")
    assert shown(system, ann, first).startswith("✅")
    # And FACEIT was asked 31 times and never too often
    calls = system.faceit.calls()
    assert calls["total"] == 31
    assert calls["too_many"] == 0


def test_two_people_and_a_repeat_share_calls(system: System) -> None:
    system.start_worker()
    system.start_bot()
    people = [system.telegram.add_person(name, "ru", started=True) for name in ("А", "Б")]
    for person in people:
        system.telegram.send_text(person, system.link("ready"))
    for person in people:
        system.telegram.wait_for_message(person["id"], is_card, 30)
    assert system.faceit.calls()["total"] == 31


def test_cancel_by_button_and_only_by_the_owner(system: System) -> None:
    # Given a running task in a group
    system.faceit.configure(latency_ms=800)
    system.start_worker()
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    bob = system.telegram.add_person("Боб", "ru", started=True)
    group = system.telegram.add_group("Отряд", [ann, bob])
    system.telegram.send_text(ann, f"/analyze {system.link('ready')}", group["id"])
    message = system.telegram.wait_for_message(group["id"], accepted)
    cancel = next(data for name, data in buttons(message).items() if "Отменить" in name)
    wait_for(lambda: system.faceit.calls()["total"] > 1, what="the first calls")
    # When somebody else presses cancel, nothing happens to it
    system.telegram.press(bob, group["id"], message["message_id"], cancel)
    wait_for(lambda: len(system.telegram.calls("answerCallbackQuery")) == 1, what="an answer to Bob")
    assert not any("🚫" in (item.get("text") or "")[:2] for item in system.telegram.messages(group["id"]))
    # When the owner does, twice, it ends within two seconds and FACEIT is left alone
    pressed = time.monotonic()
    system.telegram.press(ann, group["id"], message["message_id"], cancel)
    system.telegram.press(ann, group["id"], message["message_id"], cancel)
    wait_for(lambda: len(system.telegram.calls("answerCallbackQuery")) == 3, 5, "answers to Ann")
    assert time.monotonic() - pressed < 2
    time.sleep(1)
    before = system.faceit.calls()["total"]
    time.sleep(1.5)
    assert system.faceit.calls()["total"] == before
    wait_for(lambda: shown_in(system, group["id"], message).startswith("🚫"), 15, "the message to say cancelled")
    assert not any(is_card(item) for item in system.telegram.messages(group["id"]))


def test_an_unknown_match_is_told_with_a_way_on(system: System) -> None:
    system.start_worker()
    system.start_bot()
    john = system.telegram.add_person("John", "en", started=True)
    system.telegram.send_text(john, "https://www.faceit.com/en/cs2/room/1-00000000-0000-4000-8000-000000000000")
    answer = system.telegram.wait_for_message(john["id"], lambda item: "no such match" in item.get("text", ""), 30)
    assert any("🔁" in name or "🔄" in name for name in buttons(answer))


def test_an_ending_while_the_bot_is_down_is_told_when_it_is_back(system: System) -> None:
    # Given a task accepted, and the bot killed before its end
    system.faceit.configure(latency_ms=300)
    system.start_worker()
    bot = system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("ready"))
    system.telegram.wait_for_message(ann["id"], accepted)
    bot.kill()
    wait_for(lambda: system.faceit.calls()["total"] >= 31, 60, "the worker to finish")
    time.sleep(1)
    assert not any(is_card(item) for item in system.telegram.messages(ann["id"]))
    # When the bot is back, then the card comes once
    system.start_bot()
    system.telegram.wait_for_message(ann["id"], is_card, 40)
    time.sleep(1.5)
    assert sum(is_card(item) for item in system.telegram.messages(ann["id"])) == 1


def test_a_worker_killed_in_the_middle_costs_the_person_nothing(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKERS__HEARTBEAT_TIMEOUT_MS", "2000")
    monkeypatch.setenv("WORKERS__MAINTENANCE_CHANCE", "1000000")
    system.faceit.configure(latency_ms=400)
    first = system.start_worker()
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("ready"))
    wait_for(lambda: system.faceit.calls()["total"] >= 8, 30, "the players to be under way")
    first.kill()
    system.start_worker()
    card = system.telegram.wait_for_message(ann["id"], is_card, 60)
    assert "10/10" in card["text"]
    # What was fetched before the kill came from the cache: at most the calls under way were repeated.
    assert system.faceit.calls()["total"] <= 31 + 8


def shown(system: System, person: dict[str, Any], message: dict[str, Any]) -> str:
    return shown_in(system, person["id"], message)


def shown_in(system: System, chat: int, message: dict[str, Any]) -> str:
    for item in system.telegram.messages(chat):
        if item["message_id"] == message["message_id"]:
            return str(item.get("text", ""))
    return ""
