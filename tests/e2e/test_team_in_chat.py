"""Players as a team, from a command in a chat to the report and its picture, through real processes."""

from typing import Any

import pytest

from tests.e2e.conftest import BOTH_WAYS, System
from tests.processes import wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def is_card(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "")


def test_five_nicknames_become_a_team(system: System) -> None:
    system.start_worker()
    system.start_bot()
    match = system.faceit.league.matches[system.faceit.league.scenarios["ready"]]
    five = [seat.player.nickname for seat in match.factions[1].roster[:5]]
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, f"/team {' '.join(five)}")
    card = system.telegram.wait_for_message(ann["id"], is_card, 30)
    assert all(name in card["text"] for name in five)
    wait_for(lambda: any(m.get("photo") for m in system.telegram.messages(ann["id"])), 20, "the picture")
    # Four calls a player
    spent = system.faceit.calls()["total"]
    assert spent == 20
    # The same five in another order are one team: another person shares the report
    bob = system.telegram.add_person("Боб", "ru", started=True)
    system.telegram.send_text(bob, f"/team {' '.join(reversed(five))}")
    system.telegram.wait_for_message(bob["id"], is_card, 30)
    assert system.faceit.calls()["total"] == spent


def test_without_names_and_without_a_link_both_ways_are_told(system: System) -> None:
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, "/team")
    answer = system.telegram.wait_for_message(ann["id"], lambda m: "/link" in m.get("text", ""), 10)
    assert "/team" in answer["text"]
