"""Serving the stand-in: in the foreground, or in a thread for tests."""

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette

HOST = "127.0.0.1"


class Server(uvicorn.Server):
    """A uvicorn that lets waiting pollers and pages go when it stops."""

    def __init__(self, app: Starlette, log_level: str = "warning") -> None:
        config = uvicorn.Config(
            app,
            host=HOST,
            log_level=log_level,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        super().__init__(config)
        self.loop: asyncio.AbstractEventLoop | None = None
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Remember the loop, then listen."""
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End long polls and event streams, then everything else."""
        self._app.state.world.close()
        await super().shutdown(sockets)


def listen(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 picks a free one."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    return listener
