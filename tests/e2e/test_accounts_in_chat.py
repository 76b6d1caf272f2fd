"""Who somebody is on FACEIT, and everything about him given and taken away, through real processes."""

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import requests

import connections
from settings import Settings
from tests.e2e.conftest import BOTH_WAYS, System, buttons
from tests.processes import wait_for

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def said(*parts: str) -> Any:
    return lambda message: all(part in message.get("text", "") for part in parts)


def is_card(message: dict[str, Any]) -> bool:
    return "Данные FACEIT" in message.get("text", "") and "/mydata" not in message["text"]


def press(system: System, person: dict[str, Any], message: dict[str, Any], words: str) -> None:
    data = next(data for name, data in buttons(message).items() if words in name)
    system.telegram.press(person, message["chat"]["id"], message["message_id"], data)


def tie(system: System, person: dict[str, Any], nickname: str) -> None:
    system.telegram.send_text(person, f"/link {nickname}")
    press(system, person, system.telegram.wait_for_message(person["id"], said("Это вы?"), 15), "Это я")
    system.telegram.wait_for_message(person["id"], said("Привязано"), 15)


def test_an_account_follows_a_new_nickname(system: System) -> None:
    # Given two people who are the same player: allowed
    system.start_worker()
    system.start_bot()
    player = next(p for p in system.faceit.league.players.values() if p.nickname == "Before_Rename")
    people = [system.telegram.add_person(name, "ru", started=True) for name in ("Аня", "Боб")]
    for person in people:
        tie(system, person, player.nickname)
    # When the player takes another nickname, which FACEIT's answers show once the cached ones are old
    system.faceit.rename(player.player_id, "After_Rename")
    client = connections.redis_client("consumer", "cache")
    client.flushdb()
    client.close()
    # Then /me and /player speak of the same player by the new one
    system.telegram.send_text(people[0], "/me")
    assert system.telegram.wait_for_message(people[0]["id"], said("After_Rename"), 15)
    system.telegram.send_text(people[0], "/player")
    card = system.telegram.wait_for_message(people[0]["id"], is_card, 30)
    assert "After_Rename" in card["text"]
    # And untying one leaves the other
    system.telegram.send_text(people[0], "/unlink")
    system.telegram.wait_for_message(people[0]["id"], said("Отвязано"), 15)
    system.telegram.send_text(people[1], "/me")
    system.telegram.wait_for_message(people[1]["id"], said("After_Rename"), 15)


def test_choices_outlive_the_bot(system: System) -> None:
    bot = system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    system.telegram.send_text(ann, "/timezone berlin")
    system.telegram.wait_for_message(ann["id"], said("Europe/Berlin"), 15)
    system.telegram.send_text(ann, "/timezone Atlantis")
    system.telegram.wait_for_message(ann["id"], said("Не знаю часового пояса", "Atlantis"), 15)
    system.telegram.send_text(ann, "/lang en")
    system.telegram.wait_for_message(ann["id"], said("I speak English"), 15)
    bot.kill()
    system.start_bot()
    system.telegram.send_text(ann, "/me")
    assert "Europe/Berlin" in system.telegram.wait_for_message(ann["id"], said("Time zone"), 20)["text"]


def test_without_a_database_analyses_go_on(system: System, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Given a database that can't be opened
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("STORAGE__SQLITE_PATH", str(tmp_path / "folder"))
    system.start_worker()
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    # When a match is asked for, it is analysed as ever
    system.telegram.send_text(ann, system.link("ready"))
    assert "10/10" in system.telegram.wait_for_message(ann["id"], is_card, 30)["text"]
    # And a tie is refused in words
    system.telegram.send_text(ann, "/link kestrel")
    press(system, ann, system.telegram.wait_for_message(ann["id"], said("Это вы?"), 15), "Это я")
    wait_for(lambda: any("База данных" in one for one in toasts(system)), 15, "a word about the database")


def toasts(system: System) -> list[str]:
    return [str(call.params.get("text", "")) for call in system.telegram.calls("answerCallbackQuery")]


def test_forget_me_leaves_nothing(system: System, settings: Settings) -> None:
    # Given somebody with an account, choices, a finished task and one under way that somebody else waits for as well
    system.start_worker()
    system.start_bot()
    ann = system.telegram.add_person("Аня", "ru", started=True)
    bob = system.telegram.add_person("Боб", "ru", started=True)
    tie(system, ann, "kestrel")
    system.telegram.send_text(ann, "/timezone berlin")
    system.telegram.send_text(ann, system.link("finished"))
    system.telegram.wait_for_message(ann["id"], is_card, 30)
    document = mine(system, ann)
    assert document["account"]["nickname"] == "kestrel" and document["preferences"]["timezone"] == "Europe/Berlin"
    assert document["tasks"][0]["report"]["kind"] == "match"
    # And the picture of it, kept by the run, not by her
    run = document["tasks"][0]["run"]
    wait_for(lambda: any(":sent:" in key for key in cached(settings, run)), 60, "her picture to be out")
    system.faceit.configure(latency_ms=1500)
    for person in (ann, bob):
        system.telegram.send_text(person, system.link("ready"))
        system.telegram.wait_for_message(person["id"], said("Статус"), 15)
    # When she asks to be forgotten, and is sure
    system.telegram.send_text(ann, "/forget_me")
    press(system, ann, system.telegram.wait_for_message(ann["id"], said("Удалить всё о вас?"), 15), "Удалить")
    assert "отменено на ходу: 1" in system.telegram.wait_for_message(ann["id"], said("Готово. Удалено"), 15)["text"]
    # Then Redis and the database hold her id nowhere, but for what the send limiter lets expire in seconds
    left: list[str] = []

    def nothing() -> bool:
        left[:] = traces(settings, str(ann["id"]))
        return not left

    with contextlib.suppress(AssertionError):
        wait_for(nothing, 12)
    assert left == []
    # And nothing of the run that was hers alone, by whose id her pictures are kept
    assert cached(settings, run) == []
    assert not [key for key in traces(settings, run) if f"run:{run}" in key]
    # And the other one gets his card all the same, she gets none
    system.faceit.configure(latency_ms=20)
    assert system.telegram.wait_for_message(bob["id"], is_card, 60)
    assert sum(map(is_card, system.telegram.messages(ann["id"]))) == 1
    assert list(traces(settings, str(bob["id"])))


def mine(system: System, person: dict[str, Any]) -> dict[str, Any]:
    system.telegram.send_text(person, "/mydata")
    found = lambda: [one for one in system.telegram.messages(person["id"]) if one.get("document")]  # noqa: E731
    wait_for(lambda: bool(found()), 15, "the document")
    file = found()[0]["document"]["file_id"]
    root = f"{system.telegram.url}/bot{settings_token()}"
    path = requests.get(f"{root}/getFile", params={"file_id": file}, timeout=5).json()["result"]["file_path"]
    body = requests.get(f"{system.telegram.url}/file/bot{settings_token()}/{path}", timeout=5)
    return dict(json.loads(body.content))


def settings_token() -> str:
    from tests.conftest import ENVIRONMENT

    return ENVIRONMENT["BOT_TOKEN"]


def cached(settings: Settings, run: str) -> list[str]:
    """The keys of pictures that hold a run's id, in their name or inside."""
    return [key for key in traces(settings, run) if ":cache:pictures:" in key]


def traces(settings: Settings, wanted: str) -> Iterator[str]:
    """Where in Redis or SQL an id occurs by itself: keys, values of every kind, all columns of all tables."""
    found = re.compile(rf"(?<!\d){wanted}(?!\d)")
    for database in ("tasks", "cache"):
        client = connections.redis_client("consumer", database, settings)
        for key in client.scan_iter(count=1000):
            if found.search(key.decode()) or found.search(dumped(client, key)):
                yield key.decode()
        client.close()
    with sqlite3.connect(settings.storage.sqlite_path) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if any(found.search(str(value)) for row in connection.execute(f"SELECT * FROM {table}") for value in row):
                yield table


def dumped(client: redis.Redis, key: bytes) -> str:
    readers: dict[bytes, Any] = {
        b"string": client.get, b"hash": client.hgetall, b"set": client.smembers,
        b"list": lambda name: client.lrange(name, 0, -1), b"zset": lambda name: client.zrange(name, 0, -1),
        b"stream": client.xrange,
    }  # fmt: skip
    kind = client.type(key)
    return repr(readers[kind](key)) if kind in readers else ""
