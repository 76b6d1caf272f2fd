"""/stats in the chat: whose, how deep, in which zone; the report with its buttons, and what is said otherwise."""

from typing import Any

import pytest

from analysis.user.depth import DEPTHS
from bot.callbacks import StatsButton
from bot.commands import GROUP, PRIVATE
from bot.remembered import Remembered, remember
from pipelines.pictures import KINDS
from sandbox.telegram import TelegramStandIn
from settings import Settings
from storage.database import Database
from tasks.states import State, TaskType
from tests.bot.conftest import Person, buttons, until
from tests.bot.manager import FakeManager
from tests.reports.test_user_report import report_of
from texts.catalogue import LANGUAGES, text

PLAYER = "05a1c91f-05b1-46f3-a14e-219d0e3c3870"
OTHER = "01b17057-ddc5-41b1-83fe-3b960968df78"


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


async def link(settings: Settings, person: Person, player_id: str = PLAYER, zone: str | None = None) -> None:
    """Tie somebody to a player, as /link and /timezone do."""
    database = Database.open(settings)
    remembered: Remembered = remember(database)
    await remembered.accounts.link(f"tg:{person['id']}", player_id, "nick")
    if zone is not None:
        await remembered.preferences.set_timezone(f"tg:{person['id']}", zone)
    await database.close()


@pytest.mark.parametrize(
    ("words", "zone", "depth"),
    [
        ("/stats", None, "100/UTC"),
        ("/stats 30", "Europe/Moscow", "30/Europe/Moscow"),
        ("/STATS  500 ", "Etc/GMT-3", "500/Etc/GMT-3"),
    ],
)
async def test_the_wish_knows_player_depth_and_zone(
    bot: FakeManager,
    telegram: TelegramStandIn,
    ann: Person,
    settings: Settings,
    words: str,
    zone: str | None,
    depth: str,
) -> None:
    await link(settings, ann, zone=zone)
    telegram.send_text(ann, words)
    answer = await telegram.message(ann["id"])
    assert "Принято" in answer["text"]
    wish = bot.wishes[0]
    assert (wish.type, wish.subject, wish.depth) == (TaskType.USER_ANALYTICS, PLAYER, depth)
    assert (wish.owner, wish.max_age_s) == (f"tg:{ann['id']}", None)


@pytest.mark.parametrize("words", ["7", "0", "-100", "1000", "много", "100 30", "１００", "1e2", "500/UTC", "<b>"])
async def test_other_depths_are_refused_with_the_possible_ones(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, settings: Settings, words: str
) -> None:
    await link(settings, ann)
    telegram.send_text(ann, f"/stats {words}")
    answer = await telegram.message(ann["id"])
    assert "30, 100, 500" in answer["text"] and bot.wishes == []


async def test_without_a_link_one_hears_how_to_make_it(
    bot: FakeManager, telegram: TelegramStandIn, bob: Person
) -> None:
    telegram.send_text(bob, "/stats 500")
    answer = await telegram.message(bob["id"])
    assert "/link nickname" in answer["text"] and bot.wishes == []


async def test_a_channel_and_an_anonymous_admin_are_nobody(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    channel = telegram.do("add_channel", title="News")["id"]
    telegram.send_text(ann, "/stats", group, anonymous=True)
    telegram.do("post", chat_id=channel, text="/stats 30")
    for chat in (group, channel):
        answer = await telegram.message(chat, lambda message: "/stats" not in message["text"])
        assert answer["text"] in {text(language, "error-people-only") for language in LANGUAGES}
    assert bot.wishes == []


async def reported(
    bot: FakeManager, telegram: TelegramStandIn, person: Person, settings: Settings, chat: int | None = None
) -> dict[str, Any]:
    """Somebody's report in a chat."""
    await link(settings, person)
    telegram.send_text(person, "/stats", chat)
    await until(lambda: "task1" in bot.tasks and bot.tasks["task1"].progress_message)
    bot.change("task1", type=TaskType.USER_ANALYTICS)
    bot.end("task1", State.COMPLETED, report=report_of().model_dump(mode="json"))
    return await telegram.message(chat or person["id"], lambda message: len(buttons(message)) == 1 + len(DEPTHS))


async def test_the_report_offers_itself_anew_and_other_depths(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, settings: Settings, bot_settings: Settings
) -> None:
    card = await reported(bot, telegram, ann, settings)
    assert "Рекорды" in card["text"] or "Рекорды" in str(telegram.messages(ann["id"]))
    assert [button["text"] for button in buttons(card)] == ["🔄 Обновить", "30 матчей", "100 матчей", "✅ 500 матчей"]
    # When refreshed, then the same depth, and no report made a moment ago
    telegram.press(ann, ann["id"], card["message_id"], buttons(card)[0]["callback_data"])
    await until(lambda: len(bot.wishes) == 2)
    assert (bot.wishes[1].depth, bot.wishes[1].max_age_s) == ("500/UTC", bot_settings.tasks.refresh_seconds)
    bot.end("task2", State.CANCELLED)
    # When another depth is pressed, then that one, and a recent report will do
    telegram.press(ann, ann["id"], card["message_id"], buttons(card)[1]["callback_data"])
    await until(lambda: len(bot.wishes) == 3)
    assert (bot.wishes[2].depth, bot.wishes[2].max_age_s, bot.wishes[2].subject) == ("30/UTC", None, PLAYER)


async def test_whoever_presses_gets_the_own_report_or_is_told_to_link(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person, settings: Settings
) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    card = await reported(bot, telegram, ann, settings, group)
    press = buttons(card)[1]["callback_data"]
    telegram.press(bob, group, card["message_id"], press)
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 1)
    toast = telegram.calls("answerCallbackQuery")[-1].params
    assert "/link nickname" in str(toast["text"]) and len(bot.wishes) == 1
    await link(settings, bob, OTHER, "Asia/Tokyo")
    telegram.press(bob, group, card["message_id"], press)
    await until(lambda: len(bot.wishes) == 2)
    wish = bot.wishes[1]
    assert (wish.owner, wish.subject, wish.depth) == (f"tg:{bob['id']}", OTHER, "30/Asia/Tokyo")


async def test_a_button_of_no_such_depth_does_nothing(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, settings: Settings
) -> None:
    card = await reported(bot, telegram, ann, settings)
    telegram.press(ann, ann["id"], card["message_id"], StatsButton(depth=9999).pack(), forged=True)
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 1)
    assert len(bot.wishes) == 1


def test_menu_help_and_pictures_know_it() -> None:
    assert "stats" in PRIVATE and "stats" not in GROUP
    assert KINDS["user_analytics"] == ("user_form", "heat_map", "user_maps")
    for language in LANGUAGES:
        assert "/stats" in text(language, "help", limit="3")
        assert text(language, "command-stats") and text(language, "op-history", done="1", total="2")
    assert all(len(StatsButton(depth=depth, again=True).pack()) <= 64 for depth in DEPTHS)
