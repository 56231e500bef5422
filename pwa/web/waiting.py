"""A worker process that cannot start waits until it can.

Its supervisor would start it again without end, and meanwhile the others go on serving.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TypeVar

from pwa.errors import PwaError
from pwa.web.watch import PAUSE, changes

log = logging.getLogger("pwa")

Made = TypeVar("Made")


def patiently(root: Path, make: Callable[[], Made]) -> Made:
    """Return what `make` makes of a site, after as many changes on disk as that takes.

    Raises KeyboardInterrupt when the process is told to end. For the main thread alone.
    """
    changed, told = changes(root, Event()), ""
    with ending_when_told():
        while True:
            try:
                return make()
            except Exception as error:
                told = _tell(error, told)
                # Findings are about what is watched; a full disk, say, is not.
                if isinstance(error, PwaError):
                    next(changed)
                else:
                    time.sleep(PAUSE)


def _tell(error: Exception, told: str) -> str:
    """Log what is wrong unless it was told last; return what is told now."""
    wrong = str(error)
    if wrong != told:
        is_fault = not isinstance(error, PwaError)
        log.error("This worker waits until it can start:\n%s", wrong, exc_info=is_fault)
    return wrong


@contextmanager
def ending_when_told() -> Iterator[None]:
    """Let signals end the process: a server's handlers wait for what is not serving yet."""
    handler = signal.default_int_handler
    before = {told: signal.signal(told, handler) for told in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for told, was in before.items():
            signal.signal(told, was)
