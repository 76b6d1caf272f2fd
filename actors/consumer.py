"""A Redis broker whose consumer leaves alone what a script has acknowledged already."""

from typing import Any

from dramatiq.brokers.redis import RedisBroker, _RedisConsumer


class RunConsumer(_RedisConsumer):
    """Saves the round trip for messages acknowledged inside the script that closed their step."""

    def ack(self, message: Any) -> None:
        """Acknowledge, unless done."""
        if getattr(message, "settled", False):
            self.queued_message_ids.discard(message.message_id)
        else:
            super().ack(message)  # type: ignore[no-untyped-call]


class RunBroker(RedisBroker):
    """Dramatiq's Redis broker with that consumer."""

    @property
    def consumer_class(self) -> type[RunConsumer]:
        """The consumer's class."""
        return RunConsumer
