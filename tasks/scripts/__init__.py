"""The Lua scripts by name: each one atomic change, loaded once, sent by its hash."""

import json
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import NoScriptError

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


REFUSALS = ("OOM", "MISCONF", "READONLY", "LOADING", "MASTERDOWN")


class Scripts:
    """Calls of the scripts on one client, sent by hash, sent whole when a restarted server has forgotten them."""

    def __init__(self, client: redis.Redis) -> None:
        prelude = (FOLDER / "prelude.lua").read_text()
        self._client = client
        self._sources = {name: prelude + (FOLDER / f"{name}.lua").read_text() for name in NAMES}
        self._hashes = {name: sha1(source.encode()).hexdigest() for name, source in self._sources.items()}

    def call(self, name: str, args: Mapping[str, Any], *blobs: str | bytes) -> list[Any]:
        """Run a script; answers are lists of bytes, numbers and lists. Raises RedisUnavailableError."""
        try:
            try:
                return self._run("EVALSHA", self._hashes[name], args, blobs)
            except NoScriptError:
                return self._run("EVAL", self._sources[name], args, blobs)
        except (redis.ConnectionError, redis.TimeoutError) as error:
            raise RedisUnavailableError(str(error)) from error
        except redis.ResponseError as error:
            if str(error).startswith(REFUSALS) or "OOM command" in str(error):
                raise RedisUnavailableError(str(error)) from error
            raise

    def _run(self, command: str, script: str, args: Mapping[str, Any], blobs: tuple[str | bytes, ...]) -> list[Any]:
        # Not redis-py's Script: its bookkeeping costs as much as the script.
        answer = self._client.execute_command(  # type: ignore[no-untyped-call]
            command, script, 2, PREFIX, BROKER_NAMESPACE, json.dumps(args), *blobs
        )
        return list(answer)


def words(answer: list[Any]) -> list[str]:
    """The answer's items as text."""
    return [item.decode() if isinstance(item, bytes) else str(item) for item in answer]
