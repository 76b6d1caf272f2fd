"""Acts that need a second press: kept in Redis for some minutes, taken out by the press that does them."""

import json
from dataclasses import asdict, dataclass
from typing import cast

import redis

from connections import PREFIX
from tasks.ids import new_id

MINUTES = 5


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
        """Keep an offer; gives its id."""
        name = new_id()
        self._client.set(_key(name), json.dumps(asdict(offer)), ex=MINUTES * 60)
        return name

    def take(self, name: str) -> AdminOffer | None:
        """The offer, for one press only; None when it is taken or too old."""
        data = cast(bytes | None, self._client.getdel(_key(name)))
        return AdminOffer(**json.loads(data)) if data else None


def _key(name: str) -> str:
    return f"{PREFIX}admin:offer:{name}"
