"""A forged button of one's own offer started a bulk of a depth that is not offered and shares nobody's work."""

import pytest

from sandbox.telegram import TelegramStandIn
from tests.bot.conftest import buttons, until
from tests.bot.manager import FakeManager

pytest_plugins = ("tests.bot.conftest",)

MATCH = "1-11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("depth", ["x", "Brief", "standard ", "*"])
async def test_only_an_offered_depth_starts_anything(bot: FakeManager, telegram: TelegramStandIn, depth: str) -> None:
    ann = telegram.add_person("Ann", "en", started=True)
    telegram.send_text(ann, f"/bulk {MATCH}")
    offer = await telegram.message(ann["id"], lambda message: bool(buttons(message)))
    data = buttons(offer)[0]["callback_data"].rsplit(":", 1)[0]
    telegram.press(ann, ann["id"], offer["message_id"], f"{data}:{depth}", forged=True)
    await until(lambda: telegram.calls("answerCallbackQuery"))
    assert not bot.wishes
    # What was offered can still be taken
    telegram.press(ann, ann["id"], offer["message_id"], f"{data}:brief")
    await until(lambda: bot.wishes)
    assert bot.wishes[0].depth == "brief"
