"""Parts of an open page, sent again as they change (server-sent events). Without JavaScript a reload does the same."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from errors import RedisUnavailableError
from monitoring.site import Site
from monitoring.views import View

LONGEST_S = 1800.0
"""The browser asks again after that, with fresh tokens for its forms."""
STREAMS = 50
"""Open at the same time, all pages together."""


@dataclass
class Live:
    """Streams of this process."""

    site: Site
    open: int = 0

    async def stream(self, view: View, request: Request) -> Response:
        """The events of one open page."""
        if self.open >= STREAMS:
            return PlainTextResponse("Too many open pages", 503, {"retry-after": "60"})
        return EventSourceResponse(self._events(view, request), ping=20, headers={"x-accel-buffering": "no"})

    async def _events(self, view: View, request: Request) -> AsyncIterator[ServerSentEvent]:
        token, _ = self.site.csrf.token(request)
        sent: dict[str, str] = {}
        end = time.monotonic() + LONGEST_S
        self.open += 1
        try:
            while time.monotonic() < end:
                try:
                    parts = await view.fragments(self.site, request, token)
                except RedisUnavailableError:
                    yield ServerSentEvent(event="away", data="{}")
                except HTTPException:
                    yield ServerSentEvent(event="gone", data="{}")
                    return
                else:
                    changed = {name: html for name, html in parts.items() if sent.get(name) != html}
                    sent = parts
                    yield ServerSentEvent(event="parts", data=json.dumps(changed, ensure_ascii=False))
                await asyncio.sleep(self.site.settings.web.live_seconds)
        finally:
            self.open -= 1
