"""A bot killed while one part of an ending is on its way: the next one goes on with just that part."""

import time
from typing import cast

import pytest
import redis

from bot.marks import SENDING, out
from connections import PREFIX
from tests.faults.seen import all_told, ask, endings_waiting, people, press, records
from tests.faults.stage import Stage, stage
from tests.processes import wait_for

pytestmark = pytest.mark.processes
METHODS = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")
SLOW_S = 1.5
MATCH = ("1", "2", "picture-match")
"""The card, the last edit of the progress message, the picture."""
BULK = ("1", "2", "3", "4")
"""Two pages, the file, the last edit."""
BULK_MATCHES = 26


def marks(client: redis.Redis) -> dict[str, str]:
    """The parts of the only task there is."""
    (task,) = records(client)
    found = cast(dict[bytes, bytes], client.hgetall(f"{PREFIX}task:{task}:delivery"))
    return {part.decode(): mark.decode() for part, mark in found.items()}


def on_its_way(client: redis.Redis, parts: tuple[str, ...], number: int) -> bool:
    """Whether all before it are out and this one is not; only messages, not edits, are marked beforehand."""
    seen = marks(client)
    before = all(out(seen.get(part)) for part in parts[:number])
    edit = "1" in seen and number == parts.index(max(part for part in parts if part.isdigit()))
    return before and (seen.get(parts[number]) == SENDING or (edit and parts[number] not in seen))


def taken(scene: Stage, chat: int) -> list[tuple[str, str]]:
    """What Telegram took for a chat since the record began: method and words; edits apart."""
    calls = [call for name in METHODS if name != "editMessageText" for call in scene.telegram.calls(name)]
    mine = [call for call in calls if call.status == 200 and str(call.params.get("chat_id")) == str(chat)]
    return [(call.method, str(call.params.get("text") or call.params.get("caption") or "")) for call in mine]


def killed_at(scene: Stage, parts: tuple[str, ...], number: int, text: str, messages: int) -> None:
    """Ask, kill the bot at that part, and look at what the chat got."""
    bot = scene.start_bot()
    client = scene.records()
    (ann,) = people(scene, 1)
    if text.startswith("/bulk"):
        scene.telegram.send_text(ann, text)
        press(scene, ann, "Кратко")
    else:
        ask(scene, ann, text)
    wait_for(lambda: len(records(client)) == 1, 10, "the task")
    time.sleep(1)
    # Given a Telegram that takes its time over everything
    scene.telegram.do("clear_requests")
    for method in METHODS:
        scene.telegram.delay(method, SLOW_S)
    scene.start_worker()
    # When the bot is killed with this part on its way
    wait_for(lambda: on_its_way(client, parts, number), 40, f"part {parts[number]} to be on its way")
    scene.keeper.call(lambda: scene.keeper.kill("bot"))
    assert endings_waiting(client) == 1 and not out(marks(client).get(parts[number]))
    before = taken(scene, ann["id"])
    scene.telegram.do("clear_faults")
    # Then the next one tells the rest: every part is out, each once, and those that were are not touched
    all_told(scene, [ann], 40)
    assert scene.keeper.child("bot") is not bot
    everything = taken(scene, ann["id"])
    assert everything[: len(before)] == before
    assert len(everything) == len(set(everything)) == messages
    assert set(marks(client)) == set(parts) and all(out(mark) for mark in marks(client).values())
    (progress,) = [one for one in scene.telegram.messages(ann["id"]) if one.get("text", "").startswith("✅")]
    assert "reply_markup" not in progress or not progress["reply_markup"].get("inline_keyboard")
    client.close()


@pytest.mark.parametrize("number", range(len(MATCH)), ids=MATCH)
def test_a_match(number: int) -> None:
    with stage() as scene:
        killed_at(scene, MATCH, number, scene.link(scene.played()[-1]), messages=2)


@pytest.mark.parametrize("number", range(len(BULK)), ids=BULK)
def test_a_bulk(number: int) -> None:
    with stage(latency_ms=5) as scene:
        killed_at(scene, BULK, number, "/bulk " + " ".join(scene.played()[-BULK_MATCHES:]), messages=3)
