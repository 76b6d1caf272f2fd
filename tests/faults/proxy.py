"""A TCP proxy between two real parts: cuts, refuses, stalls and delays what passes. For tests."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

HOST = "127.0.0.1"
CHUNK = 65536


class Proxy:
    """Listens on a free port of loopback and passes bytes to `target`, a port of loopback; from any thread.

    Connections that are stalled keep their bytes; nothing is lost but by `cut`, `refuse` and the end.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.accepted = 0
        """Connections taken so far."""
        self._delay = 0.0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._thread = threading.Thread(target=self._loop.run_forever, name=f"proxy-{target}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.allow()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> int:
        """Reset every connection there is; how many there were."""
        return self._do(self._cut)

    def refuse(self) -> None:
        """Refuse new connections until `allow`, and reset those there are."""
        self._do(self._refuse)

    def allow(self) -> None:
        """Take connections again."""
        self._wait(self._listen())

    def stall(self) -> None:
        """Let nothing through until `flow`; connections stay and new ones are taken."""
        self._do(self._flowing.clear)

    def flow(self) -> None:
        """Let everything through again, what was held back first."""
        self._do(self._flowing.set)

    def delay(self, seconds: float) -> None:
        """Hold every piece of data back so long, in each direction; 0 ends that."""
        self._delay = seconds

    def calm(self) -> None:
        """End all faults."""
        self.delay(0)
        self.flow()
        self.allow()

    def _do(self, act: Callable[[], T]) -> T:
        """On the loop, where connections are."""

        async def run() -> T:
            return act()

        return self._wait(run())

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        if self._server is not None:
            return
        self._server = await asyncio.start_server(self._serve, HOST, self.port, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]

    def _refuse(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        self._cut()

    def _cut(self) -> int:
        pairs = len(self._writers) // 2
        for writer in list(self._writers):
            _reset(writer)
        return pairs

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self.target)
        except OSError:
            _reset(writer)
            return
        pair = {writer, far_writer}
        self._writers |= pair
        try:
            await asyncio.wait(
                [
                    asyncio.ensure_future(self._pump(reader, far_writer)),
                    asyncio.ensure_future(self._pump(far_reader, writer)),
                ]
            )
        except asyncio.CancelledError:
            # The proxy ends: asyncio would report this connection's task as broken.
            return
        finally:
            self._writers -= pair
            for one in pair:
                one.close()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK):
                if self._delay:
                    await asyncio.sleep(self._delay)
                await self._flowing.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            return
        finally:
            sink.close()

    async def _end(self) -> None:
        self._refuse()
        self._flowing.set()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with an RST, as a machine that has lost the connection: no orderly end, nothing sent after it."""
    raw: socket.socket | None = writer.get_extra_info("socket")
    if raw is not None and raw.fileno() >= 0:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()
