"""Writes what a release leaves in Redis, for the next one to finish: `scenes.json.gz` beside this file.

It runs the code of the release it stands in for, never this one's. For the release at a commit:

    git worktree add /tmp/previous COMMIT && cd /tmp/previous
    PYTHONPATH=. PYTHON REPOSITORY/tests/core/previous/generate.py COMMIT
    git worktree remove /tmp/previous

with PYTHON of an environment that has that release's requirements, and REPOSITORY this one. Scenes: tasks queued,
between any two steps, in the hands of a worker that died, waiting for a retry or for the budget, a bulk among its
matches beside a team and a person's statistics, and ended but not yet told. Each holds the keys of the tasks' database
by type, values in base64, and when that was. Calls go to the stand-in of FACEIT, whose league is the same for
everybody; a worker's part is played one message at a time, by Dramatiq's own consumer and the release's own middleware
and actors. `reports` holds what that release said in the end.
"""

import base64
import dataclasses
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SCENES = Path(__file__).with_name("scenes.json.gz")
ENVIRONMENT = {
    "BOT_TOKEN": "123456:TESTTOKENTESTTOKENTESTTOKENTESTTOKE",
    "FACEIT_API_KEY": "test-key-of-the-stand-in",
    "FACEIT__RATE_PER_SECOND": "1000",
    "FACEIT__RECENT_MATCHES": "20",
    "LOG_LEVEL": "ERROR",
    "REDIS__MAX_CONNECTIONS": "500",
}
HIGH, DEFAULT, LOW = "faceit_bot_high", "faceit_bot_default", "faceit_bot_low"
PLAYER = "-k1te-"
ANN, BOB, CAT = 1001, 1002, 1003
"""The first people of Telegram's stand-in; their private chats have the same numbers."""


def text(value: bytes) -> str:
    """Any bytes as text."""
    return base64.b64encode(value).decode()


def dump(client: Any) -> dict[str, Any]:
    """Every key: type, remaining life in ms (or -1), value."""
    read = {
        "string": lambda key: text(client.get(key)),
        "hash": lambda key: {text(name): text(value) for name, value in client.hgetall(key).items()},
        "list": lambda key: [text(item) for item in client.lrange(key, 0, -1)],
        "set": lambda key: [text(item) for item in client.smembers(key)],
        "zset": lambda key: [[text(item), score] for item, score in client.zrange(key, 0, -1, withscores=True)],
        "stream": lambda key: stream(client, key),
    }
    found = {}
    for key in sorted(client.scan_iter(count=1000)):
        kind = client.type(key).decode()
        found[key.decode()] = {"type": kind, "life": client.pttl(key), "value": read[kind](key)}
    return found


def stream(client: Any, key: bytes) -> dict[str, Any]:
    """Entries in order; and of each group how far it has read, and what its consumers have not acknowledged."""
    entries = [[name.decode(), {text(a): text(b) for a, b in fields.items()}] for name, fields in client.xrange(key)]
    groups = [
        {
            "name": group["name"].decode(),
            "last": group["last-delivered-id"].decode(),
            "pending": [
                [item["message_id"].decode(), item["consumer"].decode()]
                for item in client.xpending_range(key, group["name"], "-", "+", 1000)
            ],
        }
        for group in client.xinfo_groups(key)
    ]
    return {"entries": entries, "groups": groups}


class Old:
    """The release at work: submits as its bot does, and takes messages as its worker does."""

    def __init__(self, **changes: float) -> None:
        from actors.broker import build_broker
        from pipelines.manager import build_manager
        from settings import load

        settings = load()
        faceit = settings.faceit.model_copy(update=changes)
        self.settings = settings.model_copy(update={"faceit": faceit})
        self.manager = build_manager(settings, profile="consumer")
        self.client = self.manager.store.client
        self.broker = build_broker(self.settings)
        self._consumers: dict[str, Any] = {}

    def match(self, person: int, match_id: str, **more: Any) -> str:
        """A task for a match."""
        from pipelines.manager import match_wish

        where = {"chat": person, "lang": "ru" if person == ANN else "en", **more}
        return self.manager.submit(match_wish(f"tg:{person}", match_id, **where)).task.id

    def player(self, person: int, words: str) -> str:
        """A task for a player."""
        from tasks.records import Wish
        from tasks.states import TaskType

        wish = Wish(owner=f"tg:{person}", type=TaskType.PLAYER_PERFORMANCE, subject=words, chat=person, lang="ru")
        return self.manager.submit(wish).task.id

    def wish(self, person: int, wish: Any) -> str:
        """A task of any kind."""
        more = {"chat": person, "lang": "ru" if person == ANN else "en"}
        return self.manager.submit(dataclasses.replace(wish, **more)).task.id

    def take(self, queue: str) -> Any:
        """Begin the next message; the fence lets it in."""
        if queue not in self._consumers:
            self._consumers[queue] = self.broker.consume(queue, prefetch=1, timeout=200)
        for message in self._consumers[queue]:
            if message is not None:
                self.broker.emit_before("process_message", message)
                return message
        raise RuntimeError(f"nothing in {queue}")

    def work(self, queue: str, times: int = 1) -> None:
        """So many messages, each to its end."""
        for _ in range(times):
            message = self.take(queue)
            try:
                self.broker.get_actor(message.actor_name)(*message.args)
            except Exception as error:
                self.broker.emit_after("process_message", message, exception=error)
            else:
                self.broker.emit_after("process_message", message, result=None)
            if message.failed:
                self._consumers[queue].nack(message)
            else:
                self._consumers[queue].ack(message)

    def close(self) -> None:
        """Let go of the server and empty it."""
        for consumer in self._consumers.values():
            consumer.close()
        self.client.flushall()


def scene(old: Old, tasks: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, Any]:
    """The server's keys as they are; `tasks` by a word for each, `wanted` is the state each must come to."""
    return {"at": int(time.time() * 1000), "tasks": dict(tasks), "wanted": dict(wanted), "keys": dump(old.client)}


def between(step: int, ids: Mapping[str, str]) -> dict[str, Any]:
    """A shared match and a player, so many steps done; something for nobody in particular on the lowest queue."""
    old = Old()
    tasks = {"player": old.player(ANN, PLAYER)}
    old.work(DEFAULT, step)
    if step < 6:
        tasks |= {"match": old.match(ANN, ids["ready"]), "joined": old.match(BOB, ids["ready"])}
        old.work(HIGH, step)
    if not step:
        tasks["low"] = old.match(CAT, ids["finished"], urgent=False)
    found = scene(old, tasks, dict.fromkeys(tasks, "completed"))
    old.close()
    return found


def killed(ids: Mapping[str, str]) -> dict[str, Any]:
    """Both in the hands of a worker that is no more, in their third steps."""
    old = Old()
    tasks = {"player": old.player(ANN, PLAYER), "match": old.match(ANN, ids["ready"])}
    for queue in (DEFAULT, HIGH):
        old.work(queue, 2)
        old.take(queue)
    found = scene(old, tasks, dict.fromkeys(tasks, "completed"))
    old.close()
    return found


def retrying(faceit: Any, ids: Mapping[str, str]) -> dict[str, Any]:
    """FACEIT fails both: they wait for their second try. One is cancelled while it waits."""
    old = Old()
    tasks = {"player": old.player(ANN, PLAYER), "match": old.match(ANN, ids["ready"])}
    tasks["cancelled"] = old.match(BOB, ids["ready_low"])
    old.work(DEFAULT)
    old.work(HIGH, 2)
    faceit.configure(faults=[{"kind": "500"}])
    old.work(DEFAULT)
    old.work(HIGH, 2)
    faceit.configure(faults=[])
    old.manager.store.cancel(tasks["cancelled"])
    found = scene(old, tasks, {"player": "completed", "match": "completed", "cancelled": "cancelled"})
    old.close()
    return found


def deferred(ids: Mapping[str, str]) -> dict[str, Any]:
    """The budget lets nobody through: the match waits its turn among its players."""
    old = Old()
    tasks = {"match": old.match(ANN, ids["ready"])}
    old.work(HIGH, 2)
    poor = Old(rate_per_second=0.2, max_wait=0.01)
    poor.work(HIGH)
    found = scene(old, tasks, {"match": "completed"})
    poor.close()
    old.close()
    return found


def amid_a_bulk(faceit: Any) -> dict[str, Any]:
    """Three matches of a player: one analysed, the others before their last step. A team and statistics amid theirs."""
    from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
    from pipelines.wishes import stats_wish, team_wish

    old = Old()
    players = faceit.league.ordinary[:5]
    bulk = bulk_wish(f"tg:{CAT}", BulkSubject(player=players[0].player_id, count=3), BRIEF)
    tasks = {
        "bulk": old.wish(CAT, bulk),
        "team": old.wish(ANN, team_wish(f"tg:{ANN}", [player.nickname for player in players])),
        "stats": old.wish(BOB, stats_wish(f"tg:{BOB}", PLAYER, depth=30, zone="Europe/Berlin")),
    }
    old.work(DEFAULT, 4)
    while (view := old.manager.view(tasks["bulk"])) and not view.done:
        old.work(LOW)
    found = scene(old, tasks, dict.fromkeys(tasks, "completed"))
    old.close()
    return found


def ended(ids: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """All over and nobody told yet: one ending read by a bot that died, the others unread. Also: the reports."""
    old = Old()
    tasks = {"match": old.match(ANN, ids["ready"]), "joined": old.match(BOB, ids["ready"])}
    old.work(HIGH, 6)
    old.client.xgroup_create("faceit_bot:events:endings", "delivery", id="0", mkstream=True)
    old.client.xreadgroup("delivery", "bot", {"faceit_bot:events:endings": ">"}, count=1)
    tasks["player"] = old.player(ANN, PLAYER)
    old.work(DEFAULT, 8)
    tasks["failed"] = old.player(BOB, "nobody_is_called_so")
    old.work(DEFAULT)
    tasks["cancelled"] = old.match(BOB, ids["ready_low"])
    old.manager.store.cancel(tasks["cancelled"])
    wanted = {"match": "completed", "joined": "completed", "player": "completed"}
    found = scene(old, tasks, {**wanted, "failed": "failed", "cancelled": "cancelled"})
    reports = {name: old.manager.report(tasks[name]) for name in ("match", "player")}
    old.close()
    return found, reports


def main() -> None:
    """All scenes into one file."""
    from sandbox.faceit.options import Options
    from sandbox.faceit.standin import FaceitStandIn
    from sandbox.valkey import EmbeddedValkey

    folder = tempfile.TemporaryDirectory()
    with EmbeddedValkey() as valkey, FaceitStandIn(options=Options(latency_ms=0, rate=None)) as faceit:
        os.environ |= {
            **ENVIRONMENT,
            "REDIS_URL": valkey.url,
            "FACEIT_BASE_URL": faceit.url,
            "STORAGE__SQLITE_PATH": str(Path(folder.name) / "bot.sqlite3"),
        }
        ids = faceit.league.scenarios
        scenes = {f"between-{step}": between(step, ids) for step in range(8)}
        scenes |= {"killed": killed(ids), "retrying": retrying(faceit, ids), "deferred": deferred(ids)}
        scenes["bulk"] = amid_a_bulk(faceit)
        scenes["ended"], reports = ended(ids)
    data = {"release": sys.argv[1], "scenes": scenes, "reports": reports}
    SCENES.write_bytes(gzip.compress(json.dumps(data, separators=(",", ":"), sort_keys=True).encode(), mtime=0))
    folder.cleanup()


if __name__ == "__main__":
    main()
