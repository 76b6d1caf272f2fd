"""Workers that were asked for and do not beat: a platform that was told a number does not say who has died since."""

import structlog

STARTING_S = 180.0
"""From the wish for a worker to its first heartbeat a deploying platform may take so long."""

log = structlog.get_logger(__name__)


class Missing:
    """Since when each group has had fewer workers than were asked for."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def there(self, group: str, now: float, asked: int, alive: int) -> int:
        """Workers to reckon with: those asked for, or those that beat once the others have been missed for too long.

        `now` in seconds of a clock that only goes forward.
        """
        if alive >= asked:
            self._since.pop(group, None)
            return asked
        if now - self._since.setdefault(group, now) < STARTING_S:
            return asked
        log.warning("autoscale.workers_missing", group=group, asked=asked, alive=alive)
        return alive

    def asked_anew(self, group: str) -> None:
        """They get their time to come up again."""
        self._since.pop(group, None)
