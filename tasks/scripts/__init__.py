"""The Lua scripts by name: each one atomic change, loaded once, sent by its hash."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import redis
from redis.commands.core import Script

from connections import BROKER_NAMESPACE, PREFIX
from errors import RedisUnavailableError

FOLDER = Path(__file__).parent
NAMES = (
    "submit",
    "begin",
    "advance",
    "finish",
    "retrying",
    "progress",
    "cancel",
    "sweep",
    "requeue",
    "settle",
    "promote",
)


class Scripts:
    """Calls of the scripts on one client. redis-py sends the hash and reloads after NOSCRIPT."""

    def __init__(self, client: redis.Redis) -> None:
        prelude = (FOLDER / "prelude.lua").read_text()
        self._scripts: dict[str, Script] = {
            name: client.register_script(prelude + (FOLDER / f"{name}.lua").read_text()) for name in NAMES
        }

    def call(self, name: str, args: Mapping[str, Any], *blobs: str | bytes) -> list[Any]:
        """Run a script; answers are lists of bytes, numbers and lists. Raises RedisUnavailableError."""
        try:
            answer = self._scripts[name](keys=[PREFIX, BROKER_NAMESPACE], args=[json.dumps(dict(args)), *blobs])
        except (redis.ConnectionError, redis.TimeoutError) as error:
            raise RedisUnavailableError(str(error)) from error
        except redis.ResponseError as error:
            if str(error).startswith(("OOM", "MISCONF", "READONLY", "LOADING", "MASTERDOWN")) or "OOM command" in str(
                error
            ):
                raise RedisUnavailableError(str(error)) from error
            raise
        return list(answer)


def words(answer: list[Any]) -> list[str]:
    """The answer's items as text."""
    return [item.decode() if isinstance(item, bytes) else str(item) for item in answer]
