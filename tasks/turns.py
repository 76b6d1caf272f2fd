"""Turns of periodic jobs: one a minute however many schedulers there are, and when a job was last done."""

import redis

from connections import PREFIX

TERMS = "terms"
"""The part of the clean-up that the bot does when nobody else has."""


class Turns:
    """Claims and marks on one client. Methods raise redis.RedisError."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def claim(self, job: str, minute: str, message: str, keep_s: float) -> bool:
        """Whether `message` may do the job of this minute: the first one may, and again when it is redelivered.

        `keep_s`: longer than a message may wait for its worker.
        """
        key = f"{PREFIX}turn:{job}:{minute}"
        if self._client.set(key, message, nx=True, px=int(keep_s * 1000)):
            return True
        return self._client.get(key) == message.encode()

    def done(self, job: str, at_ms: int) -> None:
        """The job was done at this moment."""
        self._client.set(done_key(job), at_ms)


def done_key(job: str) -> str:
    """Where the moment of a job's last end stands, in Unix milliseconds."""
    return f"{PREFIX}done:{job}"
