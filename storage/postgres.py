"""psycopg connections that give up in time, on a server that is frozen or whose packets go nowhere, too.

libpq waits two seconds at least for a connection, and for ever for an answer; the server's own statement_timeout says
nothing when the server says nothing. A connection given up on is closed: its state is unknown.
"""

import asyncio
from collections.abc import Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import waiting

from settings import StorageSettings

T = TypeVar("T")
Wanted = TypeVar("Wanted")

INTERVAL = 0.1
"""Seconds between two looks at the deadline."""
MARGIN = 0.3
"""Seconds the server has for cancelling a late statement itself, which leaves the connection usable."""


def _within(steps: Generator[Wanted, Any, T], seconds: float) -> Generator[Wanted, Any, T]:
    """The same steps. Raises psycopg.OperationalError once `seconds` are over."""
    deadline = monotonic() + seconds
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready and monotonic() > deadline:
                raise psycopg.OperationalError(f"no answer within {seconds:g} s")
            wanted = steps.send(ready)
    except StopIteration as end:
        result: T = end.value
        return result


def connection_class(limits: StorageSettings) -> type[psycopg.Connection[Any]]:
    """A Connection that keeps the limits."""

    class Limited(psycopg.Connection[Any]):
        @classmethod
        def _connect_gen(cls, *args: Any, **kwargs: Any) -> Any:
            return _within(super()._connect_gen(*args, **kwargs), limits.connect_timeout)

        def wait(self, gen: Any, interval: float = INTERVAL, *_: Any, **__: Any) -> Any:
            try:
                return waiting.wait(
                    _within(gen, limits.statement_timeout + MARGIN), self.pgconn.socket, interval=interval
                )
            except psycopg.OperationalError:
                _close_if_busy(self)
                raise

    return Limited


def async_connection_class(limits: StorageSettings) -> type[psycopg.AsyncConnection[Any]]:
    """The same for an event loop. Cancelled, it closes: psycopg would ask the server first, for seconds."""

    class Limited(psycopg.AsyncConnection[Any]):
        @classmethod
        def _connect_gen(cls, *args: Any, **kwargs: Any) -> Any:
            return _within(super()._connect_gen(*args, **kwargs), limits.connect_timeout)

        async def wait(self, gen: Any, interval: float = INTERVAL, *_: Any, **__: Any) -> Any:
            try:
                return await waiting.wait_async(
                    _within(gen, limits.statement_timeout + MARGIN), self.pgconn.socket, interval=interval
                )
            except (psycopg.OperationalError, asyncio.CancelledError):
                _close_if_busy(self)
                raise

    return Limited


def _close_if_busy(connection: "psycopg.Connection[Any] | psycopg.AsyncConnection[Any]") -> None:
    """A statement still under way has no reader any more."""
    if connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
        connection.pgconn.finish()
