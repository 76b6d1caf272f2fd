"""/team in chats: what becomes a task, what is answered at once, and what comes when it has ended."""

from typing import Any

import pytest

from sandbox.telegram import TelegramStandIn
from settings import Settings
from storage.accounts import Accounts
from storage.database import Database
from tasks.records import Failure
from tasks.states import State, TaskType
from tests.bot.conftest import Person, buttons, until
from tests.bot.manager import FakeManager
from tests.reports.test_team_report import full

LINK = "https://www.faceit.com/ru/players/"


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


async def ask(bot: FakeManager, telegram: TelegramStandIn, who: Person, words: str) -> dict[str, Any]:
    """What the bot answers to these words in private."""
    telegram.send_text(who, words)
    return await telegram.message(who["id"])


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("/team bob Ann carl", "Ann bob carl"),
        ("/TEAM carl, bob; Ann\nbob", "Ann bob carl"),
        (f"/team {LINK}kestrel/stats/cs2 @Kestrel", "Kestrel kestrel"),
    ],
)
async def test_names_become_one_task(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, words: str, subject: str
) -> None:
    answer = await ask(bot, telegram, ann, words)
    assert "task1" in answer["text"]
    assert (bot.wishes[0].type, bot.wishes[0].subject) == (TaskType.TEAM_ANALYSIS, subject)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/team", ["/team ник", "/link"]),
        ("/team bob", ["bob", "/player bob"]),
        ("/team bob bob", ["/player bob"]),
        ("/team a b c d e f g", ["названо 7", "/team a b c d e"]),
        ("/team bob игрок", ["игрок"]),
    ],
)
async def test_what_can_be_no_line_up_is_said_at_once(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, words: str, said: list[str]
) -> None:
    answer = await ask(bot, telegram, ann, words)
    assert all(part in answer["text"] for part in said)
    assert bot.wishes == []


async def test_alone_it_means_the_usual_party_of_the_linked_person(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bot_settings: Settings
) -> None:
    database = Database.open(bot_settings)
    await Accounts(database).link(f"tg:{ann['id']}", "player-1", "Ann")
    answer = await ask(bot, telegram, ann, "/team")
    await database.close()
    assert "task1" in answer["text"]
    assert (bot.wishes[0].type, bot.wishes[0].subject) == (TaskType.TEAM_ANALYSIS, "party:player-1")


async def test_a_party_can_be_asked_for_only_by_the_person(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    await ask(bot, telegram, ann, "/team party:player-1 bob")
    assert bot.wishes == []


async def test_in_a_group(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    group = telegram.add_group("Five", [ann])
    telegram.send_text(ann, "/team ann bob", group["id"])
    answer = await telegram.message(group["id"])
    assert "task1" in answer["text"] and bot.wishes[0].chat == group["id"]


async def test_the_report_comes_with_a_button_for_another_one(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    await ask(bot, telegram, ann, "/team ann bob")
    bot.change("task1", type=TaskType.TEAM_ANALYSIS)
    bot.end("task1", State.COMPLETED, report=full().model_dump(mode="json"))
    await until(lambda: any("Состав" in one.get("text", "") for one in telegram.messages(ann["id"])))
    card = next(one for one in telegram.messages(ann["id"]) if "Состав" in one.get("text", ""))
    (again,) = buttons(card)
    assert len(again["callback_data"].encode()) <= 64
    telegram.press(ann, ann["id"], card["message_id"], again["callback_data"])
    await until(lambda: len(bot.wishes) == 2)
    assert (bot.wishes[1].type, bot.wishes[1].subject) == (TaskType.TEAM_ANALYSIS, "ann bob")


async def test_a_failure_names_what_was_wrong(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    await ask(bot, telegram, ann, "/team ann bob")
    bot.change("task1", type=TaskType.TEAM_ANALYSIS)
    failure = Failure(code="no-party", args={"matches": 90, "most": 7, "needed": "10", "share": "20%"})
    bot.end("task1", State.FAILED, failure)
    await until(lambda: any("7 раз" in one.get("text", "") for one in telegram.messages(ann["id"])))
    words = next(one["text"] for one in telegram.messages(ann["id"]) if "7 раз" in one.get("text", ""))
    assert "90 матчей" in words and "/team" in words
