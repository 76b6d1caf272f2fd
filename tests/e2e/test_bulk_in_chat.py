"""Many matches in one go, through real processes: the offer, the progress, the summary, and each report by a button."""

from typing import Any

import pytest

from connections import PREFIX, redis_client
from settings import Settings
from tests.e2e.conftest import BOTH_WAYS, System, buttons
from tests.processes import wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def finished(system: System, count: int) -> list[str]:
    """Ids of different matches that were played, newest first."""
    played = [
        match for match in system.faceit.league.matches.values() if match.status == "FINISHED" and match.game == "cs2"
    ]
    return [match.match_id for match in sorted(played, key=lambda match: -(match.finished_at or 0))[:count]]


def start(system: System, person: dict[str, Any], words: str, depth: str = "Кратко") -> None:
    """Ask for a bulk and press."""
    system.telegram.send_text(person, words)
    offer = system.telegram.wait_for_message(
        person["id"], lambda m: "📦" in m.get("text", "") and any("Не сейчас" in name for name in buttons(m)), 20
    )
    data = next(data for name, data in buttons(offer).items() if depth in name)
    system.telegram.press(person, person["id"], offer["message_id"], data)


def is_summary(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "")


@pytest.fixture
def ann(system: System) -> dict[str, Any]:
    return system.telegram.add_person("Аня", "ru", started=True)


def test_a_list_becomes_a_summary_with_a_file_and_buttons(system: System, ann: dict[str, Any]) -> None:
    system.start_worker()
    system.start_bot()
    matches = finished(system, 12)
    start(system, ann, "/bulk " + " ".join([*matches, "1-00000000-0000-4000-8000-000000000000"]))
    summary = system.telegram.wait_for_message(ann["id"], is_summary, 60)
    assert "12" in summary["text"] and "13" in summary["text"]
    # Two calls a match, and one for what does not exist
    assert system.faceit.calls()["total"] == 2 * 12 + 1
    wait_for(lambda: any(m.get("document") for m in system.telegram.messages(ann["id"])), 10, "the file")
    # One ending in the chat, not thirteen
    texts = [message.get("text", "") for message in system.telegram.messages(ann["id"])]
    assert sum(is_summary({"text": words}) for words in texts) == 1
    # And a button opens a match's card
    opened = next(
        (message, data)
        for message in system.telegram.messages(ann["id"])
        for name, data in buttons(message).items()
        if name.strip().startswith("1") and data.startswith("t:")
    )
    system.telegram.press(ann, ann["id"], opened[0]["message_id"], opened[1])
    card = system.telegram.wait_for_message(
        ann["id"], lambda m: "кратк" in m.get("text", "").lower() and "📦" not in m.get("text", ""), 20
    )
    assert card


def test_the_last_matches_of_a_player(system: System, ann: dict[str, Any]) -> None:
    system.start_worker()
    system.start_bot()
    player = next(p for p in system.faceit.league.players.values() if p.activity > 0.5 and p.nickname.isalpha())
    start(system, ann, f"/bulk {player.nickname} 10")
    summary = system.telegram.wait_for_message(ann["id"], is_summary, 60)
    assert player.nickname in summary["text"]
    # Who, the list, and two calls a match
    assert system.faceit.calls()["total"] <= 1 + 1 + 20


def test_a_crash_in_the_middle_resumes(system: System, ann: dict[str, Any], settings: Settings) -> None:
    worker = system.start_worker()
    bot = system.start_bot()
    matches = finished(system, 40)
    start(system, ann, "/bulk " + " ".join(matches))
    client = redis_client("command", "tasks", settings)

    def done() -> int:
        runs = [
            key
            for key in client.scan_iter(f"{PREFIX}run:*")
            if client.type(key) == b"hash" and client.hexists(key, "group_total")
        ]
        return int(client.hget(runs[0], "group_done") or 0) if runs else 0

    wait_for(lambda: done() >= 8, 30, "some of it")
    # When the worker and the bot die together, and others take their places
    worker.kill()
    bot.kill()
    assert done() < 40
    system.start_worker()
    system.start_bot()
    summary = system.telegram.wait_for_message(ann["id"], is_summary, 90)
    assert "40" in summary["text"]
    assert sum(is_summary(message) for message in system.telegram.messages(ann["id"])) == 1
    client.close()
