"""The Lua scripts by name: each one atomic change, loaded once, sent by its hash."""

import json
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import NoScriptError

from connections import BROKER_NAMESPACE, PREFIX, REDIS_AWAY
from errors import RedisUnavailableError
from measures.catalogue import (
    BULK_MATCHES_ENDED,
    REST,
    SECONDS,
    STEP_SECONDS,
    TASK_SECONDS,
    TASKS_ENDED,
    TASKS_MISTAKES,
    TASKS_RETRIED,
    TASKS_STARTED,
    bound_text,
)
from measures.places import WINDOW_MS, WINDOW_TERM_MS
from tasks.scripts.line import Line

FOLDER = Path(__file__).parent
PLAIN = ("begin", "advance")
"""The two that every step pays for take plain arguments; the others take JSON."""
SHARED = ("prelude", "starting", "groups", "endings")
"""What every script begins with."""
NAMES = (
    *PLAIN,
    "submit",
    "finish",
    "retrying",
    "progress",
    "cancel",
    "sweep",
    "requeue",
    "settle",
    "charge",
    "promote",
    "spread",
    "pausing",
)
KEYS = {
    "ended": TASKS_ENDED,
    "mistake": TASKS_MISTAKES,
    "match": BULK_MATCHES_ENDED,
    "started": TASKS_STARTED,
    "retried": TASKS_RETRIED,
    "task": TASK_SECONDS,
    "step": STEP_SECONDS,
}
BOUNDS = ",".join(f"'{bound_text(bound)}'" for bound in SECONDS)
MEASURES = (
    f"local MEASURES = {{window = {WINDOW_MS}, term = {WINDOW_TERM_MS}, rest = '{REST}', "
    + ", ".join(f"{name} = '{metric.key}'" for name, metric in KEYS.items())
    + f", bounds = function() return {{{BOUNDS}}} end}}\n"
)
"""Names and bounds of what scripts count, as measures/ has them."""
REFUSED = "MISCONF"
"""Redis can't write its file and takes no writes; redis-py has no exception of its own for it."""


class Scripts:
    """Calls of the scripts on one client, sent by hash, sent whole when a restarted server has forgotten them.

    `patient`: for workers, whose scripts may be repeated; they go over connections kept for them.
    """

    def __init__(self, client: redis.Redis, *, patient: bool = False) -> None:
        self._sources = {name: source(name) for name in NAMES}
        self._hashes = {name: sha1(text.encode()).hexdigest() for name, text in self._sources.items()}
        # Not redis-py's Script: its bookkeeping costs as much as the script.
        self._execute = Line(client).execute if patient else client.execute_command

    def call(self, name: str, args: Mapping[str, Any], *blobs: str | bytes) -> list[Any]:
        """Run a script with JSON arguments; answers are lists of bytes, numbers and lists. Raises as `send`."""
        return list(self.send(name, json.dumps(args), *blobs))

    def send(self, name: str, *args: str | bytes | int) -> Any:
        """Run a script with plain arguments. Raises RedisUnavailableError."""
        try:
            try:
                return self._execute("EVALSHA", self._hashes[name], 0, *args)
            except NoScriptError:
                return self._execute("EVAL", self._sources[name], 0, *args)
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error
        except redis.ResponseError as error:
            if str(error).startswith(REFUSED):
                raise RedisUnavailableError(str(error)) from error
            raise


def source(name: str) -> str:
    """The whole text of a script: names of the keys and measures, what all share, its own part."""
    parts = (*SHARED, name) if name in PLAIN else (*SHARED, "arguments", name)
    names = f"local P, NS = '{PREFIX}', '{BROKER_NAMESPACE}'\n"
    return names + MEASURES + "\n".join((FOLDER / f"{part}.lua").read_text() for part in parts)


def words(answer: list[Any]) -> list[str]:
    """The answer's items as text."""
    return [item.decode() if isinstance(item, bytes) else str(item) for item in answer]
