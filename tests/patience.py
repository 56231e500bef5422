"""Waiting for what somebody else is about to do."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

# In seconds: far more than anything here takes; a passing test does not wait for it.
PATIENCE = 30.0
A_MOMENT = 0.02


def eventually(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds; fail when it does not within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(A_MOMENT)


def until(page: Page, condition: str) -> None:
    """Wait until a JavaScript expression is true in a page.

    Playwright's own wait_for_function looks a second time with eval, which our pages' Content
    Security Policy forbids (script-src without 'unsafe-eval', CSP 3 §8.2): it works as long as the
    first look is enough.
    """
    eventually(lambda: page.evaluate(condition))
