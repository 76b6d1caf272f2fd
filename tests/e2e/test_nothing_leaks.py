"""Secrets and people's names, followed through a running system: logs of every process, Redis, failure records, repr.

Everything personal here holds one word that stands nowhere else, and so does everything secret.
"""

import dataclasses
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import connections
from connections import BROKER_NAMESPACE, PREFIX
from errors import BotError
from sandbox.faceit.options import Options
from sandbox.faceit.standin import FaceitStandIn
from sandbox.telegram.config import Config
from sandbox.telegram.stand_in import TelegramStandIn
from settings import Settings, load
from tasks.scripts import words
from tests.e2e.conftest import System, buttons
from tests.processes import wait_for
from tests.reports.test_hostile_everywhere import QUOTING

pytestmark = pytest.mark.processes

WHO = "zyxq"
"""In every name of a person, and in everything a person types."""
TOKEN = "987654321:AAqvSecretSecretSecretSecretSecretW"
KEY = "qvwfaceitkey-3f1c-4d7a-9b2e-71d2c0ffee00"
PASSWORD = "qvwdatabasepassword"
HASH_KEY = "qvwhashkeyhashkey"
DASHBOARD = "qvwdashboardpassword"
SECRETS = {TOKEN, TOKEN.split(":")[1], KEY, PASSWORD, HASH_KEY, DASHBOARD}


@pytest.fixture(params=["plain-sqlite", "json-postgres-away"])
def guarded(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[System]:
    """A system with secrets of its own that logs everything it can; the second one's database can't be reached."""
    with (
        FaceitStandIn(options=Options(latency_ms=20, rate=None)) as faceit,
        TelegramStandIn(Config(token=TOKEN)) as telegram,
    ):
        values = {
            "BOT_TOKEN": TOKEN, "FACEIT_API_KEY": KEY, "PRIVACY__HASH_KEY": HASH_KEY, "DASHBOARD_PASSWORD": DASHBOARD,
            "LOG_LEVEL": "DEBUG", "LOGS__JSON": str(request.param.startswith("json")).lower(),
            "FACEIT_BASE_URL": faceit.url, "TELEGRAM_API_URL": telegram.url, "FACEIT__RATE_PER_SECOND": "50",
            "TELEGRAM__POLL_TIMEOUT": "2", "TELEGRAM__LEASE_SECONDS": "3", "TELEGRAM__UPDATES_FLOOD": "500",
        }  # fmt: skip
        if request.param.endswith("away"):
            values["DATABASE_URL"] = f"postgresql://botuser:{PASSWORD}@127.0.0.1:9/bot"
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        load.cache_clear()
        for player in list(faceit.league.players.values()):
            faceit.rename(player.player_id, f"{WHO}{player.nickname}"[:40])
        for match in faceit.league.matches.values():
            for faction in match.factions:
                faction.name = f"team_{WHO}_{faction.name}"
        result = System(telegram, faceit, tmp_path, [])
        yield result
        for child in result.children:
            child.kill()
    load.cache_clear()


def lived(system: System) -> None:
    """An evening: everything people do, and everything that breaks."""
    telegram, faceit = system.telegram, system.faceit
    system.start_worker()
    system.start_bot()
    ann = telegram.add_person(f"Ann {WHO}", "ru", f"{WHO}_user", started=True)
    group = telegram.add_group(f"Squad {WHO}", [ann])["id"]
    player = next(p for p in faceit.league.players.values() if p.activity > 0.5 and p.nickname.isalnum())

    def ask(text: str, words: str, chat: int | None = None, timeout: float = 40) -> dict[str, Any]:
        where = chat or ann["id"]
        seen = {message["message_id"] for message in telegram.messages(where)}
        telegram.send_text(ann, text, chat)
        return telegram.wait_for_message(
            where,
            lambda one: one["message_id"] not in seen and re.search(words, one.get("text", "")) is not None,
            timeout,
        )

    asked = ask(f"/link {player.nickname}", "Это вы|не отвечает")
    if buttons(asked):
        data = next(data for name, data in buttons(asked).items() if "Это я" in name)
        telegram.press(ann, ann["id"], asked["message_id"], data)
    ask("/me", "Аккаунт|FACEIT|не отвечает")
    ask("/timezone Berlin", "пояс|не отвечает|Berlin")
    ask(f"/timezone {WHO}land", WHO)
    ask(f"/player {player.nickname}", "Данные FACEIT")
    ask(f"/player {WHO}_nobody_at_all", "нет")
    ask(f"/player {WHO} with spaces", "не ник")
    ask(system.link("ready"), "Данные FACEIT")
    ask(f"/analyze {system.link('finished')} {WHO}", "Данные FACEIT", group)
    ask(
        f"/team {player.nickname} {next(p for p in faceit.league.players.values() if p is not player).nickname}",
        "Данные",
    )
    offer = ask(f"/bulk {player.nickname} 2", "Последни|очеред|матч")
    start = next((data for name, data in buttons(offer).items() if "Кратко" in name), None)
    if start:
        telegram.press(ann, ann["id"], offer["message_id"], start)
        wait_for(lambda: any(one.get("document") for one in telegram.messages(ann["id"])), 60, "the bulk's file")
    ask("/stats", "Данные FACEIT|не отвечает|link", timeout=60)
    ask("/my_tasks", "задач")
    ask(f"some words of {WHO}", "ссылк")
    # Answers that can't be read quote themselves in their errors, refusals and broken lines the address
    faceit.configure(faults=[{"kind": "other_shape"}])
    ask(system.link("ongoing"), "Не удалось|незнакомом|не отвечает|❌|😔|🧩")
    faceit.configure(faults=[{"kind": "not_json"}])
    ask(f"/player {WHO}_third", "Не удалось|незнакомом|не отвечает|❌|😔|🧩|🌩", timeout=60)
    faceit.configure(faults=[])
    telegram.fail_next("sendMessage", 502)
    telegram.fail_next("getUpdates", 500, times=2)
    ask("/help", "/analyze|/player")
    telegram.fail_next("sendMessage", 400, description=f"Bad Request: can't parse {WHO}")
    telegram.send_text(ann, "/privacy")
    wait_for(lambda: telegram.status()["pending_updates"] == 0, 10, "the last update to be taken")


def all_of(client: redis.Redis) -> Iterator[tuple[str, str]]:
    """Every key of a database with everything in it, as text."""
    readers = {
        b"string": client.get, b"hash": client.hgetall, b"set": client.smembers, b"stream": client.xrange,
        b"list": lambda key: client.lrange(key, 0, -1), b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
    }  # fmt: skip
    for key in client.scan_iter():
        yield key.decode(), repr(readers[client.type(key)](key))  # type: ignore[operator, index]


SHARING = tuple(f"{PREFIX}{name}:" for name in ("flight", "ready", "idem"))
"""Keys by which wishes for the same thing find each other: a player asked for by nickname stands in them as typed."""


def test_a_whole_evening_leaves_no_secret_and_no_name(guarded: System) -> None:
    lived(guarded)
    logs = {child.path.name: child.output for child in guarded.children}
    assert all("debug" in log.lower() for log in logs.values()), "they log everything"
    # The logs of all processes hold no secret and nobody's name, typed word or address of an owner
    told = [(file, line) for file, log in logs.items() for line in log.splitlines()]
    assert [line for _, line in told if any(secret in line for secret in SECRETS)] == []
    assert [line for _, line in told if WHO in line.lower()] == []
    owner = re.compile(r"\b(?:tg:|chat:-?)\d{4,}")
    assert [line for _, line in told if owner.search(line)] == []
    # Redis holds no secret anywhere, no name in a key, and nothing of a Telegram profile
    failed = dead = 0
    for database in ("tasks", "cache"):
        client = connections.redis_client("consumer", database, load())
        for key, held in all_of(client):
            assert not any(secret in key + held for secret in SECRETS), key
            assert WHO not in key.lower() or key.startswith(SHARING), key
            assert f"{WHO}_user" not in held and f"Ann {WHO}" not in held and f"Squad {WHO}" not in held, key
            # Nor do messages, dead ones among them, hold a name, or what an error said
            if key.startswith(BROKER_NAMESPACE):
                assert WHO not in held.lower() and "traceback" not in held, key
                dead += key.endswith(".XQ.msgs")
        for key in client.scan_iter(f"{PREFIX}run:*"):
            trace = client.hget(key, "traceback") if client.type(key) == b"hash" else None
            if trace:
                failed += 1
                assert WHO not in words([trace])[0].lower(), trace
        client.close()
    assert failed >= 2 and dead


PACKAGES = ("actors", "analysis", "bot", "faceit", "pipelines", "reports", "setting_sections", "storage", "tasks")
PROCESSES = {"bot.__main__", "actors.worker", "actors.scheduler"}
"""Modules that begin to work when they are loaded."""
LOCKS = {"faceit.concurrency.Lease.token"}
"""Called a token, and no secret: it tells one holder of a place from another."""
PERSONAL = {"nickname", "nicknames", "names", "title", "query", "username", "first_name", "subject", "words", "written"}
SECRET = re.compile(r"token|password|secret|api_key|database_url|hash_key")


def classes() -> set[type[Any]]:
    """Every dataclass and model of the project."""
    modules = [importlib.import_module(name) for name in ("settings", "errors", "logs", "connections")]
    for package in PACKAGES:
        found = importlib.import_module(package)
        names = [info.name for info in pkgutil.walk_packages(found.__path__, f"{package}.")]
        modules.extend(importlib.import_module(name) for name in names if name not in PROCESSES)
    made = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    ours = {one for one in made if one.__module__.split(".")[0] in {*PACKAGES, "settings", "errors", "logs"}}
    return {one for one in ours if dataclasses.is_dataclass(one) or issubclass(one, BaseModel)}


def shown_fields(kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """The fields that `repr` shows, with their types."""
    if issubclass(kind, BaseModel):
        fields: dict[str, FieldInfo] = kind.model_fields
        yield from ((name, field.annotation) for name, field in fields.items() if field.repr)
    else:
        yield from ((one.name, one.type) for one in dataclasses.fields(kind) if one.repr)


def test_repr_shows_neither_names_nor_secrets(settings: Settings) -> None:
    found = classes()
    assert len(found) > 100
    bare = {
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in found
        for name, annotation in shown_fields(kind)
        if name in PERSONAL or (SECRET.search(name) and annotation in {str, "str"})
    }
    assert sorted(bare - LOCKS) == []


def test_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BOT_TOKEN": TOKEN, "FACEIT_API_KEY": KEY, "PRIVACY__HASH_KEY": HASH_KEY, "DASHBOARD_PASSWORD": DASHBOARD,
        "DATABASE_URL": f"postgresql://u:{PASSWORD}@h/d", "REDIS__PASSWORD": "qvwredispassword",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    load.cache_clear()
    loaded = load()
    load.cache_clear()
    shown = f"{loaded!r} {loaded} {loaded.model_dump()} {loaded.model_dump_json()}"
    assert not [secret for secret in {*SECRETS, "qvwredispassword"} if secret in shown]


@pytest.mark.parametrize("number", range(len(QUOTING)))
def test_errors_say_nothing_of_what_was_typed(number: int) -> None:
    error: BotError = QUOTING[number](f"{WHO} word")
    assert WHO not in f"{error} {error!r}"
    # What a person reads may quote it
    assert WHO in json.dumps(dict(error.args_for_text())) or not error.args_for_text()
