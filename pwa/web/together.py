"""From the process that makes releases to those that readers talk to: all switch together.

It says first what will change, with the pages that readers ask for, and makes the switch when all
have heard that; then they do, each in one step.
"""

import logging
import marshal
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final

from pwa.release.representations import Encoding, RawHeaders
from pwa.web.kept import Facts
from pwa.web.lasting import lasting

# Seconds: how long those who are busy are waited for, and between two tries to reach somebody.
PATIENCE: Final = 1.0
PAUSE: Final = 0.05

# Header fields between the two processes: which encoding is asked for where there are several,
# that this is it, and of which release.
ASKED: Final = b"x-pwa-encoding"
VARIANT: Final = b"x-pwa-variant"
STAMP: Final = b"x-pwa-release"

# The sockets' names in the folder that both know.
HTTP: Final = "http"
SWITCHES: Final = "switches"

_LENGTH: Final = struct.Struct(">I")

# An address in an encoding.
Place = tuple[str, Encoding]

log = logging.getLogger("pwa")


@dataclass(frozen=True, slots=True)
class Switch:
    """From one release to the next: which addresses are not as they were, None where none may be.

    Of `ready`, what is answered is told: headers and body. `stamp` grows from each to the next.
    """

    stamp: int
    gone: tuple[str, ...] | None
    ready: tuple[tuple[str, Encoding, RawHeaders, bytes], ...]
    facts: Facts


class Fronts:
    """Those who are told, at the end of the process that makes releases."""

    def __init__(self, path: Path, hello: Callable[[Iterable[Place]], Switch]) -> None:
        """Listen to whoever comes; `hello` is what they need to hear who have these places."""
        self._hello = hello
        self._lock = Lock()
        self._seats: list[socket.socket] = []
        path.unlink(missing_ok=True)
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(path))
        self._door.listen()
        Thread(target=lasting, args=(self._let_in, Event()), daemon=True).start()

    @contextmanager
    def switching(self, switch: Switch) -> Iterator[None]:
        """Tell of a switch before it is made, wait until all have heard, and have them follow."""
        with self._lock:
            end = time.monotonic() + PATIENCE
            said = _packed((switch.stamp, switch.gone, switch.ready, astuple(switch.facts)))
            self._each(lambda seat: seat.sendall(said))
            self._each(lambda seat: _heard(seat, switch.stamp, end))
            yield
            self._each(lambda seat: seat.sendall(_packed(switch.stamp)))

    def _let_in(self) -> None:
        seat, _ = self._door.accept()
        seat.settimeout(PATIENCE)
        with suppress(OSError, EOFError), ExitStack() as refused:
            refused.callback(seat.close)
            places = _received(seat)
            with self._lock:
                one = self._hello(places)
                seat.sendall(_packed((one.stamp, one.gone, one.ready, astuple(one.facts))))
                seat.sendall(_packed(one.stamp))
                self._seats.append(seat)
                refused.pop_all()

    def _each(self, do: Callable[[socket.socket], object]) -> None:
        """Whoever is gone, or so late that nothing more can be said, is let go."""
        for seat in self._seats.copy():
            try:
                do(seat)
            except (OSError, EOFError):
                self._seats.remove(seat)
                seat.close()


def _heard(seat: socket.socket, stamp: int, end: float) -> None:
    """Wait for the word that a switch was heard of; whoever is late for it makes it later."""
    try:
        while (left := end - time.monotonic()) > 0:
            seat.settimeout(left)
            if _received(seat) >= stamp:
                return
    except TimeoutError:
        log.warning("A process that serves is busy; it is not waited for")
    finally:
        seat.settimeout(PATIENCE)


class Listening:
    """One who is told: `switch` is called in a thread of ours, when it is to be made.

    `places` are what it would like to hear of when it comes. Whoever cannot be reached is tried
    again.
    """

    def __init__(
        self, path: Path, places: Callable[[], list[Place]], switch: Callable[[Switch], object]
    ) -> None:
        """Begin to listen."""
        self._path, self._places, self._switch = path, places, switch
        self._over = Event()
        Thread(target=lasting, args=(self._listen, self._over), daemon=True).start()

    def end(self) -> None:
        """Listen no more: what is told from now on nobody is there for."""
        self._over.set()

    def _listen(self) -> None:
        with suppress(OSError, EOFError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._path))
            line.sendall(_packed(self._places()))
            self._follow(line)
        self._over.wait(PAUSE)

    def _follow(self, line: socket.socket) -> None:
        while not self._over.is_set():
            stamp, gone, ready, facts = _received(line)
            line.sendall(_packed(stamp))
            _received(line)
            if not self._over.is_set():
                self._switch(Switch(stamp, gone, ready, Facts(*facts)))


def _packed(said: Any) -> bytes:  # noqa: ANN401 - what marshal takes
    data = marshal.dumps(said)
    return _LENGTH.pack(len(data)) + data


def _received(line: socket.socket) -> Any:  # noqa: ANN401 - what the other end has packed
    """Both ends are this program, in a folder that is its user's alone."""
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size))
    return marshal.loads(_exactly(line, length))  # noqa: S302


def _exactly(line: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = line.recv(length - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
