"""/healthz and /readyz for whoever restarts and routes: no sign-in, so no names and nothing of what is inside."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from errors import RedisUnavailableError
from monitoring.site import Site
from pipelines.overview.model import Snapshot
from pipelines.overview.thresholds import Thresholds, thresholds


def reasons(now: Snapshot, limits: Thresholds) -> list[dict[str, Any]]:
    """Why work would not get done, as codes with the queue they are about. What an admin paused is no reason."""
    found: list[dict[str, Any]] = []
    for one in now.queues:
        queue, most = str(one.queue), limits.queue_age_s[one.queue]
        if not one.consumers:
            found.append({"code": "no-consumer", "queue": queue})
        if not one.paused and one.oldest_s is not None and one.oldest_s > most:
            found.append({"code": "queue-old", "queue": queue, "seconds": round(one.oldest_s), "limit": round(most)})
    return found


class Health:
    """Both answers."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._limits = thresholds(site.settings)

    async def alive(self, _: Request) -> Response:
        """The process answers: nothing else is asked."""
        return JSONResponse({"alive": True}, headers={"cache-control": "no-store"})

    async def ready(self, _: Request) -> Response:
        """Redis answers, each queue has a consumer and nobody waits too long; else 503 and why not."""
        try:
            found = reasons(await self._site.numbers.snapshot(), self._limits)
        except RedisUnavailableError:
            found = [{"code": "redis-unavailable"}]
        headers = {"cache-control": "no-store"}
        return JSONResponse({"ready": not found, "reasons": found}, 503 if found else 200, headers)
