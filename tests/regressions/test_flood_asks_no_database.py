"""Each update of a flood had its sender's language read from the database, and the whole bot waited for these reads."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event

from bot.answers import FloodError, error_text
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tests.bot.conftest import buttons, running, until
from tests.bot.manager import FakeManager

LIMIT = 5


@pytest.fixture
def reads() -> Iterator[list[str]]:
    """Statements on what people chose, as they are made."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM preferences" in statement:
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


async def test_what_is_above_the_limit_costs_no_statement(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, reads: list[str]
) -> None:
    limits = bot_settings.telegram.model_copy(update={"updates_flood": LIMIT})
    ann = telegram.add_person("Ann", "en", started=True)
    async with running(bot_settings.model_copy(update={"telegram": limits}), manager):
        # Given somebody who chose another language than his Telegram's
        telegram.send_text(ann, "/lang")
        choice = await telegram.message(ann["id"])
        russian = next(one["callback_data"] for one in buttons(choice) if "ru" in one["callback_data"])
        telegram.press(ann, ann["id"], choice["message_id"], russian)
        await until(lambda: telegram.calls("answerCallbackQuery"))
        # When he sends and presses far more than the limit
        before = len(reads)
        for number in range(40):
            telegram.send_text(ann, f"/cancel_task {number}")
            telegram.press(ann, ann["id"], choice["message_id"], russian)
        await until(lambda: len(telegram.calls("answerCallbackQuery")) == 41, what="an answer to each press")
        await until(lambda: telegram.status()["pending_updates"] == 0)
        # Then only what was within the limit was read for, and he is told in the language he chose
        assert len(reads) - before <= LIMIT
        told = [call.params["text"] for call in telegram.calls("answerCallbackQuery")]
        assert told.count(error_text("ru", FloodError())) >= 40 - LIMIT
        assert error_text("en", FloodError()) not in told
