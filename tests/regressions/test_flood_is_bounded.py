"""The counts of updates grew without bound within a minute; with ten thousand people each update read all of them."""

import time
from typing import Any

from aiogram.types import TelegramObject, Update

from bot.middlewares.flood import REMEMBERED, FloodMiddleware
from storage.last_known import LastKnown
from tasks.records import Requester

LIMIT = 5


def update(number: int) -> Update:
    user = {"id": number, "is_bot": False, "first_name": "x"}
    message = {"message_id": 1, "date": 0, "chat": {"id": number, "type": "private"}, "from": user, "text": "x"}
    return Update.model_validate({"update_id": number, "message": message})


async def test_remembering_is_bounded_and_quick_however_many_come_at_once() -> None:
    now = [0.0]
    flood = FloodMiddleware(LIMIT, LastKnown(), clock=lambda: now[0])
    taken: list[TelegramObject] = []

    async def handle(event: TelegramObject, _data: dict[str, Any]) -> None:
        taken.append(event)

    one = update(1)
    began = time.monotonic()
    # Within one second, which no window could let go
    for number in range(5 * REMEMBERED):
        now[0] += 1 / (5 * REMEMBERED)
        await flood(handle, one, {"who": Requester(owner=f"tg:{number}")})
    assert len(taken) == 5 * REMEMBERED
    assert len(flood._seen) <= REMEMBERED and len(flood._asked) <= REMEMBERED
    assert time.monotonic() - began < 5
    # Nor does one person's count grow with what they send
    for _ in range(1000):
        flood._count("tg:1")
    assert len(flood._seen["tg:1"]) == LIMIT + 1
