"""Ports of this machine, and what is said at them."""

import re
import socket


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def is_closed(port: int) -> bool:
    """Whether nobody answers at a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def until_closed(connection: socket.socket) -> bytes:
    """All that is answered until the other end closes, but for the date."""
    parts = iter(lambda: connection.recv(65536), b"")
    return re.sub(rb"(?m)^date: .*\r\n", b"", b"".join(parts))
