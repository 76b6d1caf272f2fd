"""A view is a page made of parts; each part can be sent anew on its own while the page is open."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from errors import RedisUnavailableError
from monitoring.language import spoken
from monitoring.site import Site, Words
from texts.catalogue import has_text

Values = dict[str, Any]
MAX_PAGE = 100_000
AGAIN_S = 5
"""A page that found Redis away looks again so soon."""


@dataclass(frozen=True)
class View:
    """`name` is the entry of the menu that is lit, `parts` are templates below `parts/`, `load` fills them all."""

    name: str
    parts: tuple[str, ...]
    load: Callable[[Site, Request], Awaitable[Values]]

    async def page(self, site: Site, request: Request) -> Response:
        """The whole page; a plain one with 503 while Redis is away."""
        try:
            values = await self.load(site, request)
        except RedisUnavailableError:
            return away(site, request, self.name)
        live = request.url.path.replace("/admin", "/admin/live", 1)
        query = f"?{request.url.query}" if request.url.query else ""
        return site.render(
            request, "view.html", view=self, menu=self.name, notice=notice(request), live=live + query, **values
        )

    async def fragments(self, site: Site, request: Request, token: str) -> dict[str, str]:
        """HTML of every part by its name. Raises RedisUnavailableError."""
        values = await self.load(site, request)
        return {part: site.fill(request, f"parts/{part}.html", token, **values) for part in self.parts}


def away(site: Site, request: Request, menu: str = "", *, full: bool = False) -> Response:
    """What is shown while Redis does not answer, which then looks again by itself, or is too `full` to write."""
    again = request.method == "GET" and not full
    return site.render(request, "away.html", 503, menu=menu, full=full, again_s=AGAIN_S if again else 0)


def notice(request: Request) -> str:
    """What an act that led here has done, in words; empty when none did. Only known words are ever shown."""
    done, number = request.query_params.get("done", ""), request.query_params.get("n", "")
    language = spoken(request)
    if not done or not has_text(language, f"web-done-{done}"):
        return ""
    return Words(language).text(f"web-done-{done}", n=int(number) if number.isdecimal() and len(number) < 9 else 0)


def page_number(request: Request) -> int:
    """`page` of the address, from 1. Raises 400 when it is none."""
    given = request.query_params.get("page", "1")
    number = int(given[:9]) if given.isascii() and given.isdigit() else 0
    if not 1 <= number <= MAX_PAGE or len(given) > 9:
        raise HTTPException(400, "page must be a number from 1")
    return number
