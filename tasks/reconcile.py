"""The reconciler's eyes: deadlines passed and messages lost. Whoever calls builds the new messages."""

from typing import NamedTuple

import redis

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError
from settings import TaskSettings
from tasks.keeping import keep
from tasks.messages import Packed
from tasks.scripts import Scripts, words
from tasks.store import failure_json

QUIET_MS = 60_000
"""A run untouched for this long whose message is nowhere has lost it."""


GRACE_MS = 600_000
"""A group whose time is up gets this long for telling what it has."""

NOTE_DELAYED = "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'delayed', ARGV[1]) end return 0"


class Swept(NamedTuple):
    """Ids of runs: ended by their deadline, to be queued anew, ended because somebody took their message out, and

    those that somebody more urgent has joined while nobody has lifted them yet, those whose records can't be read.
    """

    ended: list[str]
    lost: list[str]
    removed: list[str]
    wanted: list[str]
    unread: list[str]


class Sweeper:
    """Ends what passed its deadline and finds what has no message. Safe to run in several processes at once."""

    def __init__(self, client: redis.Redis, settings: TaskSettings, *, quiet_ms: int = QUIET_MS) -> None:
        self._client = client
        self._scripts = Scripts(client)
        self._keep = keep(settings)
        self._quiet = quiet_ms

    def claim(self, every_s: float) -> bool:
        """Whether it is this process' turn: one sweep in `every_s` seconds for all processes together."""
        return bool(self._client.set(f"{PREFIX}sweep", "1", nx=True, px=int(every_s * 1000)))

    def sweep(self) -> Swept:
        """What had to be done, and what the caller has to queue anew. Raises RedisUnavailableError."""
        args = {
            "keep": self._keep,
            "quiet": self._quiet,
            "late": failure_json("deadline"),
            "waited": failure_json("queue-timeout"),
            "removed": failure_json("removed", ours=False),
            "grace": GRACE_MS,
        }
        return Swept(*(words(ids) for ids in self._scripts.call("sweep", args)))

    def requeue(self, run: str, step: int, message: Packed) -> str:
        """Queue a lost step anew: 'ok', 'drop' when it needs none, 'failed' after the third time."""
        args = {
            "run": run, "step": step, "message": message.head, "keep": self._keep, "lost": failure_json("message-lost"),
        }  # fmt: skip
        return words(self._scripts.call("requeue", args, message.data))[0]


def note_delayed(client: redis.Redis, run: str, step: int, seq: int, rmid: str) -> None:
    """Remember the copy on the delay queue for attempt `seq` of a step: if it vanishes, somebody took it out.

    Raises RedisUnavailableError.
    """
    try:
        client.eval(NOTE_DELAYED, 1, f"{PREFIX}run:{run}", f"{step}.{seq}:{rmid}")
    except REDIS_AWAY as error:
        raise RedisUnavailableError(str(error)) from error
