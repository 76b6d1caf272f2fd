"""Ports for what is started on loopback."""

import socket


def free_port() -> int:
    """A port nobody has now, and no one else who asks at this moment is given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
