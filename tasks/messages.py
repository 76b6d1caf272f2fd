"""A Dramatiq message as the scripts push it: queue, Redis id and encoded data."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from dramatiq import Message
from dramatiq.message import get_encoder


class Packed(NamedTuple):
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
    return pack_fields(message.asdict(), **options)


def pack_fields(fields: Mapping[str, Any], **options: Any) -> Packed:
    """The same for a message that is still a mapping, as `pipe_target` holds it."""
    rmid = str(uuid4())
    options = {**fields["options"], **options, "redis_message_id": rmid}
    return Packed(fields["queue_name"], rmid, get_encoder().encode({**fields, "options": options}))
