"""Connections kept at hand: redis-py's way through its pool costs a worker more than the script itself."""

from collections import deque
from collections.abc import Iterable
from typing import Any

import redis


class Line:
    """Commands over connections of a client's pool that are never given back; one for each thread at work at once.

    A command is sent once more when its connection turns out dead, so only what may be repeated goes this way.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._pool = client.connection_pool
        self._idle: deque[Any] = deque()

    def execute(self, *command: str | bytes | int) -> Any:
        """The raw answer. Raises redis.ConnectionError, redis.TimeoutError, redis.ResponseError."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._pool.get_connection()
        try:
            return self._exchange(connection, command)
        finally:
            self._idle.append(connection)

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


def pack(command: Iterable[str | bytes | int]) -> bytes:
    """A command in Redis' protocol, an array of strings. redis-py's own packing is general, and six times as slow."""
    items = [item if type(item) is bytes else str(item).encode() for item in command]
    parts = [b"$%d\r\n%b\r\n" % (len(item), item) for item in items]
    return b"*%d\r\n%b" % (len(items), b"".join(parts))
