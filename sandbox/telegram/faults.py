"""Failures and delays that a test asks for."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass

from .errors import InjectedFault

_DESCRIPTIONS = {
    400: "Bad Request: injected",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure to come.

    Parameters:
        status: the HTTP status to answer.
        description: what the answer says.
        retry_after: seconds to wait, for 429.
        after: do what was asked first, and lose only the answer.
    """

    status: int
    description: str
    retry_after: int | None = None
    after: bool = False

    def error(self) -> InjectedFault:
        """The failure as an error."""
        return InjectedFault(self.status, self.description, self.retry_after)


class Faults:
    """Failures in store for each method; the method ``*`` stands for all but getUpdates."""

    def __init__(self) -> None:
        self._coming: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._delays: dict[str, float] = {}

    def fail_next(
        self,
        method: str,
        status: int,
        retry_after: int | None = None,
        times: int = 1,
        *,
        description: str | None = None,
        after: bool = False,
    ) -> None:
        """Make the next calls of a method fail."""
        if status == 429 and retry_after is None:
            retry_after = 1
        text = description or _DESCRIPTIONS.get(status, "Injected failure").format(retry_after=retry_after)
        self._coming[method.lower()].extend([Fault(status, text, retry_after, after)] * times)

    def delay(self, method: str, seconds: float) -> None:
        """Make a method slow; 0 seconds ends that."""
        self._delays[method.lower()] = seconds

    def clear(self) -> None:
        """Forget all failures and delays."""
        self._coming.clear()
        self._delays.clear()

    async def slow_down(self, method: str) -> None:
        """Wait as long as the method was made to wait."""
        seconds = max((self._delays.get(name, 0.0) for name in _names(method)), default=0.0)
        if seconds > 0:
            await asyncio.sleep(seconds)

    def take(self, method: str) -> Fault | None:
        """The failure that is due for this call, if any."""
        for name in _names(method):
            if self._coming[name]:
                return self._coming[name].popleft()
        return None


def _names(method: str) -> list[str]:
    return [method.lower()] if method.lower() == "getupdates" else [method.lower(), "*"]
