"""Updates whose answers wait for their turn in one chat kept all that stood behind the next hundred from being seen."""

import pytest

from bot import polling
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager

MATCH = "1-11111111-2222-4333-8444-000000000001"


async def test_a_full_page_is_turned(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a bot that keeps what it has in hand for long, and answers that take a second each
    monkeypatch.setattr(polling, "HELD_S", 60.0)
    ann = telegram.add_person("Ann", "en", started=True)
    bob = telegram.add_person("Bob", "en", started=True)
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"])
        # When somebody asks behind several pages of another's
        for number in range(350):
            telegram.send_text(ann, f"/cancel_task {number}")
        telegram.send_text(bob, MATCH)
        # Then he is answered, although the first of these are not
        await telegram.message(bob["id"], timeout=10)
        told = [one for one in telegram.messages(ann["id"]) if one["from"]["is_bot"]]
        assert len(told) < bot_settings.telegram.updates_flood
