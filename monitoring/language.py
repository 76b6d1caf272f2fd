"""Which language a page speaks: asked for in the address, then remembered, then what the browser prefers."""

from starlette.requests import Request
from starlette.responses import Response

from texts import Language, language_of

COOKIE = "faceit_lang"
YEAR_S = 365 * 24 * 3600


def named(value: str | None) -> Language | None:
    """The language of that name, if there is one."""
    if value == "ru":
        return "ru"
    return "en" if value == "en" else None


def spoken(request: Request) -> Language:
    """The language to answer in."""
    asked = named(request.query_params.get("lang")) or named(request.cookies.get(COOKIE))
    if asked is not None:
        return asked
    preferred = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return language_of(preferred)


def remember(request: Request, response: Response) -> None:
    """Keep a language that was asked for in the address."""
    asked = named(request.query_params.get("lang"))
    if asked is not None:
        response.set_cookie(
            COOKIE,
            asked,
            max_age=YEAR_S,
            path="/admin",
            samesite="lax",
            httponly=True,
            secure=request.url.scheme == "https",
        )
