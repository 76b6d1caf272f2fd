"""Error bodies. Only that of a 404 is recorded; the others follow its shape."""

from starlette.responses import JSONResponse

MESSAGES = {
    400: ("bad request", "err_v0"),
    401: ("Unauthorized", "err_a0"),
    403: ("You do not have permission to access the resource.", "err_f0"),
    404: ("The resource was not found.", "err_nf0"),
    429: ("Too many requests.", "err_r0"),
    500: ("Internal server error.", "err_i0"),
    503: ("The service is unavailable.", "err_u0"),
}


def error_response(status: int, message: str = "", headers: dict[str, str] | None = None) -> JSONResponse:
    """Return an error the way the site words it."""
    known, code = MESSAGES[status]
    error = {"message": message or known, "code": code, "http_status": status, "parameters": []}
    return JSONResponse({"errors": [error]}, status, headers)


class ParameterError(Exception):
    """A query parameter is missing or out of its range."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.name = name
        self.reason = reason


class MissingError(Exception):
    """There is nothing at this address."""
