"""Acts under /dashboard/ and the mute buttons stood nowhere; a stranger's press on these had an answer of its own."""

import httpx
import redis
from dramatiq import Message

from bot.watch_text import Hours, MuteButton
from pipelines.steering import Steering
from tests.admin_chat.conftest import Room, language, manager, room, steering
from tests.bot.conftest import bot_settings, telegram
from tests.web.conftest import browse, http, web_settings
from tests.web.test_dashboard import LOW, TOKEN, message, message_id, waiting

__all__ = ["bot_settings", "browse", "http", "language", "manager", "message", "room", "steering", "telegram"]
__all__ += ["web_settings"]


async def test_a_message_deleted_in_the_dashboard(
    http: httpx.AsyncClient, message: "Message[None]", steering: Steering, redis_tasks: redis.Redis
) -> None:
    listed = await http.get(LOW)
    found = TOKEN.search(listed.text)
    assert found is not None
    form = {"queue": "faceit_bot_low", "id": message_id(listed.text)}
    assert (await http.post("/dashboard/delete-message", data=form)).status_code == 403
    assert steering.acts() == [] and waiting(redis_tasks) == 1
    await http.post("/dashboard/delete-message", data=form | {"__dd_csrf": found[1]})
    (act,) = steering.acts()
    assert (act.what, act.target, act.detail) == ("delete-message", "faceit_bot_low", f"message={form['id']}")
    assert "Deleted a message" in (await http.get("/admin/acts?lang=en")).text


async def test_who_made_the_alerts_silent(room: Room, steering: Steering) -> None:
    alerts = await room.asked("/admin_alerts")
    await room.pressed(alerts, "Всё 8")
    await room.pressed(alerts, "🔔 Всё")
    assert [(act.what, act.target, act.detail) for act in steering.acts()] == [
        ("speak", "everything", ""),
        ("mute", "everything", "hours=8"),
    ]
    # Who is no admin gets the answer of an unknown button
    data = MuteButton(hours=Hours.ONE, finding="*").pack()
    unknown = await room.sent(alerts, "of-another-release", room.bob)
    assert await room.sent(alerts, data, room.bob) == unknown == ""
    assert len(steering.acts()) == 2
