"""Admins hear of what broke: one message a minute for a fault, counted, and nobody's name in it."""

import asyncio
import html
from dataclasses import replace
from importlib import import_module
from typing import Any, cast

import pytest
import redis
import redis.asyncio
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramServerError
from aiogram.methods import SendMessage

from actors.retrying import last_lines as written
from actors.step import MODULES
from bot.admin_chats import AdminChats
from bot.failure_alerts import FailureAlerts
from bot.remembered import Remembered
from connections import PREFIX
from errors import BotError, InputError
from faceit.errors import FaceitUnavailableError
from pipelines.overview.failure_record import failure_record, last_lines
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State, TaskType
from tasks.store import failure_json
from tests.bot.conftest import bot_settings, client, manager, running, telegram, until
from tests.bot.manager import FakeManager, view
from tests.bot.sends import Sends

__all__ = ["bot_settings", "client", "manager", "telegram"]
METHOD = SendMessage(chat_id=1, text="x")
AGAIN_MS = 300
TRACE = """Traceback (most recent call last):
  File "/app/x.py", line 3, in a
    b()
  File "/app/x.py", line 9, in b
    return ask("s3cr3t-key", seat["elo"] < limit)
                             ^^^^^^^^^^^^^^^^^^^
TypeError: '<' not supported between instances of 'NoneType' and 'int'
"""


def alerts(
    sends: Sends, client: redis.asyncio.Redis, remembered: Remembered, *admins: int, secrets: str = ""
) -> FailureAlerts:
    hidden = frozenset({secrets} - {""})
    return FailureAlerts(AdminChats(cast(Bot, sends), remembered, admins), client, hidden, again_ms=AGAIN_MS)


def fail(client: redis.Redis, run: str, code: str = "internal", *, ours: bool = True, **more: Any) -> Any:
    """A failed run's record as the scripts write it; gives its task's view."""
    record: Any = {
        "v": "1", "type": "match_analysis", "state": "failed", "step": "2", "steps": "6", "attempt": "3",
        "deliveries": "1", "started": "1", "failure": failure_json(code, ours=ours), "traceback": "", **more,
    }  # fmt: skip
    client.hset(f"{PREFIX}run:{run}", mapping=record)
    return view(f"task-{run}", run=run, state=State.FAILED, error=Failure(code=code))


def traceback_of(error: BaseException) -> str:
    try:
        raise error
    except type(error) as caught:
        return written(caught)


async def test_what_the_message_says(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    # Given an admin who reads English and a group of admins
    await remembered.preferences.set_language("tg:7", "en")
    sends = Sends()
    one = alerts(sends, client, remembered, 7, -100500, secrets="s3cr3t-key")
    await one.of_ending(fail(redis_tasks, "r1", traceback=TRACE))
    await one.tell_due()
    # Then both are told what broke and where
    said = dict(sends.sent)
    assert set(said) == {7, -100500}
    for piece in (
        "task-r1",
        "Run <code>r1</code>",
        "match_analysis",
        "3 of 6: fetch_players",
        "Attempts: 4",
        "deliveries: 1",
        "Code: internal",
    ):
        assert piece in said[7], piece
    assert "Шаг 3 из 6: fetch_players" in said[-100500] and "Попыток: 4" in said[-100500]
    # And the end of the traceback, escaped
    shown = said[7].split("<pre>")[1].split("</pre>")[0]
    assert shown.count("\n") == 2 and "&lt; limit" in shown and "s3cr3t" not in said[7]
    assert "&#x27;" not in shown and "instances of 'NoneType' and 'int'" in shown
    assert 'File "/app/x.py", line 9, in b' in html.unescape(shown)


async def test_the_same_fault_is_told_once_a_minute_with_its_count(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    sends = Sends()
    one = alerts(sends, client, remembered, 1)
    for number in range(5):
        await one.of_ending(fail(redis_tasks, f"r{number}"))
        await one.tell_due()
    await one.of_ending(fail(redis_tasks, "other-code", code="poison"))
    await one.of_ending(fail(redis_tasks, "other-step", step="4"))
    await one.tell_due()
    # Then the first of each fault was told at once
    assert [words.count("ещё") for _, words in sends.sent] == [0, 0, 0]
    assert sum("Код: internal" in words for _, words in sends.sent) == 2
    # And the others when the minute is over, by another process
    again = alerts(sends, client, remembered, 1)

    async def told() -> bool:
        await again.tell_due()
        return len(sends.sent) == 4

    for _ in range(100):
        if await told():
            break
        await asyncio.sleep(0.02)
    assert "task-r4" in sends.sent[3][1] and "и ещё 3 таких же с " in sends.sent[3][1]
    await asyncio.sleep(AGAIN_MS / 1000 + 0.1)
    await again.tell_due()
    assert len(sends.sent) == 4


async def test_a_run_counts_once_however_many_wait_for_it(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    sends = Sends()
    one = alerts(sends, client, remembered, 1)
    ending = fail(redis_tasks, "shared")
    for number in range(10):
        await one.of_ending(replace(ending, id=f"t{number}"))
    await one.tell_due()
    assert len(sends.sent) == 1 and "ещё" not in sends.sent[0][1]


async def test_a_bulks_broken_matches_are_told(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    sends = Sends()
    one = alerts(sends, client, remembered, 1)
    for name, code in (("a", "internal"), ("b", "faceit-not-found"), ("c", "time-limit")):
        fail(redis_tasks, name, code, ours=code != "faceit-not-found")
        redis_tasks.hset(f"{PREFIX}task:child-{name}", mapping={"state": "failed", "run": name})
        redis_tasks.rpush(f"{PREFIX}run:bulk:children", f"child-{name}")
    await one.of_ending(view("b1", run="bulk", state=State.COMPLETED, type=TaskType.BULK_ANALYSIS))
    await one.tell_due()
    assert sorted(words.split("Код: ")[1].split("\n")[0] for _, words in sends.sent) == ["internal", "time-limit"]


OPERATORS = [
    "internal", "deadline", "poison", "time-limit", "message-lost", "queue-timeout", "unknown-actor", "expired",
    "faceit-unavailable", "faceit-blocked", "faceit-rate-limited", "faceit-shape", "faceit-refused",
    "storage-unavailable", "redis-unavailable", "transient", "permanent",
]  # fmt: skip


@pytest.mark.parametrize("code", OPERATORS)
async def test_faults_are_told(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered, code: str
) -> None:
    sends = Sends()
    one = alerts(sends, client, remembered, 1)
    await one.of_ending(fail(redis_tasks, "r", code))
    await one.tell_due()
    assert len(sends.sent) == 1 and f"Код: {code}" in sends.sent[0][1]


async def test_what_a_person_wrote_is_not(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    sends = Sends()
    one = alerts(sends, client, remembered, 1)
    for number, code in enumerate(["player-not-found", "removed", "hour-short"]):
        await one.of_ending(fail(redis_tasks, f"r{number}", code, ours=False))
    for state in (State.COMPLETED, State.CANCELLED):
        await one.of_ending(view(run="x", state=state))
    await one.tell_due()
    assert sends.sent == []


def test_whose_fault_each_error_is() -> None:
    def kinds(root: type[BotError]) -> set[type[BotError]]:
        return {root}.union(*(kinds(child) for child in root.__subclasses__()))

    for module in MODULES.values():
        import_module(module)
    peoples = {kind.code for kind in kinds(BotError) if not kind.ours}
    assert {kind.code for kind in kinds(InputError)} <= peoples
    assert {"player-not-found", "bulk-no-history", "other-game", "faceit-not-found", "player-no-cs2"} <= peoples
    assert {"player-hidden", "no-party", "team-one-player", "bad-nickname", "hour-short"} <= peoples
    assert peoples.isdisjoint(OPERATORS) and "faceit-key" not in peoples


async def test_what_telegram_may_take_later_is_told_later_and_to_each_once(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    sends = Sends()
    sends.refuse = {2: TelegramServerError(METHOD, "Bad Gateway"), 3: TelegramForbiddenError(METHOD, "blocked")}
    one = alerts(sends, client, remembered, 1, 2, 3)
    await one.of_ending(fail(redis_tasks, "r"))
    await one.tell_due()
    await one.tell_due()
    assert [chat for chat, _ in sends.sent] == [1]
    sends.refuse.pop(2)
    await one.tell_due()
    await one.tell_due()
    assert [chat for chat, _ in sends.sent] == [1, 2]


async def test_without_admins_nothing_is_counted(
    client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    await alerts(Sends(), client, remembered).of_ending(fail(redis_tasks, "r"))
    assert not redis_tasks.keys(f"{PREFIX}alerts:*")


# Tracebacks


@pytest.mark.parametrize(
    ("error", "last"),
    [
        (ValueError("player s1mple has no games"), "ValueError: …"),
        (RuntimeError("donk"), "RuntimeError: …"),
        (KeyError("donk"), "KeyError: …"),
        (
            FaceitUnavailableError(status=503, path="/matches/{id}"),
            "faceit.errors.FaceitUnavailableError: 503 /matches/{id}",
        ),
        (AssertionError(), "AssertionError"),
    ],
)
def test_what_was_raised_by_hand_says_only_its_type(error: Exception, last: str) -> None:
    lines = last_lines(traceback_of(error))
    assert len(lines) == 3 and lines[-1] == last


def test_what_python_raised_keeps_the_words_of_the_code() -> None:
    seats = {"nickname": "donk"}
    cases: list[tuple[str, str]] = []
    for act in (lambda: seats["elo"], lambda: seats[seats["nickname"]], lambda: 1 // 0, lambda: seats.elo):  # type: ignore
        try:
            act()
        except Exception as error:
            cases.append((type(error).__name__, last_lines(written(error))[-1]))
    assert [said for _, said in cases if "donk" in said] == []
    assert dict(cases)["ZeroDivisionError"].startswith("ZeroDivisionError: ")
    assert cases[0][1] == "KeyError: 'elo'" and cases[1][1] == "KeyError: '…'"
    assert dict(cases)["AttributeError"] == "AttributeError: 'dict' object has no attribute 'elo'"


@pytest.mark.parametrize("text", ["", "\n", "no traceback", "x: y", "  only\n  frames"])
def test_no_traceback_no_lines(text: str) -> None:
    assert last_lines(text) == ()


def test_words_of_many_lines_show_nobody() -> None:
    lines = last_lines(traceback_of(ValueError("1 error\nnickname\n  Input is bad [input_value='s1mple']\nDonk: x")))
    assert not [line for line in lines if "s1mple" in line or "Donk" in line] and len(lines) <= 3


@pytest.mark.parametrize("change", [{"failure": ""}, {"state": "running"}, {"state": "completed"}])
def test_no_failure_no_record(change: dict[str, str]) -> None:
    record = {"type": "match_analysis", "state": "failed", "failure": '{"code":"internal"}', **change}
    assert failure_record("r", record) is None


def test_a_run_that_never_began_has_no_attempt() -> None:
    record = {"type": "match_analysis", "state": "failed", "failure": '{"code":"queue-timeout"}', "steps": "6"}
    found = failure_record("r", record)
    assert found is not None and (found.attempts, found.deliveries, found.step) == (0, 0, 1)


# The bot


async def test_the_bot_tells_its_admins(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    admin = telegram.add_person("Admin", "ru", started=True)
    ann = telegram.add_person("Ann", "ru", started=True)
    ending = fail(redis_tasks, "broken")
    manager.tasks["t1"] = replace(ending, id="t1", chat=ann["id"], state=State.RUNNING, error=None)
    manager.end("t1", State.FAILED, Failure(code="internal"))
    async with running(bot_settings.model_copy(update={"admin_ids": str(admin["id"])}), manager):
        await telegram.message(admin["id"], lambda message: "Код: internal" in message["text"])
        await until(lambda: manager.waiting_endings == 0)
    told = [call for call in telegram.calls("sendMessage") if int(call.params["chat_id"]) == admin["id"]]
    assert len(told) == 1
