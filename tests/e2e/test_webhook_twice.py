"""Updates by webhook that two web processes take at once, as Telegram sends them: side by side, some of them twice."""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from bot.webhook import PATH, secret_of
from sandbox.ports import free_port
from settings import Settings
from tests.e2e.conftest import System, buttons
from tests.e2e.test_match_in_chat import accepted, is_card, shown
from tests.e2e.test_without_redis import ALONE
from tests.processes import Child, wait_for

pytestmark = [
    pytest.mark.processes, pytest.mark.parametrize("system", ["webhook"], indirect=True)
]  # fmt: skip


SOONER = """
import runpy
import bot.veto_watch
bot.veto_watch.LOOK_AT_S = (3.0, 6.0, 9.0)
runpy.run_module("bot", run_name="__main__")
"""


@dataclass
class Pair:
    """Two web processes; `post` gives an update to one of them until it is taken, as Telegram does."""

    system: System
    ports: tuple[int, int]
    secret: str
    threads: ThreadPoolExecutor
    updates: int = 1000

    def update(self, **content: Any) -> bytes:
        self.updates += 1
        return json.dumps({"update_id": self.updates, **content}).encode()

    def text(self, person: dict[str, Any], words: str) -> bytes:
        chat = {"id": person["id"], "type": "private"}
        message = {"message_id": self.updates, "date": int(time.time()), "chat": chat, "from": person, "text": words}
        return self.update(message=message)

    def press(self, person: dict[str, Any], message: dict[str, Any], data: str) -> bytes:
        query = {"id": str(self.updates), "from": person, "chat_instance": "1", "message": message, "data": data}
        return self.update(callback_query=query)

    def post(self, number: int, body: bytes) -> list[int]:
        headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": self.secret}
        request = urllib.request.Request(f"http://127.0.0.1:{self.ports[number]}{PATH}", body, headers)
        seen: list[int] = []
        while not seen or seen[-1] != 200:
            assert len(seen) < 40, seen
            try:
                with urllib.request.urlopen(request, timeout=15) as answer:
                    seen.append(int(answer.status))
            except urllib.error.HTTPError as error:
                seen.append(error.code)
                time.sleep(0.3)
        return seen

    def at_once(self, *posts: tuple[int, bytes]) -> None:
        list(self.threads.map(lambda one: self.post(*one), posts))

    def said(self, person: dict[str, Any]) -> list[str]:
        messages = self.system.telegram.messages(person["id"])
        return [str(one.get("text", "")) for one in messages if one["from"]["is_bot"]]


def two_webs(system: System, settings: Settings) -> Iterator[Pair]:
    ports = (system.port, free_port())
    for port in ports:
        system.answering = system.start_web(port)
    with ThreadPoolExecutor(24) as threads:
        yield Pair(system, ports, secret_of(settings), threads)


@pytest.fixture
def pair(system: System, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setenv("REDIS__ANSWER_SECONDS", "3")
    yield from two_webs(system, settings)


@pytest.fixture
def narrow(system: System, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Six updates a minute of one person."""
    monkeypatch.setenv("TELEGRAM__UPDATES_FLOOD", "6")
    # A busy machine is no Redis that is away, when each would count by itself.
    monkeypatch.setenv("REDIS__ANSWER_SECONDS", "3")
    yield from two_webs(system, settings)


@pytest.fixture
def alone(system: System, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """No Redis for any process."""
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}")
    yield from two_webs(system, settings)


def person(pair: Pair, name: str) -> dict[str, Any]:
    return pair.system.telegram.add_person(name, "ru", started=True)


def test_one_update_at_both_in_one_instant_counts_once(pair: Pair) -> None:
    # Given people whose links each come to both processes at the same moment
    system = pair.system
    system.start_worker()
    system.start_bot()
    people = [person(pair, f"P{number}") for number in range(8)]
    links = [pair.text(one, system.link("ready")) for one in people]
    pair.at_once(*((number, body) for body in links for number in (0, 1)))
    # Then each is accepted once, and has one card
    for one in people:
        system.telegram.wait_for_message(one["id"], is_card, 40)
    time.sleep(1.5)
    for one in people:
        assert sum(accepted({"text": words}) or words.startswith("✅") for words in pair.said(one)) == 1, pair.said(one)
        assert sum(is_card({"text": words}) for words in pair.said(one)) == 1
    assert system.faceit.calls()["total"] == 31


def test_the_limit_of_a_person_holds_over_both(pair: Pair) -> None:
    # Given no worker, so that what is accepted stays
    system, ann = pair.system, person(pair, "Аня")
    system.start_bot()
    before = len(pair.said(ann))
    names = ("ready", "ready_low", "ready_high", "ongoing", "no_elo", "finished")
    # When six links of hers come at one instant, every second to the other process
    links = [pair.text(ann, system.link(name)) for name in names]
    pair.at_once(*((number % 2, body) for number, body in enumerate(links)))
    # Then three are accepted, the others refused
    wait_for(lambda: len(pair.said(ann)) >= before + 6, 10, "six answers")
    assert sum(accepted({"text": words}) for words in pair.said(ann)) == 3, pair.said(ann)


def test_a_button_works_at_the_process_that_did_not_show_it(pair: Pair) -> None:
    system, ann = pair.system, person(pair, "Аня")
    system.faceit.configure(latency_ms=800)
    system.start_worker()
    system.start_bot()
    pair.post(0, pair.text(ann, system.link("ready")))
    message = system.telegram.wait_for_message(ann["id"], accepted)
    cancel = next(data for name, data in buttons(message).items() if "Отменить" in name)
    wait_for(lambda: system.faceit.calls()["total"] > 1, what="the first calls")
    # When it is pressed twice at one instant, one press at each
    pair.at_once((1, pair.press(ann, message, cancel)), (0, pair.press(ann, message, cancel)))
    wait_for(lambda: shown(system, ann, message).startswith("🚫"), 15, "the message to say cancelled")
    assert not any(is_card({"text": words}) for words in pair.said(ann))


def test_a_flood_is_counted_over_both_and_told_once(narrow: Pair) -> None:
    system, ann, bob = narrow.system, person(narrow, "Аня"), person(narrow, "Боб")
    before = len(narrow.said(ann)), len(narrow.said(bob))
    narrow.at_once(*((number % 2, narrow.text(ann, f"/cancel_task {number}")) for number in range(20)))
    narrow.post(0, narrow.text(bob, "/help"))
    # Then six were answered by the two together, and she was asked once to wait; he is not concerned
    wait_for(lambda: len(narrow.said(ann)) >= before[0] + 7, 15, "the answers")
    time.sleep(1)
    assert len(narrow.said(ann)) == before[0] + 7
    assert sum("Слишком много" in words for words in narrow.said(ann)) == 1
    assert len(narrow.said(bob)) > before[1]
    assert len(system.telegram.calls("sendMessage"))


def test_telegrams_limits_hold_over_both(pair: Pair) -> None:
    # Given more people than may be answered within a second, at both processes
    people = [person(pair, f"P{number}") for number in range(40)]
    before = {one["id"]: len(pair.said(one)) for one in people}
    pair.at_once(*((number % 2, pair.text(one, "/help")) for number, one in enumerate(people)))
    wait_for(lambda: all(len(pair.said(one)) > before[one["id"]] for one in people), 30, "all answers")
    refused = [call for call in pair.system.telegram.requests_log if call.status == 429]
    # Counted apart, twenty at each would go out at once, ten of them too many. A busy machine may bunch up a few.
    assert len(refused) <= 3


def test_the_buttons_of_cards_before_the_veto_follow_it(system: System) -> None:
    # Given a bot process that looks at a match sooner than after 45 seconds
    system.start_worker()
    system.answering = system.start_web(system.port)
    bot = Child("bot", [sys.executable, "-c", SOONER], system.folder)
    system.children.append(bot)
    bot.begun_with("webhook.set")
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, system.link("voting"))
    card = system.telegram.wait_for_message(ann["id"], is_card, 40)
    # When the map is chosen
    match = system.faceit.league.scenarios["voting"]
    system.faceit.advance(match)
    chosen = system.faceit.league.matches[match].picks[0].label

    # Then the card's button says so
    def names() -> list[str]:
        messages = system.telegram.messages(ann["id"])
        return [name for one in messages if one["message_id"] == card["message_id"] for name in buttons(one)]

    wait_for(lambda: any(chosen in name for name in names()), 20, f"a button about {chosen}")


def test_without_redis_each_delivers_what_it_took(alone: Pair) -> None:
    system, people = alone.system, [person(alone, name) for name in ("Аня", "Боб")]
    system.start_bot()
    began = time.monotonic()
    alone.at_once(*((number, alone.text(one, system.link("ready"))) for number, one in enumerate(people)))
    for one in people:
        system.telegram.wait_for_message(one["id"], lambda item: ALONE in item.get("text", ""), 5)
    assert time.monotonic() - began < 3
    for one in people:
        system.telegram.wait_for_message(one["id"], is_card, 60)
    time.sleep(1)
    assert [sum(is_card({"text": words}) for words in alone.said(one)) for one in people] == [1, 1]
