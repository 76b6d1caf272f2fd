"""What people send, and what the bot makes of it: the ways not covered by the conversations of tests/bot."""

import asyncio
from typing import Any

import pytest
import redis

from connections import PREFIX
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import Person, bot, bot_settings, manager, running, telegram, until
from tests.bot.manager import FakeManager
from tests.conditions.people import PHOTO, again, last_update, send

__all__ = ["bot", "bot_settings", "manager", "telegram"]

ID = "1-abcdef11-2222-4333-8444-55555555555"
ROOM = "https://www.faceit.com/ru/cs2/room/"
FAILURE = Failure(code="faceit-unavailable")
FAILED = "Разобрать матч не получилось"


@pytest.fixture
def ann(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Ann", "ru", started=True)


@pytest.fixture
def bob(telegram: TelegramStandIn) -> Person:
    return telegram.add_person("Bob", "en", started=True)


async def handled(telegram: TelegramStandIn) -> None:
    """Wait until the bot has taken every update and had a moment to answer."""
    await until(lambda: telegram.status()["pending_updates"] == 0)
    await asyncio.sleep(0.3)


def answers(telegram: TelegramStandIn, chat: int) -> list[dict[str, Any]]:
    """Messages of the bot in a chat."""
    name = "match_analyst_bot"
    return [message for message in telegram.messages(chat) if message.get("from", {}).get("username") == name]


@pytest.mark.parametrize(
    "words",
    [
        f"{ROOM}{ID}1/scoreboard?utm_source=share#top",
        f"HTTPS://WWW.FACEIT.COM/EN/CS2/ROOM/{ID.upper()}1",
        f"<{ROOM}{ID}1>",
        f"глянь ({ROOM}{ID}1), плиз!\n\nи скажи кто сильнее",
        f"[матч]({ROOM}{ID}1)",
        f"{ROOM}{ID}1 {ROOM}{ID}1 {ID}1",
        f"faceit.com/en/csgo/room/{ID}1",
        f"мой сайт https://example.com и матч {ROOM}{ID}1",
        f"/ANALYZE {ROOM}{ID}1",
        f"/analyze@match_analyst_bot {ROOM}{ID}1",
        f"/analyze\n{ROOM}{ID}1",
    ],
)
async def test_however_the_link_is_written_it_is_one_match(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, words: str
) -> None:
    telegram.send_text(ann, words)
    await telegram.message(ann["id"], lambda message: "Принято" in message["text"])
    await handled(telegram)
    assert [wish.subject for wish in bot.wishes] == [f"{ID}1"]
    assert len(answers(telegram, ann["id"])) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (f"https://faceit.com.evil.io/ru/cs2/room/{ID}1", "не ссылка на матч FACEIT"),
        (f"https://www.faceit.com/ru/dota2/room/{ID}1", "матч другой игры"),
        (f"/analyze https://www.faceit.com/en/lol/room/{ID}1", "матч другой игры"),
        ("1-abcdef11-2222-4333-8444", "нет ссылки на матч"),
        ("\u200b.", "нет ссылки на матч"),
    ],
)
async def test_what_is_no_match_is_answered_with_what_to_send(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, words: str, answer: str
) -> None:
    telegram.send_text(ann, words)
    told = await telegram.message(ann["id"], lambda message: answer in message["text"])
    assert "Пришлите" in told["text"] or "Откройте комнату матча" in told["text"]
    assert bot.wishes == []


async def test_a_hundred_links_start_three_and_name_the_rest_in_one_message(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    telegram.send_text(ann, " ".join(f"{ID[:-1]}{number:02}" for number in range(100)))
    await telegram.message(ann["id"], lambda message: "пропущены" in message["text"])
    await handled(telegram)
    assert len(bot.wishes) == 3 and len(answers(telegram, ann["id"])) == 4


async def test_captions_count_like_texts(bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    send(telegram, ann, photo=PHOTO, caption=f"глянь {ROOM}{ID}1")
    send(telegram, ann, group, photo=PHOTO, caption=f"просто {ROOM}{ID}2")
    send(telegram, ann, group, photo=PHOTO, caption=f"/analyze {ROOM}{ID}3")
    send(telegram, bob, group, photo=PHOTO, caption=f"@match_analyst_bot {ROOM}{ID}4")
    hidden = [{"type": "text_link", "offset": 0, "length": 4, "url": f"{ROOM}{ID}5"}]
    send(telegram, bob, photo=PHOTO, caption="here", caption_entities=hidden)
    await until(lambda: len(bot.wishes) == 4)
    await handled(telegram)
    assert sorted(wish.subject[-1] for wish in bot.wishes) == ["1", "3", "4", "5"]
    assert len(answers(telegram, group)) == 2


async def test_pictures_and_stickers_without_words_are_answered_too(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    group = telegram.add_group("five", [ann, bob])["id"]
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9,
               "is_animated": False, "is_video": False}  # fmt: skip
    send(telegram, ann, photo=PHOTO)
    send(telegram, ann, sticker=sticker)
    send(telegram, ann, group, photo=PHOTO)
    await until(lambda: len(answers(telegram, ann["id"])) == 2)
    await handled(telegram)
    assert all("нет ссылки на матч" in message["text"] for message in answers(telegram, ann["id"]))
    assert answers(telegram, group) == []


async def test_an_album_is_answered_once(bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person) -> None:
    # Given an album whose first picture has the link, and one without any words
    for number in range(4):
        caption: dict[str, Any] = {"caption": ROOM + ID + "1"} if number == 0 else {}
        send(telegram, ann, photo=PHOTO, media_group_id="7001", **caption)
        send(telegram, bob, photo=PHOTO, media_group_id="7002")
    await telegram.message(ann["id"], lambda message: "Принято" in message["text"])
    await telegram.message(bob["id"], lambda message: "no FACEIT match link" in message["text"])
    await handled(telegram)
    # Then each is one request
    assert len(answers(telegram, ann["id"])) == len(answers(telegram, bob["id"])) == 1


async def test_a_forwarded_link_is_the_forwarders_request(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
    send(telegram, ann, text=f"{ROOM}{ID}1", forward_origin=origin)
    await until(lambda: bot.wishes)
    assert bot.wishes[0].owner == f"tg:{ann['id']}"


async def test_corrections_start_what_they_add_and_are_otherwise_silent(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    # Given a message without a link, which the bot answered
    asked = telegram.send_text(ann, "сейчас скину")
    await until(lambda: len(answers(telegram, ann["id"])) == 1)
    # When a link is put in, the match ends, and the message is corrected twice more
    telegram.do("edit_text", user_id=ann["id"], message_id=asked["message_id"], text=f"вот {ROOM}{ID}1")
    await telegram.message(ann["id"], lambda message: "task1" in message["text"])
    bot.end("task1", State.FAILED, FAILURE)
    await telegram.message(ann["id"], lambda message: FAILED in message["text"])
    for words in (f"вот, гляньте: {ROOM}{ID}1", "уже не надо"):
        telegram.do("edit_text", user_id=ann["id"], message_id=asked["message_id"], text=words)
    await handled(telegram)
    # Then only the link that was new has started anything, and nothing more is said
    assert len(bot.wishes) == 1 and len(answers(telegram, ann["id"])) == 3
    # And in a group a correction counts when it is a command, in a caption too
    group = telegram.add_group("five", [ann, bob])["id"]
    wrong = telegram.send_text(ann, "/analyse", group)
    telegram.do("edit_text", user_id=ann["id"], message_id=wrong["message_id"], text=f"/analyze {ID}2", chat_id=group)
    send(telegram, bob, group, kind="edited_message", photo=PHOTO, caption=f"/analyze {ID}3", edit_date=2)
    await until(lambda: len(bot.wishes) == 3)


async def test_channels_are_served_by_command_alone(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    channel = telegram.do("add_channel", title="News")["id"]
    telegram.do("post", chat_id=channel, text=f"сегодня играем {ROOM}{ID}1")
    telegram.do("post", chat_id=channel, text=f"/analyze {ROOM}{ID}2")
    await until(lambda: len(telegram.messages(channel)) == 3)
    assert (bot.wishes[0].owner, bot.wishes[0].chat) == (f"chat:{channel}", channel)
    telegram.do("post", chat_id=channel, text="/analyze")
    telegram.do("post", chat_id=channel, text="/analyze https://example.com")
    await until(lambda: len(telegram.messages(channel)) == 7)
    told = [message["text"] for message in telegram.messages(channel)]
    assert any("There is no FACEIT match link" in words for words in told)
    assert any("This is no FACEIT match link" in words for words in told)
    assert not any("force_reply" in str(call.params) for call in telegram.calls("sendMessage"))
    assert len(bot.wishes) == 1


async def test_a_channel_post_copied_into_its_discussion_group_is_not_asked_twice(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    group = telegram.add_group("talk", [ann], supergroup=True)["id"]
    service = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    channel = {"id": -1009, "type": "channel", "title": "News"}
    command = [{"type": "bot_command", "offset": 0, "length": 8}]
    send(telegram, service, group, text=f"/analyze {ID}1", entities=command, sender_chat=channel,
         is_automatic_forward=True)  # fmt: skip
    telegram.send_text(ann, f"/analyze {ID}2", group)
    await until(lambda: bot.wishes)
    await handled(telegram)
    assert [wish.subject[-1] for wish in bot.wishes] == ["2"]


async def test_an_anonymous_admin_corrects_and_repeats_in_the_chats_name(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    group = telegram.add_group("five", [ann], supergroup=True)["id"]
    telegram.send_text(ann, f"/analyze {ID}1", group, anonymous=True)
    telegram.send_text(ann, f"/analyze {ID}1", group, anonymous=True)
    telegram.send_text(ann, f"/analyze {ID}1", group)
    await until(lambda: len(answers(telegram, group)) == 3)
    assert [wish.owner for wish in bot.wishes] == [f"chat:{group}", f"tg:{ann['id']}"]


async def test_a_group_that_moves_in_mid_task(bot: FakeManager, telegram: TelegramStandIn, ann: Person) -> None:
    # Given a task whose group becomes a supergroup before it is even answered
    group = telegram.add_group("five", [ann])["id"]
    bot.slow_s = 0.5
    telegram.send_text(ann, f"/analyze {ID}1", group)
    await until(lambda: telegram.status()["pending_updates"] == 0)
    moved = telegram.migrate(group)
    await until(lambda: "task1" in bot.tasks)
    bot.slow_s = 0
    # When it makes progress and ends
    bot.change("task1", state=State.RUNNING, step=2)
    bot.event("task1")
    await handled(telegram)
    bot.end("task1", State.FAILED, FAILURE)
    # Then the ending is told where the people are now, once, and the service messages were no requests
    await telegram.message(moved, lambda message: FAILED in message["text"])
    await until(lambda: bot.waiting_endings == 0)
    assert len(answers(telegram, moved)) == 1
    # And the group goes on under its new number
    telegram.send_text(ann, f"/analyze {ID}2", moved)
    await telegram.message(moved, lambda message: "task2" in message["text"])
    assert bot.wishes[1].chat == moved


async def test_a_topic_that_is_gone_by_the_end_is_replaced_by_the_group(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    group = telegram.add_group("forum", [ann], forum=True)["id"]
    thread = telegram.do("add_topic", chat_id=group, name="matches")
    telegram.send_text(ann, f"/analyze {ID}1", group, thread)
    await until(lambda: "task1" in bot.tasks and bot.tasks["task1"].progress_message)
    telegram.fail_next("sendMessage", 400, description="Bad Request: message thread not found")
    bot.end("task1", State.FAILED, FAILURE)
    await telegram.message(group, lambda message: FAILED in message["text"])
    lost, told = telegram.calls("sendMessage")[-2:]
    assert (lost.status, told.status) == (400, 200)
    assert "message_thread_id" in lost.params and "message_thread_id" not in told.params


async def test_threads_of_replies_and_the_general_topic_are_no_topics(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person
) -> None:
    forum = telegram.add_group("forum", [ann], forum=True)["id"]
    plain = telegram.add_group("five", [ann], supergroup=True)["id"]
    telegram.send_text(ann, f"/analyze {ID}1", forum)
    telegram.send_text(ann, f"/analyze {ID}2", plain, thread=5)
    await until(lambda: len(bot.wishes) == 2)
    assert [wish.thread for wish in bot.wishes] == [None, None]
    for chat in (forum, plain):
        await telegram.message(chat, lambda message: "Принято" in message["text"])


async def test_an_update_that_comes_twice_is_one_request_even_after_a_restart(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, ann: Person, redis_tasks: redis.Redis
) -> None:
    async with running(bot_settings, manager):
        asked = telegram.send_text(ann, "/help")
        number = last_update(telegram)
        await telegram.message(ann["id"])
        again(telegram, "message", asked, number)
        await handled(telegram)
        assert len(answers(telegram, ann["id"])) == 1
        await until(lambda: list(redis_tasks.scan_iter(f"{PREFIX}update:*:{number}")))
    async with running(bot_settings, manager):
        again(telegram, "message", asked, number)
        link = telegram.send_text(ann, ID + "1")
        await telegram.message(ann["id"], lambda message: "Принято" in message["text"])
        # And what slips through, because its number is new, is still one task
        again(telegram, "message", link, last_update(telegram) + 5)
        await handled(telegram)
    assert len(answers(telegram, ann["id"])) == 2 and len(manager.wishes) == 1


async def test_a_person_who_blocks_the_bot_in_mid_task_and_comes_back(
    bot: FakeManager, telegram: TelegramStandIn, ann: Person, bob: Person
) -> None:
    # Given somebody who asks and blocks the bot before the answer
    bot.slow_s = 0.5
    telegram.send_text(ann, ID + "1")
    await until(lambda: telegram.status()["pending_updates"] == 0)
    telegram.block_bot(ann)
    await until(lambda: "task1" in bot.tasks)
    bot.slow_s = 0
    bot.change("task1", state=State.RUNNING, step=2)
    bot.event("task1")
    await handled(telegram)
    # When the task ends, nobody is told and nothing is repeated for ever
    bot.end("task1", State.FAILED, FAILURE)
    await until(lambda: bot.waiting_endings == 0)
    refused = [call for call in telegram.requests_log if call.status == 403]
    assert len(refused) <= 4
    # Then others are served as ever, and so is the person who comes back
    telegram.send_text(bob, ID + "2")
    await telegram.message(bob["id"], lambda message: "task2" in message["text"])
    telegram.send_text(ann, ID + "3")
    await telegram.message(ann["id"], lambda message: "task3" in message["text"])
