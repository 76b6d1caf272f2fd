"""What can't be read of an ending: the bot ended over it at every start, or the person heard nothing."""

from typing import Any

import pytest
import redis

from sandbox.telegram import TelegramStandIn
from tasks.events import ASIDE, ENDINGS
from tasks.records import Failure, TaskView
from tasks.states import State, TaskType
from tests.bot.conftest import Person, buttons, until
from tests.bot.manager import FakeManager, view

FAILED = "Разобрать матч не получилось"
APOLOGY = "Что-то сломалось на моей стороне"
UNREADABLE = {"kind": "match", "teams": "two"}


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


def said(telegram: TelegramStandIn, chat: int) -> list[str]:
    return [one.get("text", "") for one in telegram.messages(chat)]


def fails(manager: FakeManager, task: str, chat: int) -> None:
    manager.tasks[task] = view(task, chat=chat)
    manager.end(task, State.FAILED, Failure(code="faceit-unavailable"))


async def test_entries_that_say_nothing_are_set_aside_and_the_others_told(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, redis_tasks: redis.Redis
) -> None:
    # Given entries without a task, and with a state that there is not
    redis_tasks.xadd(ENDINGS, {"v": "1", "state": "failed"})
    redis_tasks.xadd(ENDINGS, {"v": "1", "task": "t0", "run": "r0", "state": "vanished"})
    # When a task ends behind them
    fails(bot, "t1", ann["id"])
    # Then it is told, and they lie apart
    await until(lambda: bot.waiting_endings == 0, 30)
    assert sum(FAILED in words for words in said(telegram, ann["id"])) == 1
    aside: Any = redis_tasks.xrange(ASIDE)
    assert [fields.get(b"task") for _, fields in aside] == [None, b"t0"]


async def test_a_record_that_cannot_be_read_is_set_aside_and_the_others_told(
    bot: FakeManager,
    telegram: TelegramStandIn,
    ann: Person,
    redis_tasks: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given a record with a type of another release
    real = bot.view

    def look(task: str) -> TaskView | None:
        if task == "t0":
            TaskType("of tomorrow")
        return real(task)

    monkeypatch.setattr(bot, "view", look)
    # When its task ends, and another behind it
    fails(bot, "t0", ann["id"])
    fails(bot, "t1", ann["id"])
    # Then the other is told
    await until(lambda: bot.waiting_endings == 0, 30)
    assert sum(FAILED in words for words in said(telegram, ann["id"])) == 1
    aside: Any = redis_tasks.xrange(ASIDE)
    assert [fields[b"task"] for _, fields in aside] == [b"t0"]


async def test_a_report_that_cannot_be_read_ends_with_an_apology(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    bot.end("t1", State.COMPLETED, report=UNREADABLE)
    await until(lambda: bot.waiting_endings == 0, 30)
    (message,) = [one for one in telegram.messages(ann["id"]) if APOLOGY in one.get("text", "")]
    assert buttons(message)


async def test_whatever_breaks_over_an_ending_the_person_hears(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a report that not even Redis gives back
    def broken(task: str) -> dict[str, Any] | None:
        raise ValueError(task)

    monkeypatch.setattr(bot, "report", broken)
    # When its task ends
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    bot.end("t1", State.COMPLETED)
    # Then there is an apology with a button, once
    await until(lambda: bot.waiting_endings == 0, 30)
    (message,) = [one for one in telegram.messages(ann["id"]) if APOLOGY in one.get("text", "")]
    assert buttons(message)
