"""A Dramatiq message as the scripts push it: queue, Redis id and encoded data."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from dramatiq import Message


@dataclass(frozen=True)
class Packed:
    """A message ready to be queued by a script."""

    queue: str
    rmid: str
    data: bytes

    @property
    def head(self) -> dict[str, Any]:
        """What goes into the script's JSON; the data follows as its own argument."""
        return {"queue": self.queue, "rmid": self.rmid}


def pack(message: "Message[Any]", **options: Any) -> Packed:
    """Encode `message` the way Dramatiq's Redis broker enqueues it: with a Redis id of its own, and more `options`."""
    rmid = str(uuid4())
    encoded = message.copy(options={**options, "redis_message_id": rmid}).encode()
    return Packed(message.queue_name, rmid, encoded)
