"""Work of a thread that is never over: what nobody foresaw is logged, and does not end it."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Final

# Seconds before what broke off is tried again.
PAUSE: Final = 1.0

log = logging.getLogger("pwa")


def lasting(step: Callable[[], object], over: Event) -> None:
    """Take a step again and again, until it is over."""
    while not over.is_set():
        try:
            step()
        except Exception:
            log.exception("Something unforeseen; what goes on behind answers is tried again")
            over.wait(PAUSE)
