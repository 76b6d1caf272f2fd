"""What FACEIT answers, seen from the chat: real bot, real worker, retries told and counted."""

import time
from functools import partial
from typing import Any

import pytest

from sandbox.telegram import TelegramStandIn
from tests.conftest import ENVIRONMENT
from tests.e2e.conftest import System, buttons, system
from tests.processes import wait_for

__all__ = ["system"]

pytestmark = pytest.mark.processes

ADMINS = 2


def told(telegram: TelegramStandIn, chat: int, words: str) -> list[dict[str, Any]]:
    """Messages of the bot in a chat that hold these words."""
    return [
        message
        for message in telegram.messages(chat)
        if message.get("from", {}).get("is_bot") and words in message.get("text", "")
    ]


def says(words: str, message: dict[str, Any]) -> bool:
    """Whether a message holds these words."""
    return words in message.get("text", "")


def edits(telegram: TelegramStandIn, chat: int) -> str:
    """All a chat's messages were changed to."""
    return "\n".join(
        str(call.params.get("text"))
        for call in telegram.calls("editMessageText")
        if int(call.params.get("chat_id") or 0) == chat
    )


def test_each_answer_of_faceit_ends_in_a_card_or_in_plain_words(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given people who ask for a match each, When FACEIT answers each match in its own bad way."""
    monkeypatch.setenv("FACEIT__TIMEOUT_READ", "3")
    monkeypatch.setenv("TASKS__PROGRESS_MIN_INTERVAL", "0.3")
    scenarios: dict[str, tuple[str, dict[str, str | int]]] = {
        "503": ("ready", {"kind": "503", "times": 4}),
        "timeout": ("ready_high", {"kind": "timeout", "times": 1}),
        "429": ("ongoing", {"kind": "429_retry_after", "times": 1}),
        "for ever": ("no_elo", {"kind": "500"}),
        "other shape": ("ready_low", {"kind": "other_shape"}),
    }
    ids = system.faceit.league.scenarios
    faults = [{"path": f"/matches/{ids[name]}", **fault} for name, fault in scenarios.values()]
    stats = {"path": f"/matches/{ids['finished']}/stats", "kind": "500"}
    system.faceit.configure(faults=[*faults, stats])
    people = {case: system.telegram.add_person(case, "ru", started=True) for case in [*scenarios, "no stats"]}
    system.start_worker()
    system.start_bot()
    for case, (name, _) in scenarios.items():
        system.telegram.send_text(people[case], system.link(name))
    system.telegram.send_text(people["no stats"], system.link("finished"))
    # Then what passes ends in a card, and the retry was seen
    for case in ("503", "timeout", "429"):
        system.telegram.wait_for_message(people[case]["id"], lambda item: "Данные FACEIT" in item["text"], 30)
    assert "🔁" in edits(system.telegram, people["503"]["id"])
    assert "FACEIT не отвечает" in edits(system.telegram, people["503"]["id"])
    # And another shape is told at once, without a retry
    words = system.telegram.wait_for_message(
        people["other shape"]["id"], lambda item: "незнакомом виде" in item["text"], 30
    )
    assert any("🔁" in name or "🔄" in name for name in buttons(words))
    assert "🔁 1/3" not in edits(system.telegram, people["other shape"]["id"])
    # And what does not pass is told after three retries
    system.telegram.wait_for_message(
        people["for ever"]["id"], lambda item: "Повторите через несколько минут" in item["text"], 40
    )
    asked = [call for call in system.faceit.calls()["calls"] if ids["no_elo"] in call[1]]
    assert len(asked) == 4
    # And a finished match without statistics is still told
    card = system.telegram.wait_for_message(people["no stats"]["id"], lambda item: "Данные FACEIT" in item["text"], 40)
    assert "Статистику матча получить не удалось" in card["text"] and "Победа" in card["text"]


def test_a_rejected_key_is_told_to_the_person_and_once_to_each_admin(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given two admins of whom one never started the bot, and a key that FACEIT does not take
    admin = system.telegram.add_person("Admin", "ru", started=True)
    shy = system.telegram.add_person("Shy", "ru")
    monkeypatch.setenv("ADMIN_IDS", f"{admin['id']},{shy['id']}")
    system.faceit.configure(key="another-key")
    worker = system.start_worker()
    system.start_bot()
    # When two people ask for matches
    asked = {"ru": ("Аня", "не принял ключ бота"), "en": ("John", "did not accept the bot's key")}
    for (language, (name, words)), scenario in zip(asked.items(), ("ready", "ready_low"), strict=True):
        person = system.telegram.add_person(name, language, started=True)
        system.telegram.send_text(person, system.link(scenario))
        system.telegram.wait_for_message(person["id"], partial(says, words), 20)
    # Then each heard why, the admin once, and the log tells operators the reason without the key
    wait_for(lambda: bool(told(system.telegram, admin["id"], "FACEIT_API_KEY")), 10, "the notice")
    time.sleep(0.5)
    assert len(told(system.telegram, admin["id"], "FACEIT_API_KEY")) == 1
    assert not told(system.telegram, shy["id"], "")
    assert worker.output.count("faceit.key_rejected") == ADMINS
    assert "Unauthorized" in worker.output
    assert all(ENVIRONMENT["FACEIT_API_KEY"] not in child.output for child in system.children)
