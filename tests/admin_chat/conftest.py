"""The bot with its real manager, an admin and somebody else, on the session's server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import redis

from bot.process import serve
from faceit.errors import FaceitNotFoundError
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.steering import Steering
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import Requester
from tasks.store import failure_json
from tests.bot.conftest import Person, bot_settings, buttons, telegram, until

__all__ = ["bot_settings", "telegram"]

ADMIN = Requester(owner="tg:1", admin=True)
MATCH = "1-11111111-2222-4333-8444-{:012d}"


@pytest.fixture
def manager(settings: Settings) -> Iterator[TaskManager]:
    result = build_manager(settings)
    yield result
    result.store.client.close()


@pytest.fixture
def steering(manager: TaskManager, settings: Settings) -> Steering:
    return Steering(manager, manager.store.client, settings)


class Hands:
    """A worker's hands: tasks moved on by the real scripts, without a worker."""

    def __init__(self, manager: TaskManager, keeper: RunKeeper) -> None:
        self.manager = manager
        self.keeper = keeper

    def submit(self, number: int, owner: str = "tg:77", chat: int | None = 77, subject: str = "") -> str:
        wish = match_wish(owner, subject or MATCH.format(number), chat=chat, request_message=5, lang="ru")
        return self.manager.submit(wish).task.id

    def begin(self, task: str) -> Ownership:
        run = (self.manager.store.task(task) or {})["run"]
        record = self.manager.store.run(run) or {}
        owned = self.keeper.begin(Delivery(run, 0, record["rmid"], 0, record["queue"], "w"), deadline_s=600)
        assert owned is not None
        return owned

    def fail(self, task: str, trace: str = "") -> str:
        """As a match that FACEIT does not have."""
        owned = self.begin(task)
        failure = failure_json(FaceitNotFoundError.code, ours=FaceitNotFoundError.ours)
        assert self.keeper.fail(owned.delivery, owned.own, failure, trace)
        return task

    def complete(self, task: str) -> str:
        self.keeper.complete(self.begin(task), b"{}")
        return task

    def state(self, task: str) -> str:
        view = self.manager.view(task)
        return "gone" if view is None else view.state.value


@pytest.fixture
def hands(manager: TaskManager, redis_tasks: redis.Redis, settings: Settings) -> Hands:
    return Hands(manager, RunKeeper(redis_tasks, settings.tasks))


@dataclass
class Room:
    """An admin, a stranger, and the bot between them."""

    telegram: TelegramStandIn
    admin: Person
    bob: Person

    def answers(self, person: Person) -> list[dict[str, Any]]:
        return [one for one in self.telegram.messages(person["id"]) if one["from"]["is_bot"]]

    async def asked(self, words: str, person: Person | None = None) -> dict[str, Any]:
        """The bot's answer to a message, once it is no "reading" any more."""
        who = person or self.admin
        before = len(self.answers(who))
        self.telegram.send_text(who, words)

        def answered() -> bool:
            return len(self.answers(who)) > before and "…" not in self.answers(who)[-1]["text"][-2:]

        await until(answered, what=f"an answer to {words}")
        return self.answers(who)[-1]

    async def pressed(self, message: dict[str, Any], label: str, person: Person | None = None) -> str:
        """A press on the button with this label; what the toast says."""
        data = next(one["callback_data"] for one in buttons(message) if label in one["text"])
        return await self.sent(message, data, person)

    async def sent(self, message: dict[str, Any], data: str, person: Person | None = None) -> str:
        who = person or self.admin
        chat = message["chat"]["id"]
        query = self.telegram.press(who, chat, message["message_id"], data, forged=True)

        def toasts() -> list[str]:
            calls = self.telegram.calls("answerCallbackQuery")
            return [str(one.params.get("text", "")) for one in calls if one.params["callback_query_id"] == query]

        await until(lambda: bool(toasts()), what=f"an answer to {data}")
        return toasts()[0]

    def now(self, message: dict[str, Any]) -> dict[str, Any]:
        """The message as it stands."""
        found = self.telegram.messages(message["chat"]["id"])
        return next(one for one in found if one["message_id"] == message["message_id"])


Serving = Callable[..., Awaitable[None]]


@asynccontextmanager
async def served(settings: Settings, telegram: TelegramStandIn) -> AsyncIterator[None]:
    """The bot for as long as the block lasts."""
    limits = settings.telegram.model_copy(update={"updates_flood": 100_000})
    settings = settings.model_copy(update={"telegram": limits})
    stop, manager = asyncio.Event(), build_manager(settings)
    serving = asyncio.create_task(serve(settings, manager, stop))
    try:
        await until(lambda: telegram.status()["polled"], 15)
        yield
    finally:
        stop.set()
        assert await asyncio.wait_for(serving, 15) == 0
        manager.store.client.close()


@pytest.fixture(params=["ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def room(bot_settings: Settings, telegram: TelegramStandIn, language: str) -> AsyncIterator[Room]:
    admin = telegram.add_person("Admin", language, started=True)
    bob = telegram.add_person("Bob", "en", started=True)
    async with served(bot_settings.model_copy(update={"admin_ids": str(admin["id"])}), telegram):
        yield Room(telegram, admin, bob)
