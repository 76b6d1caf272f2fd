"""A record of every call of the Bot API."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One call and its answer.

    Parameters:
        time: Unix time of the answer.
        method: the method's name as called.
        params: what was sent, decoded.
        status: the HTTP status answered.
        description: the refusal's text; empty if the call succeeded.
        seconds: how long the answer took.
    """

    time: float
    method: str
    params: dict[str, Any]
    status: int
    description: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The entry as plain data."""
        return asdict(self)


class RequestLog:
    """The last calls, oldest first."""

    def __init__(self, size: int) -> None:
        self._entries: deque[LoggedRequest] = deque(maxlen=size)

    def add(self, entry: LoggedRequest) -> None:
        """Keep an entry."""
        self._entries.append(entry)

    def entries(self, method: str | None = None) -> list[LoggedRequest]:
        """All entries, or those of one method."""
        return [entry for entry in self._entries if method is None or entry.method.lower() == method.lower()]

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()
