"""Groups, forums, channels, anonymous administrators, and what the bot may ask of them."""

from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    ChatMemberAdministrator,
    ChatMemberOwner,
    MenuButtonCommands,
)

from sandbox.telegram import Config, TelegramStandIn

Person = dict[str, Any]


async def test_strangers_cannot_be_written_to(telegram: TelegramStandIn, bot: Bot) -> None:
    stranger = telegram.add_person("John", "en")
    for chat in (stranger["id"], 42, "@nowhere"):
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(chat, "hello")


async def test_a_person_who_blocked_the_bot(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    telegram.block_bot(anya)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(anya["id"], "hello")
    telegram.send_text(anya, "/start")
    assert await bot.send_message(anya["id"], "welcome back")


async def test_a_group_becomes_a_supergroup(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    group = telegram.add_group("Squad", [anya])
    new = telegram.migrate(group["id"])
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(group["id"], "hello")
    assert refusal.value.migrate_to_chat_id == new
    assert (await bot.send_message(new, "hello")).chat.type == "supergroup"
    told = [update.message for update in await bot.get_updates()]
    assert [(one.migrate_to_chat_id, one.migrate_from_chat_id) for one in told if one] == [
        (new, None),
        (None, group["id"]),
    ]


async def test_the_bot_put_out_of_a_group(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    group = telegram.add_group("Squad", [anya])
    telegram.do("set_bot_status", chat_id=group["id"], status="kicked")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(group["id"], "hello")
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_topics_of_a_forum(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    forum = telegram.add_group("Forum", [anya], forum=True)
    thread = telegram.do("add_topic", chat_id=forum["id"], name="CS2")
    telegram.send_text(anya, "in the topic", forum["id"], thread)
    (update,) = await bot.get_updates()
    assert update.message is not None
    answer = await update.message.answer("here")
    assert (answer.message_thread_id, answer.is_topic_message) == (thread, True)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum["id"], "nowhere", message_thread_id=999)


async def test_an_anonymous_administrator(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    group = telegram.add_group("Squad", [anya], supergroup=True)
    telegram.send_text(anya, "secretly", group["id"], anonymous=True)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat is not None
    assert update.message.sender_chat.id == group["id"]


async def test_privacy_mode_hides_talk_that_is_not_for_the_bot(connect: Callable[..., Bot]) -> None:
    with TelegramStandIn(Config(privacy_mode=True)) as telegram:
        bot, anya = connect(telegram), telegram.add_person("Аня")
        group = telegram.add_group("Squad", [anya])
        sent = await bot.send_message(group["id"], "hi")
        for text in ("just talk", "/stats", "/stats@other_bot", "hey @match_analyst_bot"):
            telegram.send_text(anya, text, group["id"])
        telegram.send_text(anya, "an answer", group["id"], reply_to=sent.message_id)
        seen = [update.message.text for update in await bot.get_updates() if update.message]
        assert seen == ["/stats", "hey @match_analyst_bot", "an answer"]


async def test_people_type_entities(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    telegram.send_text(
        anya, "🙂 /stats@match_analyst_bot, см. https://www.faceit.com/en/cs2/room/1-ab. @john faceit.com/x"
    )
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text is not None
    found = [(one.type, one.extract_from(update.message.text)) for one in update.message.entities or []]
    assert found == [
        ("bot_command", "/stats@match_analyst_bot"),
        ("url", "https://www.faceit.com/en/cs2/room/1-ab"),
        ("mention", "@john"),
        ("url", "faceit.com/x"),
    ]


async def test_questions_about_chats(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    john = telegram.add_person("John", "en")
    group = telegram.add_group("Squad", [anya, john], bot_status="administrator")
    assert (await bot.get_chat(group["id"])).title == "Squad"
    assert isinstance(await bot.get_chat_member(group["id"], anya["id"]), ChatMemberOwner)
    assert isinstance(await bot.get_chat_member(group["id"], bot.id), ChatMemberAdministrator)
    assert (await bot.get_chat_member(group["id"], john["id"])).status == "member"
    assert {one.user.id for one in await bot.get_chat_administrators(group["id"])} == {anya["id"], bot.id}
    assert await bot.get_chat_member_count(group["id"]) == 3
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(group["id"], 5)


async def test_commands_by_scope_and_language(telegram: TelegramStandIn, bot: Bot, anya: Person) -> None:
    john = telegram.add_person("John", "en", started=True)
    group = telegram.add_group("Squad", [anya])
    await bot.set_my_commands([BotCommand(command="help", description="Help")])
    await bot.set_my_commands([BotCommand(command="help", description="Помощь")], language_code="ru")
    await bot.set_my_commands([BotCommand(command="on", description="On")], scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands(
        [BotCommand(command="admin", description="Admin")], scope=BotCommandScopeChat(chat_id=john["id"])
    )
    shown = {
        (chat["id"], int(user)): commands[0]["description"]
        for chat in telegram.do("chats")
        for user, commands in chat["commands"].items()
    }
    assert shown == {
        (anya["id"], anya["id"]): "Помощь",
        (john["id"], john["id"]): "Admin",
        (group["id"], anya["id"]): "On",
    }
    assert (await bot.get_my_commands(language_code="ru"))[0].description == "Помощь"
    assert await bot.delete_my_commands(language_code="ru")
    assert await bot.get_my_commands(language_code="ru") == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Bad-Name", description="x")])


async def test_what_the_bot_says_of_itself(bot: Bot) -> None:
    assert (await bot.get_me()).id == 123456
    await bot.set_my_description("Long", language_code="en")
    await bot.set_my_short_description("Short")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_my_description(language_code="en")).description == "Long"
    assert (await bot.get_my_short_description(language_code="de")).short_description == "Short"
    assert (await bot.get_chat_menu_button()).type == "commands"
