"""Acts that need a second press: kept in Redis for some minutes, taken out by the press that does them.

While Redis is full nothing can be kept there, and a clean-up is what makes room: the button then carries the offer.
"""

import json
import re
import time
from dataclasses import asdict, dataclass
from typing import cast

import redis
import redis.exceptions

from connections import PREFIX
from tasks.ids import new_id

MINUTES = 5
NAME = re.compile(r"[a-z0-9]{1,16}|[0-9a-f]{1,10}\.[a-z]{1,2}\.[0-9]{1,4}\.[a-z0-9]{0,16}", re.ASCII)
"""An id, or an offer spelled out: when it was made (s, hexadecimal), what, hours, task. Of Telegram's 64 bytes 40."""

SHORT = {"c": "clean-up", "r": "retry-failed", "a": "cancel-active", "d": "delete", "df": "delete-failed"}


@dataclass(frozen=True)
class AdminOffer:
    """What the press will do: `clean-up`, `retry-failed`, `cancel-active`, `delete` or `delete-failed`.

    For what is of the last `hours`, or older; `delete` for a `task`.
    """

    what: str
    hours: float = 0
    task: str = ""


class AdminOffers:
    """Methods raise redis.RedisError."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def put(self, offer: AdminOffer) -> str:
        """Keep an offer; gives its name for the button, which says all when Redis is full."""
        name = new_id()
        try:
            self._client.set(_key(name), json.dumps(asdict(offer)), ex=MINUTES * 60)
        except redis.exceptions.OutOfMemoryError:
            return spelled(offer, time.time())
        return name

    def take(self, name: str) -> AdminOffer | None:
        """The offer, for one press only; None when it is taken or too old. One spelled out is never taken."""
        if "." in name:
            return read(name, time.time())
        data = cast(bytes | None, self._client.getdel(_key(name)))
        return AdminOffer(**json.loads(data)) if data else None


def spelled(offer: AdminOffer, now: float) -> str:
    """An offer made `now` (Unix s) as a button carries it."""
    short = next(short for short, what in SHORT.items() if what == offer.what)
    return f"{int(now):x}.{short}.{round(offer.hours)}.{offer.task}"


def read(name: str, now: float) -> AdminOffer | None:
    """The offer that a button carries; None when it is none or too old."""
    made, short, hours, task = name.split(".")
    if short not in SHORT or not 0 <= now - int(made, 16) <= MINUTES * 60:
        return None
    return AdminOffer(SHORT[short], float(hours), task)


def _key(name: str) -> str:
    return f"{PREFIX}admin:offer:{name}"
