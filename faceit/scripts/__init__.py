"""The Lua scripts of this package, each one atomic change in Redis."""

from pathlib import Path

import redis
from redis.commands.core import Script

HERE = Path(__file__).parent


def script(client: redis.Redis, name: str) -> Script:
    """The script `name`.lua bound to a client: called by its hash, loaded again when the server forgot it."""
    return client.register_script((HERE / f"{name}.lua").read_text(encoding="utf-8"))
