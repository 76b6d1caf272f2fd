"""The stand-in as a server in a thread, for tests and the demo."""

import logging
import socket
import threading
from types import TracebackType
from typing import Any, Self

import uvicorn

from sandbox.faceit.app import create_app, create_league
from sandbox.faceit.calls import BASE
from sandbox.faceit.control import change_options
from sandbox.faceit.league import League
from sandbox.faceit.options import Options
from sandbox.faceit.progress import advance

HOST = "127.0.0.1"


class FaceitStandIn:
    """A FACEIT Data API on this machine.

    Parameters:
        league: whom and what it knows; the league of seed 7, as of now, by default
        options: latency, limits and faults to begin with
        port: where it listens; 0 takes a free one
    """

    def __init__(self, league: League | None = None, options: Options | None = None, port: int = 0) -> None:
        self.league = league or create_league()
        self.app = create_app(self.league, options)
        self.gate = self.app.state.gate
        self._port = port
        self._server: uvicorn.Server | None = None
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def root(self) -> str:
        """Address of the server, under which ``/control`` is."""
        if self._socket is None:
            raise RuntimeError("the stand-in is not running")
        return f"http://{HOST}:{self._socket.getsockname()[1]}"

    @property
    def url(self) -> str:
        """Base address of the API, ``/data/v4`` included."""
        return self.root + BASE

    def start(self) -> Self:
        """Listen, and return once calls are answered."""
        # The protocol is given so that the event loop turns Nagle's delay off, which costs 40 ms a call.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, self._port))
        config = uvicorn.Config(
            self.app,
            lifespan="off",
            ws="none",
            log_config=None,
            log_level=logging.CRITICAL,  # answers cut short on purpose are no news
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="faceit-stand-in", daemon=True
        )
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the stand-in did not start")
            self._thread.join(0.01)
        return self

    def stop(self) -> None:
        """Stop listening and wait for the thread."""
        if self._server is None or self._thread is None or self._socket is None:
            return
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
        self._server = self._thread = self._socket = None

    def configure(self, **changes: Any) -> None:
        """Set some options, such as ``latency_ms=0`` or ``faults=[{"kind": "503", "times": 2}]``."""
        change_options(self.gate, changes)

    def reset(self) -> None:
        """Put the options back to those of the start and forget every call."""
        self.gate.restart()

    def calls(self) -> dict[str, Any]:
        """Return the log of calls, as ``/control/calls`` does."""
        summary: dict[str, Any] = self.gate.log.summary()
        return summary

    def advance(self, match_id: str, at: int | None = None) -> str:
        """Move a match to its next status and return it."""
        return advance(self.league, self.league.matches[match_id], self.league.clock() if at is None else at)

    def rename(self, player_id: str, nickname: str) -> None:
        """Give a player another nickname; the id stays."""
        self.league.rename(player_id, nickname)
