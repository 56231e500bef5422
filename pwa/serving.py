"""Serving: the application behind uvicorn, in one process or in several."""

import signal
import socket
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from pwa.errors import Finding, RefusedError

# Readers leave no trace with anyone: there is no access log.
OPTIONS: Final[dict[str, Any]] = {
    "access_log": False,
    "server_header": False,
    "log_level": "info",
    "loop": "uvloop",
    "http": "httptools",
    # Seconds. A worker that has only begun does not answer yet, and a busy machine is slow: after
    # uvicorn's five it would be ended, and begun again, without end.
    "timeout_worker_healthcheck": 60,
}

# What each of several processes calls: see `pwa.web.app`.
FACTORY: Final = "pwa.web.app:app_from_environment"


def origin(host: str, port: int) -> str:
    """Return the address, without a path, at which a host and port are reached."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises RefusedError where that cannot be.

    Ours and not uvicorn's, which says less of what it cannot bind and leaves with a code of its
    own; one for all processes.
    """
    is_v6 = ":" in host
    try:
        return socket.create_server(
            (host, port),
            family=socket.AF_INET6 if is_v6 else socket.AF_INET,
            dualstack_ipv6=is_v6 and socket.has_dualstack_ipv6(),
        )
    except (OSError, UnicodeError) as error:
        # The address, which `socket` repeats behind the reason, is told already.
        why = str(getattr(error, "strerror", error)).partition(" (")[0]
        advice = "name a free port with --port, an address of this machine with --host"
        raise RefusedError(
            Finding(f"cannot serve on {host}, port {port}: {why}; {advice}")
        ) from error


def run(app: ASGIApp, listening: socket.socket, *, workers: int, preview: bool) -> None:
    """Serve until told to stop; several workers make their own app, from the environment."""
    # An open page that follows changes would be waited for without end.
    options = OPTIONS | ({"timeout_graceful_shutdown": 1} if preview else {})
    # To be told to stop is no failure: uvicorn raises the signal again when all is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if workers == 1:
            uvicorn.Server(uvicorn.Config(app, **options)).run(sockets=[listening])
        else:
            config = uvicorn.Config(FACTORY, factory=True, workers=workers, **options)
            Multiprocess(config, sockets=[listening]).run()
    except KeyboardInterrupt:
        pass
