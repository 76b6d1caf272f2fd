"""/metrics, behind the same sign-in as the pages or a token of its own."""

from functools import partial

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from errors import RedisUnavailableError
from measures import reading
from monitoring.exposition import Scrape, exposition
from monitoring.site import Site


class Metrics:
    """The scrape."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def scrape(self, _: Request) -> Response:
        """Prometheus' text; 503 while Redis is away, so that nobody takes silence for zeros."""
        site = self._site
        try:
            found = Scrape(
                now=await site.numbers.snapshot(),
                totals=await site.threads.run(partial(reading.totals, site.client)),
            )
        except RedisUnavailableError:
            return PlainTextResponse("Redis does not answer.", 503)
        return Response(exposition(found), media_type=CONTENT_TYPE_PLAIN_0_0_4)
