"""With Redis really full admins were told nothing, and the clean-up that makes room could not be asked for: each began

with a write. What was done all the same was answered as a failure and noted nowhere.
"""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import redis
import redis.asyncio

from bot.admin_offers import MINUTES, NAME, AdminOffer, read, spelled
from bot.callbacks import AdminAct, AdminButton
from bot.remembered import Remembered
from errors import RedisUnavailableError
from pipelines.steering import Steering
from settings import Settings
from tasks.acts import ACTS
from tasks.leases import Lease
from tests.admin_chat.conftest import ADMIN, Hands, Room, hands, language, manager, room, steering
from tests.admin_chat.test_steering import age, told
from tests.bot.conftest import bot_settings, client, telegram, until
from tests.faults.test_valkey_full import fill
from tests.monitoring.test_watch_alerts import GONE, KEY, Stage, remembered
from tests.web.conftest import browse, http, token, web_settings

__all__ = [
    "bot_settings", "browse", "client", "hands", "http", "language", "manager", "remembered", "room", "steering",
    "telegram", "web_settings",
]  # fmt: skip


@pytest.fixture(autouse=True)
def room_again(redis_tasks: redis.Redis) -> Iterator[None]:
    yield
    redis_tasks.config_set("maxmemory", 0)


@pytest.fixture
async def stage(client: redis.asyncio.Redis, remembered: Remembered) -> AsyncIterator[Stage]:
    yield Stage(client, remembered, 7, 8)


async def test_the_watch_tells_from_memory_and_writes_it_down_later(stage: Stage, redis_tasks: redis.Redis) -> None:
    fill(redis_tasks)
    assert await stage.look(GONE) == []
    assert len(await stage.look(GONE)) == 2 and await stage.look(GONE, times=4) == []
    # When there is room again, then a bot started anew neither repeats nor forgets
    redis_tasks.config_set("maxmemory", 0)
    assert await stage.look(GONE) == []
    assert (await stage.store.known())[KEY].told == {7, 8}
    stage.start()
    assert await stage.look(GONE, times=2) == []
    assert len(await stage.look(times=8)) == 2


async def test_what_began_before_is_over_while_it_is_full(stage: Stage, redis_tasks: redis.Redis) -> None:
    await stage.look(GONE, times=2)
    fill(redis_tasks)
    assert await stage.look(GONE, times=2) == []
    assert len(await stage.look(times=8)) == 2
    redis_tasks.config_set("maxmemory", 0)
    assert await stage.look(times=8) == []


async def test_who_delivers_goes_on_delivering(client: redis.asyncio.Redis, redis_tasks: redis.Redis) -> None:
    lease = Lease(client, "delivery", 20)
    assert await lease.acquire()
    fill(redis_tasks)
    assert await lease.acquire() and not await Lease(client, "delivery", 20).acquire()


@pytest.mark.parametrize("language", ["en"], indirect=True)
async def test_the_clean_up_in_the_chat(room: Room, hands: Hands, redis_tasks: redis.Redis) -> None:
    old, fresh = hands.complete(hands.submit(1)), hands.complete(hands.submit(2))
    told(redis_tasks)
    age(redis_tasks, hands, old, 9)
    fill(redis_tasks)
    offer = await room.asked("/admin_queue_cleanup 6")
    assert "REDIS_URL" not in offer["text"] and hands.state(old) == "completed"
    await room.pressed(offer, "Yes")
    await until(lambda: hands.state(old) == "gone", what="the old task to go")
    assert hands.state(fresh) == "completed"
    await until(lambda: "Yes" not in str(room.now(offer).get("reply_markup")), what="the buttons to go")
    # What can't be done is said to be refused for want of room, and the queue is not said to be away
    paused = await room.asked("/admin_pause low")
    assert "Redis is full" in paused["text"] and "REDIS_URL" not in paused["text"]
    assert "🔴" in (await room.asked("/admin_queue_status"))["text"].splitlines()[0]
    # The act is in the log, and in Redis once there is room
    assert "6" in (await room.asked("/admin_log"))["text"] and not redis_tasks.exists(ACTS)
    redis_tasks.config_set("maxmemory", 0)
    await room.asked("/admin_log")
    assert redis_tasks.xlen(ACTS) == 1


async def test_the_clean_up_in_the_browser(
    http: httpx.AsyncClient, hands: Hands, steering: Steering, redis_tasks: redis.Redis
) -> None:
    old = hands.complete(hands.submit(1))
    told(redis_tasks)
    age(redis_tasks, hands, old, 9)
    form = {"csrf": await token(http, "/admin/clean-up?hours=6"), "hours": "6"}
    fill(redis_tasks)
    assert (await http.post("/admin/clean-up", data=form)).status_code == 303
    assert hands.state(old) == "gone"
    page = (await http.get("/admin/acts?lang=en")).text
    assert "hours=6 tasks=1" in page
    refused = await http.post("/admin/queues/faceit_bot_low/pause?lang=en", data=form)
    assert refused.status_code == 503 and "Redis is full" in refused.text and "http-equiv" not in refused.text
    redis_tasks.config_set("maxmemory", 0)
    assert (await http.post("/admin/queues/faceit_bot_low/pause", data=form)).status_code == 303
    assert [act.what for act in steering.acts()] == ["pause", "clean-up"]


def test_what_broke_off_half_way_is_noted(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    hands.submit(1)
    fill(redis_tasks)
    with pytest.raises(RedisUnavailableError):
        steering.cancel_active(ADMIN)
    redis_tasks.config_set("maxmemory", 0)
    assert [(act.what, act.detail) for act in steering.acts()] == [("cancel-active", "tasks=0")]


@pytest.mark.parametrize("what", ["clean-up", "retry-failed", "cancel-active", "delete", "delete-failed"])
def test_an_offer_in_a_button(what: str, settings: Settings) -> None:
    offer = AdminOffer(what, 168, "k7m2x9qak7m2x9qa" if what == "delete" else "")
    name = spelled(offer, 1_800_000_000.5)
    assert NAME.fullmatch(name) and read(name, 1_800_000_000 + MINUTES * 60) == offer
    assert len(AdminButton(act=AdminAct.CONFIRM, arg=name).pack().encode()) <= 64
    assert read(name, 1_800_000_001 + MINUTES * 60) is None and read(name, 1_700_000_000) is None


@pytest.mark.parametrize("name", ["", "1.c.6", "1.zz.6.", "x.c.6.", "1.c.-6.", "1.c.6.<b>", "1.c.6.a.b"])
def test_no_offer_in_a_button(name: str) -> None:
    assert not NAME.fullmatch(name) or read(name, 1.0) is None
