"""A forged button of one's own offer started a bulk of a depth that is not offered and shares nobody's work."""

import pytest
import redis

from sandbox.telegram import Config, TelegramStandIn
from settings import Settings
from tests.bot.conftest import buttons, running, until
from tests.bot.manager import FakeManager

MATCH = "1-11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("depth", ["x", "Brief", "standard ", "*"])
async def test_only_an_offered_depth_starts_anything(settings: Settings, redis_tasks: redis.Redis, depth: str) -> None:
    manager = FakeManager(redis_tasks)
    with TelegramStandIn(Config(token=settings.bot_token.get_secret_value())) as telegram:
        async with running(settings.model_copy(update={"telegram_api_url": telegram.url}), manager):
            ann = telegram.add_person("Ann", "en", started=True)
            telegram.send_text(ann, f"/bulk {MATCH}")
            offer = await telegram.message(ann["id"], lambda message: bool(buttons(message)))
            data = buttons(offer)[0]["callback_data"].rsplit(":", 1)[0]
            telegram.press(ann, ann["id"], offer["message_id"], f"{data}:{depth}", forged=True)
            await until(lambda: telegram.calls("answerCallbackQuery"))
            assert not manager.wishes
            # What was offered can still be taken
            telegram.press(ann, ann["id"], offer["message_id"], f"{data}:brief")
            await until(lambda: manager.wishes)
            assert manager.wishes[0].depth == "brief"
