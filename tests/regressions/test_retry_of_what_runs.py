"""/admin_task_retry called a task that was under way already, asked for again by its person, "retried"."""

from tests.admin_chat.conftest import Hands, Room, hands, language, manager, room
from tests.bot.conftest import bot_settings, telegram

__all__ = ["bot_settings", "hands", "language", "manager", "room", "telegram"]


async def test_it_says_that_it_is_under_way(room: Room, hands: Hands) -> None:
    failed = hands.fail(hands.submit(1))
    again = hands.submit(1)
    said = (await room.asked(f"/admin_task_retry {failed}"))["text"]
    assert again in said and "Уже выполняется" in said
    assert "/admin_alerts" in (await room.asked("/admin"))["text"]
