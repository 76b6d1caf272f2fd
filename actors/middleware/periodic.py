"""What the scheduler sends is done once: of two for one minute the second is dropped, and what comes too late."""

from datetime import UTC, datetime
from typing import Any

import redis
import structlog
from dramatiq import Broker
from dramatiq.middleware import SkipMessage
from periodiq import PeriodiqMiddleware

from tasks.turns import Turns

SPARE_S = 600
"""Redeliveries and clocks that differ."""

log = structlog.get_logger(__name__)


class Periodic(PeriodiqMiddleware):  # type: ignore[misc]
    """Periodiq's own knows neither a second scheduler nor a limit a job: options `periodic` and `skip_delay` (s)."""

    actor_options = frozenset({"periodic", "skip_delay"})

    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self._turns = turns

    def before_process_message(self, broker: Broker, message: Any) -> None:
        """Skip a message that is late or second. One sent by hand (without a minute) always goes through."""
        scheduled = message.options.get("scheduled_at")
        if scheduled is None:
            return
        moment = datetime.fromisoformat(scheduled).astimezone(UTC)
        job = message.actor_name
        late = (datetime.now(UTC) - moment).total_seconds()
        patience = float(broker.get_actor(job).options["skip_delay"])
        if late > patience:
            log.info("maintenance.late", job=job, seconds=round(late))
            raise SkipMessage(f"{job}: {late:.0f} s late")
        try:
            first = self._turns.claim(job, f"{moment:%Y-%m-%dT%H:%M}", message.message_id, patience + SPARE_S)
        except redis.RedisError as error:
            # Every job may be done twice; not at all is worse.
            log.warning("maintenance.unclaimed", job=job, error=type(error).__name__)
            return
        if not first:
            log.info("maintenance.second", job=job)
            raise SkipMessage(f"{job}: done for this minute")
