"""The refusals of the Bot API, one class for each kind."""

from typing import Any


class ApiError(Exception):
    """A request the Bot API refuses."""

    status = 400
    prefix = "Bad Request: "

    def __init__(self, reason: str, **parameters: int) -> None:
        super().__init__(reason)
        self.description = f"{self.prefix}{reason}"
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON that Telegram answers."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class BadRequest(ApiError):
    """The request itself is wrong."""


class Unauthorized(ApiError):
    """The token is not the bot's."""

    status = 401
    prefix = ""


class Forbidden(ApiError):
    """The bot may not do this here."""

    status = 403
    prefix = "Forbidden: "


class NotFound(ApiError):
    """There is no such method or file."""

    status = 404
    prefix = ""


class Conflict(ApiError):
    """Another way of receiving updates is in use."""

    status = 409
    prefix = "Conflict: "


class TooManyRequests(ApiError):
    """The bot must wait before it sends again."""

    status = 429
    prefix = "Too Many Requests: "

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}", retry_after=retry_after)
        self.retry_after = retry_after


class InjectedFault(ApiError):
    """A failure that a test asked for."""

    prefix = ""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        super().__init__(description, **parameters)
        self.status = status
