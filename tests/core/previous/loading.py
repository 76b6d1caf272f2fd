"""Scenes of `scenes.json.gz` put into a server, their times moved as if the release had ended a moment ago."""

import base64
import gzip
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

SCENES = Path(__file__).with_name("scenes.json.gz")
AGO_MS = 15_000
"""The time between two releases: long enough for a worker's heartbeat to be an old one, and for a short backoff."""
TIMES = {"created", "touched", "started", "deadline", "step_started", "ended", "retry_at"}
"""Fields of records that hold a moment in ms."""


@dataclass(frozen=True)
class Scene:
    """One state of things: tasks by a word for each, and the state each must come to."""

    tasks: dict[str, str]
    wanted: dict[str, str]
    at: int
    keys: dict[str, dict[str, Any]]


def read() -> tuple[dict[str, Scene], dict[str, dict[str, Any]]]:
    """The scenes by name; the reports of that release by kind."""
    data = json.loads(gzip.decompress(SCENES.read_bytes()))
    return {name: Scene(**found) for name, found in data["scenes"].items()}, data["reports"]


def load(client: redis.Redis, scene: Scene) -> None:
    """Write every key of a scene into an empty database."""
    later = int(time.time() * 1000) - scene.at - AGO_MS
    for key, found in scene.keys.items():
        WRITERS[found["type"]](client, key, found["value"], later)
        if found["life"] > 0:
            client.pexpire(key, found["life"])


def _raw(text: str) -> bytes:
    return base64.b64decode(text)


def _string(client: redis.Redis, key: str, value: str, _later: int) -> None:
    client.set(key, _raw(value))


def _hash(client: redis.Redis, key: str, value: dict[str, str], later: int) -> None:
    fields = {_raw(name): _raw(data) for name, data in value.items()}
    if key.endswith(".msgs"):
        fields = {rmid: json.dumps(_moved(json.loads(data), later)).encode() for rmid, data in fields.items()}
    elif key.startswith(("faceit_bot:run:", "faceit_bot:task:")):
        moved = {name for name in fields if name.decode() in TIMES and fields[name]}
        fields |= {name: str(int(fields[name]) + later).encode() for name in moved}
    client.hset(key, mapping=fields)  # type: ignore[arg-type]


def _moved(message: dict[str, Any], later: int) -> dict[str, Any]:
    """A message, and the ones that follow it, that much later."""
    options = dict(message["options"])
    if "eta" in options:
        options["eta"] += later
    if "pipe_target" in options:
        options["pipe_target"] = _moved(options["pipe_target"], later)
    return {**message, "message_timestamp": message["message_timestamp"] + later, "options": options}


def _list(client: redis.Redis, key: str, value: list[str], _later: int) -> None:
    client.rpush(key, *map(_raw, value))


def _set(client: redis.Redis, key: str, value: list[str], _later: int) -> None:
    client.sadd(key, *map(_raw, value))


def _zset(client: redis.Redis, key: str, value: list[list[Any]], later: int) -> None:
    timed = key.endswith((":deadlines", ":recent", "__heartbeats__"))
    client.zadd(key, {_raw(member): score + (later if timed else 0) for member, score in value})


def _stream(client: redis.Redis, key: str, value: dict[str, Any], _later: int) -> None:
    for name, fields in value["entries"]:
        client.xadd(key, {_raw(field): _raw(data) for field, data in fields.items()}, id=name)
    for group in value["groups"]:
        client.xgroup_create(key, group["name"], id="0")
        for name, consumer in group["pending"]:
            given: Any = client.xreadgroup(group["name"], consumer, {key: ">"}, count=1)
            assert given[0][1][0][0].decode() == name
        client.xgroup_setid(key, group["name"], group["last"])


WRITERS: dict[str, Callable[[redis.Redis, str, Any, int], None]] = {
    "string": _string,
    "hash": _hash,
    "list": _list,
    "set": _set,
    "zset": _zset,
    "stream": _stream,
}
