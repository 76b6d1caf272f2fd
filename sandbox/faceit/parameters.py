"""Query parameters and their ranges."""

from starlette.requests import Request

from sandbox.faceit.errors import ParameterError


def whole(request: Request, name: str, default: int, low: int, high: int) -> int:
    """Return a whole number from the query.

    Raises:
        ParameterError: it is not one, or out of its range
    """
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError:
        raise ParameterError(name, "must be a whole number") from None
    if not low <= value <= high:
        raise ParameterError(name, f"must be between {low} and {high}")
    return value


def page(request: Request, last_offset: int) -> tuple[int, int]:
    """Return offset and limit: 20 a page, 1 to 100."""
    return whole(request, "offset", 0, 0, last_offset), whole(request, "limit", 20, 1, 100)


def span(request: Request, until: int) -> tuple[int, int]:
    """Return the times ``from`` and ``to``, in whatever unit the endpoint has, up to ``until`` by default."""
    return whole(request, "from", 0, 0, 10**15), whole(request, "to", until, 0, 10**15)


def required(request: Request, name: str) -> str:
    """Return a text from the query.

    Raises:
        ParameterError: it is missing
    """
    text = request.query_params.get(name, "")
    if not text:
        raise ParameterError(name, "is required")
    return text
