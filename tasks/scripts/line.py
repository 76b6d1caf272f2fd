"""Connections kept at hand: redis-py's way through its pool costs a worker more than the script itself."""

import threading
import weakref
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from typing import Any

import redis

WAIT_S = 20.0
"""For a connection that others have in use."""


class Line:
    """Commands over connections of a client's pool that it keeps while it lives; one for each thread at work at once.

    At most half of the pool's, so that others find one. A command is sent once more when its
    connection turns out dead, so only what may be repeated goes this way.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._pool = client.connection_pool
        self._most = max(1, self._pool.max_connections // 2)
        self._idle: SimpleQueue[Any] = SimpleQueue()
        self._taken = 0
        self._taking = threading.Lock()
        weakref.finalize(self, _give_back, self._pool, self._idle).atexit = False

    def execute(self, *command: str | bytes | int) -> Any:
        """The raw answer. Raises redis.ConnectionError, redis.TimeoutError, redis.ResponseError."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._another()
        try:
            return self._exchange(connection, command)
        finally:
            self._idle.put(connection)

    def _another(self) -> Any:
        with self._taking:
            more = self._taken < self._most
            self._taken += more
        if more:
            try:
                return self._pool.get_connection()
            except BaseException:
                with self._taking:
                    self._taken -= 1
                raise
        try:
            return self._idle.get(timeout=WAIT_S)
        except Empty:
            raise redis.ConnectionError("No connection available.") from None

    @staticmethod
    def _exchange(connection: Any, command: tuple[str | bytes | int, ...]) -> Any:
        packed = [pack(command)]
        try:
            try:
                connection.send_packed_command(packed)
                return connection.read_response()
            except redis.ConnectionError:
                # The server was restarted or has closed an idle connection: sending opens it anew.
                connection.disconnect()
                connection.send_packed_command(packed)
                return connection.read_response()
        except redis.ResponseError:
            raise
        except BaseException:
            # Interrupted (a time limit): the answer may still come, and nobody must read it as his own.
            connection.disconnect()
            raise


def _give_back(pool: Any, idle: "SimpleQueue[Any]") -> None:
    while not idle.empty():
        pool.release(idle.get_nowait())


def pack(command: Iterable[str | bytes | int]) -> bytes:
    """A command in Redis' protocol, an array of strings. redis-py's own packing is general, and six times as slow."""
    items = [item if type(item) is bytes else str(item).encode() for item in command]
    parts = [b"$%d\r\n%b\r\n" % (len(item), item) for item in items]
    return b"*%d\r\n%b" % (len(items), b"".join(parts))
