"""Asking for a picture: a message to the drawing actor, by its name."""

from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker

from connections import BROKER_NAMESPACE, redis_client
from pipelines.plans import Queue
from settings import Settings
from tasks.pictures import PictureName

ACTOR = "pictures.draw"
QUEUE = Queue.DEFAULT
"""Cards go first: a picture must never hold back an analysis that somebody waits for."""

KINDS = {
    "match_analysis": ("match",),
    "player_performance": ("form", "maps"),
    "team_analysis": ("team_maps",),
    "user_analytics": ("user_form", "heat_map", "user_maps"),
}
"""Pictures of a report by task type, in the order they are sent."""

ALL_KINDS = tuple(kind for kinds in KINDS.values() for kind in kinds)


class PictureRequests:
    """Blocking, thread-safe. `ask` raises redis errors."""

    def __init__(self, settings: Settings) -> None:
        client = redis_client("command", "tasks", settings)
        self._broker = RedisBroker(client=client, namespace=BROKER_NAMESPACE, middleware=[])  # type: ignore[no-untyped-call]
        # Nobody looks at it any more by then.
        self._age_ms = int(settings.pictures.wait_seconds * 2000)

    def ask(self, name: PictureName) -> None:
        """Queue the drawing of one picture."""
        message: Message[None] = Message(
            queue_name=QUEUE,
            actor_name=ACTOR,
            args=(name.run, name.kind, name.language, name.side),
            kwargs={},
            options={"max_age": self._age_ms, "max_retries": 0},
        )
        self._broker.enqueue(message)
