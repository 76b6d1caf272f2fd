"""A bulk offered to an anonymous admin, who writes in the group's name, could be started by nobody."""

from sandbox.telegram import TelegramStandIn
from tests.bot.conftest import buttons, until
from tests.bot.manager import FakeManager

MATCH = "1-11111111-2222-4333-8444-555555555555"


async def test_an_admin_of_the_group_starts_it_and_others_do_not(bot: FakeManager, telegram: TelegramStandIn) -> None:
    ann, bob = (telegram.add_person(name, "en", started=True) for name in ("Ann", "Bob"))
    group = telegram.add_group("five", [ann, bob])
    telegram.send_text(ann, f"/bulk {MATCH}", chat=group["id"], anonymous=True)
    offer = await telegram.message(group["id"], lambda message: bool(buttons(message)))
    data = buttons(offer)[0]["callback_data"]
    telegram.press(bob, group["id"], offer["message_id"], data)
    await until(lambda: telegram.calls("answerCallbackQuery"))
    assert not bot.wishes
    telegram.press(ann, group["id"], offer["message_id"], data)
    await until(lambda: bot.wishes)
    assert bot.wishes[0].owner == f"chat:{group['id']}"
