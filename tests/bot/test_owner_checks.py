"""Every button and every command, tried by somebody else: nothing of another person's is shown, changed or started.

The attacker owns the group in which all of it stands, and forges what a client can forge. A new callback class, action
or command without an entry in the tables here makes `test_nothing_is_left_out` fail.
"""

import asyncio
import inspect
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
import redis
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from hypothesis import HealthCheck, Phase, assume, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

import bot.callbacks
import connections
from bot.assembly import assemble
from bot.bulk_offers import BulkOffers, Offer
from bot.callbacks import (
    Action,
    AdminAct,
    AdminButton,
    BulkButton,
    CardButton,
    ForgetButton,
    LanguageButton,
    LinkButton,
    PlayerButton,
    StatsButton,
    TaskButton,
    TimezoneButton,
)
from bot.commands import ADMIN, GROUP, PRIVATE
from bot.process import serve
from bot.remembered import remember
from bot.tasks_gateway import TasksGateway
from connections import PREFIX
from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.dispatch import again
from pipelines.groups import group_of
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.plans import PLANS
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import Options
from sandbox.telegram import TelegramStandIn
from settings import Settings
from storage.accounts import Accounts
from storage.database import Database
from storage.personal import Personal
from storage.preferences import Preferences
from tasks.events import ENDINGS
from tasks.groups import Groups
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import Wish
from tasks.scripts import words
from tasks.states import TaskType
from tests.bot.conftest import Person
from tests.processes import BEGUN_S, wait_for
from tests.reports.cards import finished

NICKNAME, ZONE = "AnnaSecretNick", "Asia/Kathmandu"
MATCH = "1-11111111-2222-4333-8444-{:012d}"
NOT_YOURS, GONE = "somebody else's task", "No such task"
APOLOGY = "broke on my side"


@pytest.fixture(scope="module")
def faceit() -> Iterator[FaceitStandIn]:
    with FaceitStandIn(options=Options(latency_ms=0, rate=None)) as stand_in:
        yield stand_in


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """The bot in a loop of a thread of its own, with the manager it has in life."""
    stop: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
    codes: list[int] = []

    async def run() -> None:
        event = asyncio.Event()
        stop.append((asyncio.get_running_loop(), event))
        manager = build_manager(settings)
        try:
            codes.append(await serve(settings, manager, event))
        finally:
            manager.store.client.close()

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="bot")
    thread.start()
    try:
        yield
    finally:
        loop, event = stop[0]
        loop.call_soon_threadsafe(event.set)
        thread.join(20)
    assert codes == [0]


@dataclass
class Scene:
    """Ann has everything a person can have here; Bob has nothing but the group he owns, where she asked for it."""

    telegram: TelegramStandIn
    manager: TaskManager
    settings: Settings
    ann: Person
    bob: Person
    group: int
    message: int
    """A message of the bot in the group, under which there are buttons of Ann's."""
    player: str
    """A FACEIT player whom nobody here is yet."""
    tasks: dict[str, str] = field(default_factory=dict)
    """Ann's tasks, her bulk's child, and one of another chat, by what they are."""
    offer: str = ""

    def __post_init__(self) -> None:
        self.before: dict[str, Any] = {}

    def hers(self) -> dict[str, Any]:
        """All that is held of Ann: her tasks, children and offers as Redis has them, her rows of the database."""
        client = self.manager.store.client
        kept = {name: client.hgetall(f"{PREFIX}task:{task}") for name, task in self.tasks.items()}
        # Which message shows the progress is the bot's own note.
        found: dict[str, Any] = {name: {key: value for key, value in record.items() if b"progress" not in key}
                 for name, record in kept.items()}  # fmt: skip
        found["offer"] = client.get(f"{PREFIX}bulk_offer:{self.offer}")
        found["list"] = sorted(view["id"] for view in self.manager.held(self.owner))
        return found | asyncio.run(self._rows())

    async def _rows(self) -> dict[str, Any]:
        database = Database.open(self.settings)
        try:
            return await Personal(database).export(self.owner)
        finally:
            await database.close()

    @property
    def owner(self) -> str:
        return f"tg:{self.ann['id']}"

    @property
    def attacker(self) -> str:
        return f"tg:{self.bob['id']}"

    def owners(self) -> set[str]:
        """Whose tasks there are."""
        records = self.manager.store.client.scan_iter(f"{PREFIX}task:????????")
        return {words([self.manager.store.client.hget(key, "owner") or b""])[0] for key in records}

    def attackers_tasks(self) -> list[str]:
        """What Bob has asked for."""
        return self.manager.store.recent(self.attacker, 100)

    def press(self, data: str) -> str:
        """Bob presses a button with this data, in the group; the answer's words, empty for a mute one."""
        query = self.telegram.press(self.bob, self.group, self.message, data, forged=True)

        def answers() -> list[Any]:
            calls = self.telegram.calls("answerCallbackQuery")
            return [call.params for call in calls if call.params["callback_query_id"] == query]

        wait_for(lambda: bool(answers()), 10, f"an answer to {data!r}")
        return str(answers()[0].get("text", ""))

    def write(self, text: str, chat: int | None = None) -> None:
        """Bob writes, and the bot is through with it."""
        self.telegram.send_text(self.bob, text, chat)
        self.settle()

    def settle(self) -> None:
        """Everything that came was taken, and what the bot does about it is done."""
        wait_for(lambda: self.telegram.status()["pending_updates"] == 0, 10, "the updates to be taken")
        at, until = -1, time.monotonic() + 5
        while time.monotonic() < until and at != (at := len(self.telegram.requests_log)):
            time.sleep(0.12)

    def answered(self, since: int, what: str) -> None:
        """Wait until something was said."""
        wait_for(lambda: bool(self.shown(since)), 5, f"an answer to {what}")

    def shown(self, since: int) -> str:
        """All that the bot has sent, edited or answered in the meantime."""
        calls = self.telegram.requests_log[since:]
        wanted = ("send", "edit", "answer")
        return "\n".join(str(call.params) for call in calls if call.method.startswith(wanted))

    def unharmed(self, since: int) -> None:
        """Nothing of Ann's was shown, changed, or started in her name."""
        told = self.shown(since)
        known = {**self.tasks, "nickname": NICKNAME, "zone": ZONE, "offer": self.offer, "name": self.ann["first_name"]}
        assert [name for name, word in known.items() if word in told] == []
        assert "faction" not in told and "Inferno" not in told
        assert self.hers() == self.before
        assert self.owners() <= {self.owner, self.attacker, "chat:-100777", f"bulk:{self.run_of('bulk')}"}

    def run_of(self, name: str) -> str:
        return str((self.manager.store.task(self.tasks[name]) or {})["run"])


def begun(manager: TaskManager, keeper: RunKeeper, task: str) -> Ownership:
    """The right to work on the first step of a task's run."""
    run = (manager.store.task(task) or {})["run"]
    record = manager.store.run(run) or {}
    owned = keeper.begin(Delivery(run, 0, record["rmid"], 0, record["queue"], "w"), deadline_s=600)
    assert owned is not None
    return owned


def fill(scene: Scene, client: redis.Redis) -> None:
    """Give Ann tasks in every state, a bulk with a finished child, an offer, an account, a time zone."""
    manager, keeper = scene.manager, RunKeeper(client, scene.settings.tasks)
    report = finished().model_dump_json().encode()
    where: dict[str, Any] = {"chat": scene.group, "request_message": 1}

    def submitted(name: str, wish: Wish) -> str:
        scene.tasks[name] = manager.submit(wish).task.id
        return scene.tasks[name]

    keeper.complete(
        begun(manager, keeper, submitted("done", match_wish(scene.owner, MATCH.format(1), **where))), report
    )
    failed = begun(manager, keeper, submitted("failed", match_wish(scene.owner, MATCH.format(2), **where)))
    assert keeper.fail(failed.delivery, failed.own, json.dumps({"code": "faceit-unavailable", "args": {}}))
    submitted("chat", match_wish("chat:-100777", MATCH.format(9)))
    bulk = submitted("bulk", bulk_wish(scene.owner, BulkSubject(matches=(MATCH.format(5),)), "standard", **where))
    owned = begun(manager, keeper, bulk)
    children = group_of([Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject=MATCH.format(5), urgent=False)])
    plan = PLANS[TaskType.BULK_ANALYSIS]
    after = again(plan, owned.delivery.run, step=1, seq=0, queue=owned.delivery.queue)
    Groups(keeper, scene.settings.tasks, scene.settings.bulk).spread(owned, children, after, limit_s=600)
    scene.tasks["child"] = children[0].task
    keeper.complete(begun(manager, keeper, children[0].task), report)
    submitted("waiting", match_wish(scene.owner, MATCH.format(3), **where))

    async def rest() -> None:
        opened = await connections.open_async("command", "tasks", scene.settings)
        database = Database.open(scene.settings)
        try:
            kept = Offer(owner=scene.owner, subject=MATCH.format(6), request_message=1)
            scene.offer = await BulkOffers(opened, 10).put(kept)
            await Accounts(database).link(scene.owner, "11111111-aaaa-4bbb-8ccc-000000000001", NICKNAME)
            await Preferences(database).set_timezone(scene.owner, ZONE)
        finally:
            await opened.aclose()
            await database.close()

    asyncio.run(rest())


@pytest.fixture
def scene(
    settings: Settings,
    telegram: TelegramStandIn,
    bot_settings: Settings,
    faceit: FaceitStandIn,
    redis_tasks: redis.Redis,
) -> Iterator[Scene]:
    limits = bot_settings.telegram.model_copy(update={"updates_flood": 100_000})
    # What Ann's messages show of themselves comes once: after that whatever is sent is by the attacker's doing.
    quiet = bot_settings.tasks.model_copy(update={"progress_update_interval": 3600.0})
    own = bot_settings.model_copy(update={"faceit_base_url": faceit.url, "telegram": limits, "tasks": quiet})
    ann = telegram.add_person("Annushka", "en", started=True)
    bob = telegram.add_person("Bob", "en", started=True)
    group = telegram.add_group("five", [bob, ann])["id"]
    manager = build_manager(own)
    with served(own):
        wait_for(lambda: telegram.status()["polled"], BEGUN_S, "the bot to poll")
        telegram.send_text(ann, f"/analyze {MATCH.format(4)}", group)
        message = telegram.wait_for_message(group)["message_id"]
        player = faceit.league.ordinary[0].player_id
        made = Scene(telegram, manager, own, ann, bob, group, message, player)
        # The chat is answered while the task is still being written.
        wait_for(lambda: bool(manager.store.recent(made.owner, 1)), 15, "the task")
        made.tasks["running"] = next(iter(manager.store.recent(made.owner, 1)))
        fill(made, redis_tasks)
        # What has ended is told first: it is Ann's, and stands in the group.
        wait_for(lambda: redis_tasks.xlen(ENDINGS) == 0, 15, "the endings to be told")
        made.settle()
        made.before = made.hers()
        yield made
    manager.store.client.close()


class Attack(NamedTuple):
    """Data to press, and what the answer must say; `own`: it is for the presser, whoever asked."""

    data: Callable[[Scene], list[CallbackData]]
    answer: str
    own: bool = False


def on_tasks(action: Action) -> Attack:
    return Attack(lambda scene: [TaskButton(action=action, task=task) for task in scene.tasks.values()], NOT_YOURS)


ACTIONS: dict[Action, Attack] = {
    Action.REFRESH: on_tasks(Action.REFRESH),
    Action.CANCEL: on_tasks(Action.CANCEL),
    Action.RETRY: on_tasks(Action.RETRY),
    Action.SHOW: on_tasks(Action.SHOW),
    Action.CANCEL_IN_LIST: on_tasks(Action.CANCEL_IN_LIST),
    Action.LIST: Attack(
        lambda scene: [TaskButton(action=Action.LIST, task=task) for task in ("", *scene.tasks.values())], "", own=True
    ),
}
BUTTONS: dict[type[CallbackData], Attack] = {
    CardButton: Attack(lambda _: [CardButton(match=MATCH.format(1))], "new report is on its way", own=True),
    PlayerButton: Attack(lambda scene: [PlayerButton(player=scene.player, again=True)], "", own=True),
    LinkButton: Attack(lambda scene: [LinkButton(player=""), LinkButton(player=scene.player)], "", own=True),
    ForgetButton: Attack(lambda _: [ForgetButton(sure=False), ForgetButton(sure=True)], "", own=True),
    TimezoneButton: Attack(lambda _: [TimezoneButton(zone="Europe/Berlin")], "Europe/Berlin", own=True),
    LanguageButton: Attack(lambda _: [LanguageButton(code="en")], "", own=True),
    BulkButton: Attack(
        lambda scene: [BulkButton(offer=scene.offer, depth=depth) for depth in ("", "brief", "standard")],
        NOT_YOURS,
    ),
    AdminButton: Attack(
        lambda scene: [
            AdminButton(act=act, arg=arg)
            for act in AdminAct
            for arg in ("", "high", "failed", *scene.tasks.values(), scene.offer)
        ],
        "",
    ),
    StatsButton: Attack(lambda _: [StatsButton(depth=100, again=True)], "/link", own=True),
}

COMMANDS: dict[str, list[str]] = {
    "analyze": [MATCH.format(1)],
    "player": ["", "Somebody"],
    "team": ["", "One Two"],
    "stats": ["", "100"],
    "bulk": ["", MATCH.format(1), "20"],
    "link": ["", "nobody-at-all"],
    "me": [""],
    "my_tasks": [""],
    "cancel_task": ["", "{running}", "{done}", "{child}", "{bulk}", "{chat}", "{RUNNING}", "{running}:delivery", "*"],
    "lang": ["", "en"],
    "timezone": ["", "Berlin"],
    "privacy": [""],
    "mydata": [""],
    "forget_me": [""],
    "unlink": [""],
    "help": [""],
    "start": ["", MATCH.format(1)],
    "budget": [""],
    **dict.fromkeys(
        ("admin", "admin_queue_status", "admin_queue_metrics", "admin_queue_users", "admin_tasks", "admin_log"), [""]
    ),
    **dict.fromkeys(("admin_task", "admin_task_retry", "admin_task_cancel"), ["", "{running}", "{done}", "{child}"]),
    **dict.fromkeys(("admin_pause", "admin_resume"), ["high"]),
    "admin_queue_cleanup": ["1"],
    "admin_alerts": [""],
}
"""What is written behind each; `{name}` is the id of that task of Ann's."""


def callback_classes() -> set[type[CallbackData]]:
    found = inspect.getmembers(bot.callbacks, inspect.isclass)
    return {one for _, one in found if issubclass(one, CallbackData) and one is not CallbackData}


async def commands_of_routers(settings: Settings) -> set[str]:
    """Every command that a handler takes."""
    client = await connections.open_async("command", "tasks", settings)
    database = Database.open(settings)
    tasks = TasksGateway(build_manager(settings))
    parts = assemble(settings, client, tasks, remember(database))
    found: set[str] = set()
    for router in parts.dispatcher.chain_tail:
        for observer in router.observers.values():
            for handler in observer.handlers:
                filters = [one.callback for one in handler.filters or ()]
                found |= {str(name) for one in filters if isinstance(one, Command) for name in one.commands}
    await parts.bot.session.close()
    await client.aclose()
    await database.close()
    tasks.close()
    return found


async def test_nothing_is_left_out(bot_settings: Settings) -> None:
    assert callback_classes() == {*BUTTONS, TaskButton}
    assert set(Action) == set(ACTIONS)
    assert await commands_of_routers(bot_settings) | {*PRIVATE, *GROUP, *ADMIN} == set(COMMANDS)


def test_every_button_pressed_by_somebody_else(scene: Scene) -> None:
    for attack in [*ACTIONS.values(), *BUTTONS.values()]:
        for button in attack.data(scene):
            since, mine = len(scene.telegram.requests_log), scene.attackers_tasks()
            answer = scene.press(button.pack())
            assert attack.answer in answer, button
            scene.settle()
            scene.unharmed(since)
            assert attack.own or scene.attackers_tasks() == mine


@pytest.mark.parametrize("where", ["private", "group"])
def test_every_command_of_somebody_else(scene: Scene, where: str) -> None:
    upper = {name.upper(): task.upper() for name, task in scene.tasks.items()}
    # A group takes twenty messages a minute, so there are several.
    chats = [scene.telegram.add_group(f"{n}", [scene.bob, scene.ann])["id"] for n in range(4)]
    if where == "private":
        chats = [scene.bob["id"]] * 4
    for number, (command, arguments) in enumerate(COMMANDS.items()):
        for argument in arguments:
            since = len(scene.telegram.requests_log)
            scene.write(f"/{command} {argument.format(**scene.tasks, **upper)}".strip(), chats[number % 4])
            # In a group nobody speaks to the bot with a command that it does not have.
            if where != "group" or command not in ADMIN:
                scene.answered(since, f"{command} {argument}")
            scene.unharmed(since)
            told = scene.shown(since)
            assert APOLOGY not in told, (command, argument)
            if command == "cancel_task" and argument:
                assert (NOT_YOURS if argument.strip("{}").lower() in scene.tasks else GONE) in told, argument


PREFIXES = [str(vars(one)["__prefix__"]) for one in [TaskButton, *BUTTONS]]
PIECES = [
    "", "*", "r", "c", "y", "s", "x", "l", "1", "0", "brief", "../..", "\u202e", "{task}", "{offer}", "{task}:delivery",
    "tg:1", "%2e%2e%2f",
]  # fmt: skip
PACKED = st.one_of(
    st.text(max_size=64),
    st.from_regex(r"(t|r|p|a|f|z|lang|b|s|m):[ -~]{0,40}", fullmatch=True),
    st.lists(st.sampled_from(PIECES), max_size=3).flatmap(
        lambda parts: st.sampled_from([":".join([prefix, *parts]) for prefix in PREFIXES])
    ),
).filter(lambda data: 0 < len(data.encode("utf-8", "surrogatepass")) <= 64 and data.isprintable())


def test_forged_data_of_any_shape(scene: Scene, faceit: FaceitStandIn) -> None:
    faceit.reset()
    task, since = scene.tasks["running"], len(scene.telegram.requests_log)

    @given(PACKED)
    @example("t:c:{task}")
    @example("t:y:{task}")
    @example("t:s:{task}:delivery")
    @example("b:{offer}:x")
    @example("p::1")
    @example("p:../../matches:1")
    @example("a:../../hubs/x")
    @example("a:00000000-0000-4000-8000-000000000000/stats/cs2")
    @example("a:00000000-0000-4000-8000-000000000000")
    @example("s:7:1")
    @example("f:2")
    @example("z:../../../etc/passwd")
    @hypothesis(max_examples=120, deadline=None, phases=[Phase.explicit, Phase.generate], database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])  # fmt: skip
    def forge(data: str) -> None:
        # An unknown time zone is quoted back to whoever sent it: seeing there what he sent himself shows him nothing.
        assume(not (data.startswith("z:") and "{" in data))
        answer = scene.press(data.replace("{task}", task).replace("{offer}", scene.offer))
        assert APOLOGY not in answer

    forge()
    scene.settle()
    scene.unharmed(since)
    # What is pressed stands in one segment of a FACEIT path and leads nowhere else
    asked = [path for _, path, _, _ in faceit.calls()["calls"]]
    assert asked and all(re.fullmatch(r"/data/v4/players/[^/]+", path) or path == "/data/v4/players" for path in asked)
