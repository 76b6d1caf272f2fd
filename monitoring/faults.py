"""What a page says when something is in the way: in the asker's language, without a word of what is inside."""

from collections.abc import Awaitable, Callable
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from connections import is_full
from errors import BotError, PermanentError, RedisUnavailableError
from monitoring.site import Site
from monitoring.views import away
from tasks.errors import UnknownTaskError

Handler = Callable[[Request, Exception], Awaitable[Response]]


def handlers(site: Site) -> dict[type[Exception], Handler]:
    """For Starlette: by kind of exception."""

    async def out_of_reach(request: Request, error: Exception) -> Response:
        if not of_admin(request):
            words = "Redis is full." if is_full(error) else "Redis does not answer."
            return PlainTextResponse(words, 503, {"retry-after": "10"})
        return away(site, request, full=is_full(error))

    async def refused(request: Request, error: Exception) -> Response:
        known = cast(BotError, error)
        status = 404 if isinstance(known, UnknownTaskError) else 409
        return site.render(
            request, "error.html", status, menu="", status=status, code=known.code, args=known.args_for_text(), words=""
        )

    async def http(request: Request, error: Exception) -> Response:
        known = cast(HTTPException, error)
        if not of_admin(request):
            return PlainTextResponse(known.detail, known.status_code, known.headers)
        return site.render(
            request, "error.html", known.status_code, menu="", status=known.status_code, code="", args={},
            words=known.detail,
        )  # fmt: skip

    return {RedisUnavailableError: out_of_reach, PermanentError: refused, HTTPException: http}


def of_admin(request: Request) -> bool:
    """Whether it is one of our own pages that failed."""
    return request.url.path.startswith("/admin/")
