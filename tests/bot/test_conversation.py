"""What people say and press, and what the bot answers, over real HTTP."""

import asyncio
import time
from functools import partial
from typing import Any

import pytest

from errors import RedisUnavailableError
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.states import State
from tests.bot.conftest import Person, buttons, running, until
from tests.bot.manager import FakeManager

ID = "1-11111111-2222-4333-8444-55555555555"
LINK = "https://www.faceit.com/ru/cs2/room/"


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


def more_toasts(telegram: TelegramStandIn, than: int) -> bool:
    return len(telegram.calls("answerCallbackQuery")) > than


def last_toast(telegram: TelegramStandIn) -> dict[str, Any]:
    return dict(telegram.calls("answerCallbackQuery")[-1].params)


async def test_a_link_is_accepted_at_once_as_a_reply(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    began = time.monotonic()
    asked = telegram.send_text(ann, f"глянь {LINK}{ID}1 пожалуйста")
    answer = await telegram.message(ann["id"])
    assert time.monotonic() - began < 1
    assert answer["text"] == "✅ Принято в работу\n\n🆔 ID: task1\n📊 Статус: ⏳ В очереди"
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    refresh, cancel = buttons(answer)
    assert (refresh["text"], cancel["text"], cancel["style"]) == ("🔄 Обновить", "🚫 Отменить", "danger")
    wish = bot.wishes[0]
    assert (wish.owner, wish.lang, wish.chat) == (f"tg:{ann['id']}", "ru", ann["id"])
    assert wish.idempotency == f"upd:{ann['id']}:{asked['message_id']}:{ID}1"
    await until(lambda: bot.tasks["task1"].progress_message == answer["message_id"])


async def test_a_slow_queue_is_acknowledged_within_a_second(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    bot.slow_s = 2.0
    began = time.monotonic()
    telegram.send_text(ann, LINK + ID + "1")
    await telegram.message(ann["id"])
    assert time.monotonic() - began < 1
    await until(lambda: "task1" in telegram.messages(ann["id"])[-1]["text"])
    assert len(telegram.calls("sendMessage")) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("привет", "нет ссылки"),
        ("https://example.com/room/1", "не ссылка на матч"),
        ("/analyze https://example.com", "не ссылка на матч"),
        ("/analyze", "Пришлите ссылку"),
        ("/start", "Привет"),
        ("/help", "/my_tasks"),
        ("/nonsense", "/my_tasks"),
        ("/my_tasks", "пока нет"),
        ("/cancel_task", "нечего"),
        ("/cancel_task nonsuch", "Такой задачи нет"),
        ("/lang", "Язык"),
    ],
)
async def test_answers_to_words(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, words: str, answer: str
) -> None:
    telegram.send_text(ann, words)
    await telegram.message(ann["id"], lambda message: answer in message["text"])
    assert bot.wishes == []


async def test_a_deep_link_starts_the_match(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, f"/start {ID}1")
    await telegram.message(ann["id"], lambda message: "task1" in message["text"])


async def test_several_links_up_to_the_limit_and_the_rest_is_named(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, " ".join(f"{LINK}{ID}{n}" for n in range(5)))
    left = await telegram.message(ann["id"], lambda message: "пропущены" in message["text"])
    assert [wish.subject[-1] for wish in bot.wishes] == ["0", "1", "2"]
    assert ID + "3" in left["text"] and ID + "4" in left["text"] and ID + "2" not in left["text"]
    telegram.send_text(ann, f"{LINK}{ID}7")
    await telegram.message(ann["id"], lambda message: "предел" in message["text"])


async def test_the_same_match_again_is_no_second_task(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, LINK + ID + "1")
    telegram.send_text(ann, ID + "1")
    await telegram.message(ann["id"], lambda message: "уже просили" in message["text"])
    assert len(bot.wishes) == 1


async def test_an_edit_starts_only_what_is_new(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    asked = telegram.send_text(ann, LINK + ID + "1")
    await telegram.message(ann["id"])
    telegram.do("edit_text", user_id=ann["id"], message_id=asked["message_id"], text=f"{LINK}{ID}1 и {LINK}{ID}2")
    await telegram.message(ann["id"], lambda message: "task2" in message["text"])
    assert len(telegram.calls("sendMessage")) == 2


async def test_groups_only_by_command_mention_or_reply(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    telegram.send_text(ann, LINK + ID + "1", group)
    telegram.send_text(ann, f"/analyze {LINK}{ID}2", group)
    card = await telegram.message(group, lambda message: "task1" in message["text"])
    telegram.send_text(bob, f"@match_analyst_bot {LINK}{ID}3", group)
    await telegram.message(group, lambda message: "task2" in message["text"])
    telegram.send_text(bob, "nice", group, reply_to=card["message_id"])
    telegram.send_text(bob, ID + "4", group, reply_to=card["message_id"])
    await telegram.message(group, lambda message: "task3" in message["text"])
    assert [wish.subject[-1] for wish in bot.wishes] == ["2", "3", "4"]
    assert len(telegram.calls("sendMessage")) == 3


async def test_anonymous_admins_are_keyed_by_chat_and_steer_as_its_admins(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob], supergroup=True)["id"]
    telegram.send_text(ann, f"/analyze {ID}1", group, anonymous=True)
    answer = await telegram.message(group, lambda message: "task1" in message["text"])
    assert bot.wishes[0].owner == f"chat:{group}"
    cancel = buttons(answer)[1]["callback_data"]
    telegram.press(bob, group, answer["message_id"], cancel)
    await until(lambda: telegram.calls("answerCallbackQuery"))
    assert last_toast(telegram)["show_alert"] and not bot.tasks["task1"].state.final
    telegram.press(ann, group, answer["message_id"], cancel)
    await until(lambda: bot.tasks["task1"].state is State.CANCELLED)


async def test_a_forum_topic_is_kept(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    group = telegram.add_group("forum", [ann], forum=True)["id"]
    thread = telegram.do("add_topic", chat_id=group, name="matches")
    telegram.send_text(ann, f"/analyze {ID}1", group, thread)
    answer = await telegram.message(group)
    assert answer["message_thread_id"] == thread == bot.wishes[0].thread


async def test_buttons_obey_only_the_owner_and_are_always_answered(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    telegram.send_text(ann, f"/analyze {ID}1", group)
    answer = await telegram.message(group)
    refresh, cancel = (button["callback_data"] for button in buttons(answer))
    for data in (refresh, cancel):
        toasts = len(telegram.calls("answerCallbackQuery"))
        telegram.press(bob, group, answer["message_id"], data)
        await until(partial(more_toasts, telegram, toasts))
        assert "somebody else" in last_toast(telegram)["text"]
    assert bot.tasks["task1"].state is State.QUEUED
    telegram.press(ann, group, answer["message_id"], cancel)
    telegram.press(ann, group, answer["message_id"], cancel)
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 4)
    await until(lambda: telegram.messages(group)[-1]["text"] == "🚫 Задача task1 отменена")
    assert not buttons(telegram.messages(group)[-1])
    await until(lambda: bot.waiting_endings == 0)


async def test_refresh_shows_the_state_in_a_toast_and_in_the_message(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, ID + "1")
    answer = await telegram.message(ann["id"])
    bot.change("task1", state=State.RUNNING, step=2, step_name="fetch_players", operation="players", done=3, total=10)
    telegram.press(ann, ann["id"], answer["message_id"], buttons(answer)[0]["callback_data"])
    await until(lambda: telegram.calls("answerCallbackQuery"))
    assert last_toast(telegram)["text"] == "2/6 · Загружаем игроков 3/10"
    await telegram.message(ann["id"], lambda message: "2/6 (33%)" in message["text"])


async def test_my_tasks_cancels_and_cancel_task_takes_the_only_one(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, f"{ID}1 {ID}2")
    await telegram.message(ann["id"], lambda message: "task2" in message["text"])
    telegram.send_text(ann, "/cancel_task")
    await telegram.message(ann["id"], lambda message: "Какую" in message["text"])
    telegram.send_text(ann, "/my_tasks")
    shown = await telegram.message(ann["id"], lambda message: "Мои задачи" in message["text"])
    assert [button["text"] for button in buttons(shown)] == ["🚫 task2", "🚫 task1"]
    telegram.press(ann, ann["id"], shown["message_id"], buttons(shown)[1]["callback_data"])
    await until(lambda: bot.tasks["task1"].state is State.CANCELLED)
    await telegram.message(ann["id"], lambda message: "🚫 Отменено · task1" in message["text"])
    telegram.send_text(ann, "/cancel_task")
    await telegram.message(ann["id"], lambda message: message["text"] == "🚫 Задача task2 отменена.")


async def test_a_chosen_language_stays(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, "/lang")
    asked = await telegram.message(ann["id"])
    telegram.press(ann, ann["id"], asked["message_id"], buttons(asked)[1]["callback_data"])
    await telegram.message(ann["id"], lambda message: "I speak English" in message["text"])
    telegram.send_text(ann, ID + "1")
    await telegram.message(ann["id"], lambda message: "✅ Accepted" in message["text"])
    assert bot.wishes[0].lang == "en"


async def test_an_unreachable_queue_and_a_broken_one_are_said_in_plain_words(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    bot.fault = RedisUnavailableError("gone")
    telegram.send_text(ann, ID + "1")
    await telegram.message(ann["id"], lambda message: "Очередь недоступна, считаю сам" in message["text"])
    bot.fault = ValueError("secret")  # type: ignore[assignment]
    await asyncio.sleep(1.5)
    telegram.send_text(ann, ID + "2")
    answer = await telegram.message(ann["id"], lambda message: "сломалось" in message["text"])
    assert "secret" not in answer["text"]


async def test_a_flood_is_asked_once_to_wait(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    limits = bot_settings.telegram.model_copy(update={"updates_flood": 2})
    async with running(bot_settings.model_copy(update={"telegram": limits}), manager):
        for _ in range(8):
            telegram.send_text(ann, "/my_tasks")
        telegram.send_text(bob, "/my_tasks")
        await telegram.message(bob["id"])
        await telegram.message(ann["id"], lambda message: "Слишком много" in message["text"])
        await until(lambda: telegram.status()["pending_updates"] == 0)
    assert len(telegram.calls("sendMessage")) == 4


async def test_an_answer_refused_with_429_or_5xx_is_repeated(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    telegram.fail_next("sendMessage", 429, 1)
    began = time.monotonic()
    telegram.send_text(ann, "/help")
    await telegram.message(ann["id"])
    assert time.monotonic() - began >= 1
    telegram.fail_next("sendMessage", 502)
    telegram.send_text(bob, "/help")
    await telegram.message(bob["id"])


async def test_a_crowd_is_answered_within_telegrams_limits(bot: FakeManager, telegram: TelegramStandIn) -> None:
    people = [telegram.add_person(f"P{number}", started=True) for number in range(80)]
    for person in people:
        telegram.send_text(person, f"1-11111111-2222-4333-8444-{person['id']:012}")
    for person in people:
        await telegram.message(person["id"], timeout=20)
    calls = [call for call in telegram.requests_log if call.method in {"sendMessage", "editMessageText"}]
    assert not [call for call in calls if call.status == 429]
    times = [call.time for call in calls]
    # 25 a second, measured where they arrive.
    assert max(sum(1 for other in times if at <= other < at + 0.9) for at in times) <= 27


async def test_commands_are_published_in_both_languages(bot: FakeManager, telegram: TelegramStandIn) -> None:
    await until(lambda: telegram.calls("setChatMenuButton"))
    calls = telegram.calls("setMyCommands")
    descriptions = {call.params.get("language_code"): str(call.params["commands"]) for call in calls}
    assert "Мои задачи" in descriptions["ru"] and "My tasks" in descriptions["en"] and None in descriptions
