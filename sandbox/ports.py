"""Ports for what is started on loopback."""

import random
import socket

BELOW_EPHEMERAL = range(20_000, 32_000)
"""Linux gives outgoing connections ports from 32,768 on, others from 49,152: no such takes one of these meanwhile."""


def free_port() -> int:
    """A port nobody has now; who asks at the same moment is hardly given the same. Raises OSError: all are taken."""
    for _ in range(100):
        port = random.choice(BELOW_EPHEMERAL)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port on 127.0.0.1")
