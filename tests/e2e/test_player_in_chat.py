"""From a nickname in a chat to the report and its pictures, through real processes."""

from typing import Any

import pytest

from tests.e2e.conftest import BOTH_WAYS, System, buttons
from tests.processes import wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def is_card(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "") and "/privacy" not in message["text"]


def photos(system: System, chat: int) -> list[dict[str, Any]]:
    return [message for message in system.telegram.messages(chat) if message.get("photo")]


@pytest.fixture
def running(system: System) -> System:
    system.start_worker()
    system.start_bot()
    return system


def test_a_nickname_becomes_a_report_with_pictures(running: System) -> None:
    # Given somebody who asks by /player, in another case than FACEIT writes it
    ann = running.telegram.add_person("Аня", "ru", started=True)
    ace = running.faceit.league.specials.three_matches
    player = next(p for p in running.faceit.league.players.values() if p.activity > 0.5 and p.nickname.isalpha())
    running.telegram.send_text(ann, f"/player {player.nickname.swapcase()}")
    # Then the report comes, and two pictures after it
    card = running.telegram.wait_for_message(ann["id"], is_card, 30)
    assert player.nickname in card["text"]
    wait_for(lambda: len(photos(running, ann["id"])) == 2, 20, "both pictures")
    # And three calls found the player, one asked for bans, one for the lifetime, two for the games
    assert running.faceit.calls()["total"] == 7
    assert ace.nickname not in card["text"]


def test_a_repeat_by_link_shares_the_report_and_the_files(running: System) -> None:
    player = next(p for p in running.faceit.league.players.values() if p.activity > 0.5 and p.nickname.isalpha())
    people = [running.telegram.add_person(name, "ru", started=True) for name in ("А", "Б")]
    running.telegram.send_text(people[0], f"/player {player.nickname}")
    running.telegram.wait_for_message(people[0]["id"], is_card, 30)
    wait_for(lambda: len(photos(running, people[0]["id"])) == 2, 20, "both pictures")
    calls = running.faceit.calls()["total"]
    # When another one sends the profile link
    running.telegram.send_text(people[1], f"глянь https://www.faceit.com/ru/players/{player.nickname}/stats/cs2")
    running.telegram.wait_for_message(people[1]["id"], is_card, 30)
    wait_for(lambda: len(photos(running, people[1]["id"])) == 2, 20, "both pictures again")
    # Then FACEIT is not asked again, and the pictures are sent as known files
    assert running.faceit.calls()["total"] == calls
    files = [{photo["photo"][-1]["file_id"] for photo in photos(running, one["id"])} for one in people]
    assert files[0] == files[1]


def test_a_linked_person_reads_of_us_and_them(running: System) -> None:
    # Given a person who says who he is
    ann = running.telegram.add_person("Аня", "ru", started=True)
    match = running.faceit.league.matches[running.faceit.league.scenarios["ready"]]
    me = match.factions[1].roster[0].player
    running.telegram.send_text(ann, f"/link {me.nickname}")
    asked = running.telegram.wait_for_message(ann["id"], lambda message: "Это вы?" in message.get("text", ""))
    yes = next(data for name, data in buttons(asked).items() if "Это я" in name)
    running.telegram.press(ann, ann["id"], asked["message_id"], yes)
    running.telegram.wait_for_message(ann["id"], lambda message: "Привязано" in message.get("text", ""))
    # When a match of his is analysed
    running.telegram.send_text(ann, running.link("ready"))
    card = running.telegram.wait_for_message(ann["id"], is_card, 30)
    # Then his side stands first and is called "we"
    assert "мы" in card["text"].lower()
    wait_for(lambda: len(photos(running, ann["id"])) == 1, 20, "the picture")


def test_several_players_are_offered(running: System) -> None:
    ann = running.telegram.add_person("Аня", "ru", started=True)
    running.telegram.send_text(ann, "/player KESTREL")
    offer = running.telegram.wait_for_message(ann["id"], lambda m: "заглавн" in m.get("text", ""), 20)
    names = {name.split(" · ")[0]: data for name, data in buttons(offer).items()}
    assert set(names) == {"Kestrel", "kestrel"}
    running.telegram.press(ann, ann["id"], offer["message_id"], names["kestrel"])
    card = running.telegram.wait_for_message(ann["id"], is_card, 30)
    assert "kestrel" in card["text"]
