"""Processes that serve the same site switch to a release together, when all of them have it."""

import fcntl
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

# Seconds: how long the others are waited for, who may be busy or ahead, and between two looks.
PATIENCE: Final = 1.0
PAUSE: Final = 0.002


class Meeting:
    """A folder in which each process has a file that says what it is ready to serve.

    A file is locked for as long as its process lives (flock(2)), so that nobody waits for the dead.
    Where that cannot be, each goes on alone.
    """

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        """Take a seat, silently."""
        self._folder = folder
        self._patience = patience
        self._own = folder / token_hex(8)
        self._seat = -1
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._seat = os.open(self._own, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._seat, fcntl.LOCK_EX)

    def wait(self, ready: str) -> None:
        """Say what this process is ready for, and wait until the others are, or long enough."""
        with suppress(OSError):
            os.ftruncate(self._seat, 0)
            os.pwrite(self._seat, ready.encode(), 0)
            _until(lambda: self._are_ready(ready), self._patience)

    def leave(self) -> None:
        """Wait for nobody any more, and be waited for by nobody."""
        with suppress(OSError):
            self._own.unlink(missing_ok=True)
            os.close(self._seat)

    def _are_ready(self, ready: str) -> bool:
        others = [path for path in self._folder.iterdir() if path != self._own]
        return all(path.read_text() == ready for path in others if _is_taken(path))


def _is_taken(seat: Path) -> bool:
    """Whether somebody sits there; what the dead have left is cleared away."""
    with seat.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        seat.unlink(missing_ok=True)
    return False


def _until(holds: Callable[[], bool], patience: float) -> None:
    end = time.monotonic() + patience
    while not holds() and time.monotonic() < end:
        time.sleep(PAUSE)
