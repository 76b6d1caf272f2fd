"""/bulk in a chat: what was read is said, what it costs is said, and nothing starts without its owner's press."""

import asyncio
from typing import Any

import pytest
import redis

from bot.bulk_offer_text import Hour, Means
from faceit.redis_budget import LINE_KEY
from sandbox.telegram import TelegramStandIn
from tasks.states import State, TaskType
from tests.bot.conftest import Person, buttons, until
from tests.bot.manager import FakeManager

ROOM = "https://www.faceit.com/ru/cs2/room/"


def match(number: int) -> str:
    return f"1-11111111-2222-4333-8444-{number:012d}"


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


async def offered(telegram: TelegramStandIn, person: Person) -> dict[str, Any]:
    """The offer in a person's chat."""
    return await telegram.message(person["id"], lambda message: bool(buttons(message)) and "📦" in message["text"])


def press(telegram: TelegramStandIn, person: Person, message: dict[str, Any], words: str) -> None:
    data = next(one["callback_data"] for one in buttons(message) if words in one["text"])
    telegram.press(person, message["chat"]["id"], message["message_id"], data)


async def toast(telegram: TelegramStandIn) -> str:
    await until(lambda: telegram.calls("answerCallbackQuery"))
    return str(telegram.calls("answerCallbackQuery")[-1].params["text"])


async def test_a_list_is_read_and_priced_before_anything_starts(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    bot.calls[f"tg:{ann['id']}"] = 4000
    lines = [ROOM + match(n) for n in range(40)] + [ROOM + match(0), "просто слова", "https://evil.io/x"]
    telegram.send_text(ann, "/bulk\n" + "\n".join(lines))
    offer = await offered(telegram, ann)
    words = offer["text"]
    assert "Матчей: 40" in words and "один раз: 1" in words
    assert "Без матча 2 строки" in words
    assert "около 80 запросов" in words and "до 1280 запросов" in words
    assert "1000 из 5000" in words
    # Deep would cost more than is left today: it is not offered
    assert [one["text"] for one in buttons(offer)] == ["⚡ Кратко", "✖️ Не сейчас"]
    assert not bot.wishes


async def test_a_press_starts_it_once(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    asked = telegram.send_text(ann, f"/bulk {match(1)} {match(2)}")
    offer = await offered(telegram, ann)
    press(telegram, ann, offer, "Кратко")
    press(telegram, ann, offer, "Кратко")
    accepted = await telegram.message(ann["id"], lambda message: "Принято" in message["text"])
    assert accepted["reply_to_message"]["message_id"] == asked["message_id"]
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 2)
    assert {wish.idempotency for wish in bot.wishes} and len({wish.idempotency for wish in bot.wishes}) == 1
    assert len(bot.tasks) == 1
    wish = bot.wishes[0]
    assert (wish.type, wish.subject, wish.depth) == (TaskType.BULK_ANALYSIS, f"{match(1)} {match(2)}", "brief")
    assert wish.calls == 4
    await until(
        lambda: not buttons(next(m for m in telegram.messages(ann["id"]) if m["message_id"] == offer["message_id"]))
    )


async def test_deep_is_a_choice(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, f"/bulk {match(1)}")
    press(telegram, ann, await offered(telegram, ann), "Глубоко")
    await until(lambda: bot.wishes)
    assert bot.wishes[0].depth == "standard"


async def test_somebody_elses_offer_is_not_to_be_pressed(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob])
    telegram.send_text(ann, f"/bulk {match(1)}", chat=group["id"])
    offer = await telegram.message(group["id"], lambda message: bool(buttons(message)))
    press(telegram, bob, offer, "Кратко")
    assert "somebody else" in await toast(telegram)
    assert not bot.wishes


async def test_not_now_starts_nothing(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, f"/bulk {match(1)}")
    offer = await offered(telegram, ann)
    press(telegram, ann, offer, "Не сейчас")
    assert "Ничего не запущено" in await toast(telegram)
    # Nor does a press on what was left
    press(telegram, ann, offer, "Кратко")
    await until(lambda: len(telegram.calls("answerCallbackQuery")) == 2)
    assert "устарело" in await toast(telegram)
    assert not bot.wishes


async def test_alone_it_asks_and_takes_the_answer(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, "/bulk")
    question = await telegram.message(ann["id"], lambda message: "Пришлите список" in message["text"])
    telegram.send_text(ann, f"{ROOM}{match(1)}\n{match(2)}", reply_to=question["message_id"])
    offer = await offered(telegram, ann)
    assert "Матчей: 2" in offer["text"]


async def test_more_than_the_limit_is_cut_and_said(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, "/bulk " + " ".join(match(n) for n in range(93)))
    assert "Матчей: 93" in (await offered(telegram, ann))["text"]


async def test_a_file_is_read(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    content = "\n".join(ROOM + match(n) for n in range(120)).encode()
    telegram.send_document(ann, "матчи.txt", content, caption="/bulk")
    words = (await offered(telegram, ann))["text"]
    assert "Матчей: 100" in words and "не взяты: 20" in words


async def test_a_file_alone_in_private_is_a_list_too(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_document(ann, "list.csv", f"id;note\n{match(1)};hello\n".encode())
    assert "Матчей: 1" in (await offered(telegram, ann))["text"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.txt", b"", "пуст"),
        ("list.txt", b"nothing here\nnor here", "матч"),
        ("list.pdf", b"%PDF-1.7", ".csv"),
        ("list.txt", b"x" * 300_000, "256"),
        ("list.csv", b"\x00\x01\x02\x00" * 50, ""),
    ],
)
async def test_bad_files_are_answered(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, name: str, content: bytes, said: str
) -> None:
    telegram.send_document(ann, name, content, caption="/bulk")
    answer = await telegram.message(ann["id"], lambda message: bool(message.get("text")))
    await asyncio.sleep(0.2)
    answer = telegram.messages(ann["id"])[-1]
    assert said in answer["text"] and not buttons(answer)
    assert not bot.wishes


async def test_ten_thousand_links_do_not_hold_others_up(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    content = "\n".join(match(n) for n in range(6000)).encode()
    telegram.send_document(ann, "long.txt", content[:260_000], caption="/bulk")
    telegram.send_text(bob, "/help")
    assert await telegram.message(bob["id"])
    words = (await offered(telegram, ann))["text"]
    assert "Матчей: 100" in words


async def test_my_allowance_stands_in_me(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    bot.calls[f"tg:{ann['id']}"] = 340
    telegram.send_text(ann, "/me")
    answer = await telegram.message(ann["id"], lambda message: "сегодня" in message["text"])
    assert "340 из 5000" in answer["text"] and "отложено" not in answer["text"]


async def test_what_a_bulk_under_way_will_take_stands_in_me_and_in_the_next_offer(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    bot.calls[f"tg:{ann['id']}"] = 340
    bot.reserved[f"tg:{ann['id']}"] = 4600
    telegram.send_text(ann, "/me")
    answer = await telegram.message(ann["id"], lambda message: "сегодня" in message["text"])
    assert "340 из 5000, ещё 4600 отложено" in answer["text"]
    telegram.send_text(ann, "/bulk " + " ".join(match(number) for number in range(10)))
    shown = await offered(telegram, ann)
    assert "60 из 5000" in shown["text"] and not any("Глубоко" in label for label in buttons(shown))


async def test_progress_tells_matches_and_failures(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, f"/bulk {match(1)} {match(2)}")
    press(telegram, ann, await offered(telegram, ann), "Кратко")
    await until(lambda: bot.tasks)
    task = next(iter(bot.tasks))
    await until(lambda: bot.tasks[task].progress_message is not None)
    view = bot.tasks[task]
    bot.change(
        task, type=TaskType.BULK_ANALYSIS, state=State.RUNNING, step=2, steps=3, done=23, total=50, failures=2,
        started=view.created,
        paused_until=view.now + 125_000,
    )  # fmt: skip
    bot.event(task)
    shown = await telegram.message(ann["id"], lambda message: "23/50" in message["text"])
    assert "23/50 (46%)" in shown["text"] and "с ошибкой: 2" in shown["text"]
    assert "[████░░░░░░]" in shown["text"]
    assert "Продолжу сам через 2м" in shown["text"]


async def test_a_report_that_is_gone_is_said_to_be(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, "/help")
    help_ = await telegram.message(ann["id"])
    telegram.do(
        "press", user_id=ann["id"], chat_id=ann["id"], message_id=help_["message_id"], callback_data="t:s:gone1234",
        forged=True,
    )  # fmt: skip
    assert "хранился 24 ч" in await toast(telegram)


async def said(telegram: TelegramStandIn, person: Person, words: str) -> str:
    """The answer in a person's chat that holds these words."""
    return str((await telegram.message(person["id"], lambda message: words in message.get("text", "")))["text"])


@pytest.mark.parametrize("game", ["dota2", "lol_EUN1"])
async def test_one_link_to_another_game_is_no_nickname(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, game: str
) -> None:
    telegram.send_text(ann, f"/bulk https://www.faceit.com/ru/{game}/room/{match(1)}")
    assert "CS2" in await said(telegram, ann, "другой игры")
    assert not bot.wishes


async def test_one_foreign_link_is_a_list_without_a_match(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, f"/bulk https://evil.io/{match(1)}")
    await said(telegram, ann, "нет матча FACEIT")


@pytest.mark.parametrize("words", ["nick 1000000", "nick 101", "nick -5", "-5", "0", "101", "nick " + "9" * 3000])
async def test_a_number_out_of_range_is_told_the_limits(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, words: str
) -> None:
    telegram.send_text(ann, f"/bulk {words}")
    await said(telegram, ann, "от 1 до 100")


async def test_a_number_alone_wants_a_link_first(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    telegram.send_text(ann, "/bulk 50")
    await said(telegram, ann, "/link")


async def test_words_beside_the_command_count_more_than_the_file_answered(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    # In a group: a file by itself would be read in private
    group = telegram.add_group("five", [ann, bob])
    sent = telegram.send_document(bob, "list.txt", match(1).encode(), chat=group["id"])
    telegram.send_text(ann, f"/bulk {match(2)} {match(3)}", chat=group["id"], reply_to=sent["message_id"])
    offer = await telegram.message(group["id"], lambda message: bool(buttons(message)))
    assert "Матчей: 2" in offer["text"]
    telegram.send_text(ann, "/bulk", chat=group["id"], reply_to=sent["message_id"])
    await telegram.message(group["id"], lambda message: "Матчей: 1" in message.get("text", ""))


@pytest.mark.parametrize(("between", "number"), [("\n", 3), (" ", 2), ("\n\n", 4)])
async def test_lines_have_the_numbers_a_person_sees(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, between: str, number: int
) -> None:
    telegram.send_text(ann, f"/bulk{between}{match(1)}\nпросто слова\n{match(2)}")
    shown = (await offered(telegram, ann))["text"]
    assert f"Без матча 1 строка: {number}" in shown


async def test_the_first_line_of_a_text_file_is_not_left_out_in_silence(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_document(ann, "list.txt", f"hello\n{match(1)}\n".encode(), caption="/bulk")
    assert "Без матча 1 строка: 1" in (await offered(telegram, ann))["text"]


async def test_the_offers_time_knows_the_rate_in_force_and_what_the_hour_has_left(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, redis_tasks: redis.Redis
) -> None:
    # Given that FACEIT named forty calls a second, and bulk may make a hundred more this hour
    seconds, _ = redis_tasks.time()  # type: ignore[misc]
    redis_tasks.hset(LINE_KEY, mapping={"rate": 40, "rate_at": seconds * 1_000_000, "hour": seconds // 3600,
                                        "hour_calls": 7900})  # fmt: skip
    telegram.send_text(ann, "/bulk " + " ".join(match(number) for number in range(40)))
    words = (await offered(telegram, ann))["text"]
    # Then the brief one takes two seconds, and the deep one pauses
    assert "около 80 запросов к FACEIT, 2с" in words
    assert "осталось запросов к FACEIT: 100. Глубокий разбор остановится" in words


def test_the_time_of_what_exceeds_the_hour() -> None:
    means = Means(left=None, limit=5000, rate=10.0, hour=Hour(left=100, whole=8000, ends_s=600.0))
    assert [means.seconds(calls) for calls in (1, 100, 101, 8100, 8200)] == [1.0, 10.0, 600.1, 4200.0, 4210.0]
    assert [means.pauses(calls) for calls in (100, 101)] == [False, True]
