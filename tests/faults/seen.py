"""What single faults are judged by: tasks and endings as Valkey has them, messages and calls as the stand-ins do."""

import time
from collections.abc import Sequence
from typing import Any

import redis

from connections import PREFIX
from tasks.events import ENDINGS
from tasks.scripts import words
from tests.faults.ledger import CARD, FINAL, Ledger, account
from tests.faults.stage import Stage
from tests.processes import wait_for

Person = dict[str, Any]
ANSWER_S = 1.0
"""What is promised."""


def people(scene: Stage, count: int) -> list[Person]:
    """New people who have started the bot."""
    return [scene.telegram.add_person(f"p{number}", "ru", started=True) for number in range(count)]


def chats(persons: Sequence[Person]) -> list[int]:
    """Their private chats."""
    return [one["id"] for one in persons]


def ask(scene: Stage, person: Person, text: str, timeout: float = 10) -> float:
    """Write to the bot; seconds until Telegram took its first answer."""
    began = time.time()

    def answers() -> list[float]:
        taken = [call for call in scene.telegram.calls("sendMessage") if call.status == 200 and call.time >= began]
        return [call.time for call in taken if str(call.params["chat_id"]) == str(person["id"])]

    scene.telegram.send_text(person, text)
    wait_for(lambda: bool(answers()), timeout, f"an answer to {text}")
    return min(answers()) - began


def cards(scene: Stage, person: Person) -> int:
    """Cards that a person has before him."""
    return sum(bool(CARD.search(one.get("text", ""))) for one in scene.telegram.messages(person["id"]))


def records(client: redis.Redis) -> dict[str, str]:
    """The state of every task of somebody's chat; a bulk's children are nobody's."""
    found: dict[str, str] = {}
    for key in client.scan_iter(f"{PREFIX}task:*", count=1000):
        name = key.decode()[len(PREFIX) + len("task:") :]
        if ":" not in name:
            chat, state = client.hmget(key, "chat", "state")
            if chat and isinstance(state, bytes):
                found[name] = state.decode()
    return found


def run_states(client: redis.Redis) -> list[str]:
    """The state of every run; a task's own changes at its end only."""
    keys = [key for key in client.scan_iter(f"{PREFIX}run:*", count=1000) if key.count(b":") == 2]
    return sorted(words([client.hget(key, "state") for key in keys]))


def endings_written(client: redis.Redis) -> int:
    """Endings ever written, told and forgotten ones too."""
    return int(client.xinfo_stream(ENDINGS)["entries-added"]) if client.exists(ENDINGS) else 0


def endings_waiting(client: redis.Redis) -> int:
    """Endings that nobody has acknowledged."""
    return int(client.xlen(ENDINGS))


def all_told(scene: Stage, persons: Sequence[Person], timeout: float) -> Ledger:
    """Wait until each of them has a task that ended and was told, and no ending is left; the account of that."""
    client = scene.records()
    ledger = account(scene, chats(persons))

    def done() -> bool:
        nonlocal ledger
        if endings_waiting(client) or any(state not in FINAL for state in records(client).values()):
            return False
        ledger = account(scene, chats(persons))
        return len(ledger.accounts) >= len(persons) and not ledger.lost

    try:
        wait_for(done, timeout, "every ending to be told")
    except AssertionError as error:
        raise AssertionError(f"{error}; {ledger.lost}, {records(client)}, {endings_waiting(client)} waiting") from None
    finally:
        client.close()
    return ledger


def at_work(scene: Stage, calls: int = 5, timeout: float = 20) -> None:
    """Wait until so many calls have come to FACEIT and some are under way."""
    log = scene.faceit.gate.log
    wait_for(lambda: log.total >= calls and log.concurrent > 0, timeout, "steps at work")


def button(scene: Stage, person: Person, words: str) -> tuple[int, str] | None:
    """Message and data of the newest button with these words."""
    for message in reversed(scene.telegram.messages(person["id"])):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for one in row:
                if words in one["text"] and "callback_data" in one:
                    return message["message_id"], one["callback_data"]
    return None


def press(scene: Stage, person: Person, words: str, timeout: float = 10) -> None:
    """Press that button once it is there."""
    wait_for(lambda: button(scene, person, words) is not None, timeout, f"a button {words}")
    found = button(scene, person, words)
    assert found is not None
    scene.telegram.press(person, person["id"], *found)
