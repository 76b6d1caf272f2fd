"""A real HTTP server on loopback that gives prepared answers and records what it was asked."""

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

RECORDED = Path(__file__).parents[1] / "recorded"


def recorded(name: str) -> dict[str, Any]:
    """A recorded body by its file's name without the ending."""
    body: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    return body


@dataclass(frozen=True)
class Given:
    """An answer. `delay` seconds before it, `drip` seconds between its bytes; `cut` closes the connection instead."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    cut: bool = False
    length: int | None = None

    @property
    def raw(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class Server:
    """Gives the answers in `queue` first, then whatever `default` says for the path."""

    def __init__(self) -> None:
        self.queue: deque[Given] = deque()
        self.default: Callable[[str], Given] = lambda _path: Given()
        self.paths: list[str] = []
        self.times: list[float] = []
        self.authorization: set[str] = set()
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the library)
                pass

        class Listener(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self._http = Listener(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/data/v4"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.times.append(time.time())
            self.paths.append(handler.path.removeprefix("/data/v4"))
            self.authorization.add(handler.headers.get("Authorization", ""))
            given = self.queue.popleft() if self.queue else self.default(self.paths[-1])
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            time.sleep(given.delay)
        finally:
            with self._lock:
                self._at_once -= 1
        if given.cut:
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        handler.send_response(given.status)
        for name, value in given.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(given.raw) if given.length is None else given.length))
        handler.end_headers()
        if given.drip:
            for byte in given.raw:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(given.drip)
        else:
            handler.wfile.write(given.raw)
        if given.length is not None:
            handler.close_connection = True


def busiest_second(times: list[float]) -> int:
    """The most moments within any window of one second (half open)."""
    ordered = sorted(times)
    most = start = 0
    for end, moment in enumerate(ordered):
        while moment - ordered[start] >= 1.0:
            start += 1
        most = max(most, end - start + 1)
    return most
