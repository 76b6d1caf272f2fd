"""The reconciler's eyes: deadlines passed and messages lost. Whoever calls builds the new messages."""

import redis

from connections import PREFIX
from settings import TaskSettings
from tasks.keeping import keep
from tasks.messages import Packed
from tasks.scripts import Scripts, words
from tasks.store import failure_json

QUIET_MS = 60_000
"""A run untouched for this long whose message is nowhere has lost it."""


GRACE_MS = 600_000
"""A group whose time is up gets this long for telling what it has."""


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

    def sweep(self) -> tuple[list[str], list[str]]:
        """(runs ended now, runs whose message is lost). Raises RedisUnavailableError."""
        args = {
            "keep": self._keep,
            "quiet": self._quiet,
            "late": failure_json("deadline"),
            "waited": failure_json("queue-timeout"),
            "grace": GRACE_MS,
        }
        ended, lost = self._scripts.call("sweep", args)
        return words(ended), words(lost)

    def requeue(self, run: str, step: int, message: Packed) -> str:
        """Queue a lost step anew: 'ok', 'drop' when it needs none, 'failed' after the third time."""
        args = {
            "run": run, "step": step, "message": message.head, "keep": self._keep, "lost": failure_json("message-lost"),
        }  # fmt: skip
        return words(self._scripts.call("requeue", args, message.data))[0]
