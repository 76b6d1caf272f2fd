"""`/analyze` without a link asked for one and then apologised: the stand-in gave a ForceReply back in the message.

Telegram gives back inline keyboards only, so aiogram's Message knows no other markup.
"""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import ForceReply, ReplyParameters

from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn


async def test_a_message_with_a_forced_reply_is_read_back() -> None:
    with TelegramStandIn(Config()) as telegram:
        person = telegram.add_person("Аня", "ru", started=True)
        session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
        async with Bot(telegram.config.token, session=session) as bot:
            asked = await bot.send_message(person["id"], "Which match?", reply_markup=ForceReply())
            assert asked.reply_markup is None
            # Nor in a message that is answered.
            again = await bot.send_message(
                person["id"], "Well?", reply_parameters=ReplyParameters(message_id=asked.message_id)
            )
            assert again.reply_to_message is not None
            # Nor in the update of the person's answer.
            telegram.send_text(person, "this one", reply_to=asked.message_id)
            [update] = await bot.get_updates()
            assert update.message is not None and update.message.reply_to_message is not None
        # The page still sees it.
        assert "force_reply" in telegram.messages(person["id"])[-3]["reply_markup"]
