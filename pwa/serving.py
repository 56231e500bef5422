"""Serving: applications behind uvicorn, in one process or in several, stopped without a loss.

Releases are made by a process behind those that readers talk to (`pwa.web.front`); a preview, and
a platform without sockets of the file system, has one process for all.
"""

import logging
import os
import signal
import socket
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from types import FrameType
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from pwa.errors import Finding, RefusedError
from pwa.logs import LOGGING
from pwa.web.keeper import Keeper
from pwa.web.protocol import Protocol
from pwa.web.together import HTTP

OPTIONS: Final[dict[str, Any]] = {
    # Readers leave no trace with anyone: there is no access log.
    "access_log": False,
    "log_config": LOGGING,
    "log_level": "info",
    "server_header": False,
    # What a proxy says of a reader is of no use here: no answer depends on it.
    "proxy_headers": False,
    "loop": "uvloop",
    "http": Protocol,
    "ws": "none",
    # Seconds. A worker that has only begun does not answer yet, and a busy machine is slow: after
    # uvicorn's five it would be ended, and begun again, without end.
    "timeout_worker_healthcheck": 60,
    # Seconds for what is being sent when the server stops.
    "timeout_graceful_shutdown": 30,
}

# What each of several processes calls, before one that makes releases and without.
FRONT: Final = "pwa.web.keeper:front_from_environment"
WHOLE: Final = "pwa.web.app:app_from_environment"

# Seconds that a connection stays on which nothing is asked, between processes of ours.
KEPT_OPEN: Final = 600

# The first socket that systemd hands over (sd_listen_fds(3)); also how a reload hands on its own.
HANDED_OVER: Final = 3

log = logging.getLogger("pwa")


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files with which a server proves who it is: the chain of certificates, and its key."""

    chain: Path
    key: Path

    def check(self) -> None:
        """Raise RefusedError where these files do not belong together, or cannot be read."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
                self.chain, self.key, lambda: ""
            )
        except (OSError, ssl.SSLError) as error:
            why = f"{self.chain} and {self.key} are no certificate with its key: {error}"
            raise RefusedError(Finding(why)) from error


def origin(host: str, port: int, *, secure: bool = False) -> str:
    """Return the address, without a path, at which a host and port are reached."""
    scheme = "https" if secure else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens: one that is handed over, else a new one.

    Ours and not uvicorn's, which says less of what it cannot bind and leaves with a code of its
    own; one for all processes. Raises RefusedError where that cannot be.
    """
    if os.environ.pop("LISTEN_PID", None) == str(os.getpid()):
        return socket.socket(fileno=HANDED_OVER)
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


def run(
    app: ASGIApp,
    listening: socket.socket,
    keeper: Keeper | None = None,
    *,
    workers: int,
    preview: bool,
    certificate: Certificate | None = None,
) -> None:
    """Serve until told to stop; several workers make their own app, from the environment.

    SIGTERM and SIGINT: what is under way is answered first. SIGHUP: begin again, with the code,
    settings and certificate of now, and no connection refused meanwhile; where these cannot serve,
    go on with those of before. `keeper` has the process that makes releases, if that is another
    one; where that cannot make the first, end as it did.
    """
    # An open page that follows changes would be waited for without end.
    options = OPTIONS | ({"timeout_graceful_shutdown": 2} if preview else {})
    if certificate:
        options |= {"ssl_certfile": certificate.chain, "ssl_keyfile": certificate.key}
    # To be told to stop is no failure: uvicorn raises the signal again when all is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keepers = [keeper] if keeper else []
    try:
        for one in keepers:
            one.keep()
        if workers == 1:
            server = uvicorn.Server(uvicorn.Config(app, **options))
            _run_here(server, listening, keepers, certificate)
        else:
            factory = FRONT if keeper else WHOLE
            config = uvicorn.Config(factory, factory=True, workers=workers, **options)
            _Processes(config, [listening], keepers).run()
    except KeyboardInterrupt:
        pass
    finally:
        _end(keepers)
    if keeper and keeper.code is not None:
        raise SystemExit(keeper.code)


def run_behind(app: ASGIApp, folder: Path) -> None:
    """Answer those who serve readers, on a socket in a folder; whoever had it begun ends it."""
    options = OPTIONS | {"http": "httptools", "log_level": "warning", "date_header": False}
    config = uvicorn.Config(app, uds=str(folder / HTTP), timeout_keep_alive=KEPT_OPEN, **options)
    _Deaf(config).run()


class _Deaf(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Go on: whoever tells all processes to stop tells those who need this one, too."""


class _Processes(Multiprocess):
    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], keepers: list[Keeper]
    ) -> None:
        super().__init__(config, sockets)
        self.keepers = keepers

    def terminate_all(self) -> None:
        """Refuse whoever comes now, instead of having them wait for nobody."""
        for one in self.sockets:
            one.close()
        super().terminate_all()

    def handle_hup(self) -> None:
        """Begin again what makes releases, then who serves them; that before stays till then."""
        before, served = self.keepers.copy(), set(self.processes)
        for successor in (one.successor() for one in before[-1:]):
            if successor is None:
                return
            self.keepers.append(successor)
        super().handle_hup()
        stayed = served & set(self.processes)
        if not stayed:
            self._let_go(before)
        elif stayed == served:
            self._let_go(self.keepers[len(before) :])

    def _let_go(self, keepers: list[Keeper]) -> None:
        """End those whom nobody asks any more."""
        _end(keepers)
        self.keepers[:] = [one for one in self.keepers if one not in keepers]
        for one in self.keepers[-1:]:
            one.lead()


def _end(keepers: list[Keeper]) -> None:
    for one in keepers:
        one.end()


def _run_here(
    server: uvicorn.Server,
    listening: socket.socket,
    keepers: list[Keeper],
    certificate: Certificate | None,
) -> None:
    handed_on: list[int] = []
    trying = Lock()

    def reload(*_: object) -> None:
        Thread(target=hand_on, daemon=True).start()

    def hand_on() -> None:
        with trying:
            if not server.should_exit and _can_follow(keepers, certificate):
                # Now, as the server closes its own: who connects from here on waits for the next.
                handed_on.append(os.dup(listening.fileno()))
                server.should_exit = True

    # In a terminal SIGHUP says that it was closed.
    if not (sys.stdin and sys.stdin.isatty()):
        signal.signal(signal.SIGHUP, reload)
    server.run(sockets=[listening])
    if handed_on:
        _end(keepers)
        _begin_again(handed_on[0])


def _can_follow(keepers: list[Keeper], certificate: Certificate | None) -> bool:
    """Whether what is on disk now can serve; where not, the log says why."""
    try:
        if certificate:
            certificate.check()
        successors = [one.successor() for one in keepers]
    except (RefusedError, OSError) as error:
        log.error("Nothing is begun anew: %s", error)
        return False
    _end([one for one in successors if one])
    return None not in successors


def _begin_again(listening: int) -> None:
    """Run the same command in this process's place, with this socket handed over."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # till it listens to it; an exec keeps that
    os.dup2(listening, HANDED_OVER, inheritable=True)
    os.environ["LISTEN_PID"] = str(os.getpid())
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the command that this process is
