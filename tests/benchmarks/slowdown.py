"""A whole browser slowed down, as on a phone.

Chromium's own slowdown (`Emulation.setCPUThrottlingRate`) is for a page's thread alone: asked of a
service worker it answers "Operation is only supported for pages, not workers", and a worker that
has to start has a process of its own. So all processes of the browser are stopped most of the time
instead, its services included.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# Seconds that a slowed browser runs in one go: far less than anything that is measured, and far
# more than the system needs to stop that many threads.
RUN = 0.005


@contextmanager
def slowed(group: int, rate: float) -> Iterator[None]:
    """Let a process group have one in `rate` parts of the time, within this context.

    A process of its own does it: here the rest of a test would be in its way.
    """
    assert group != os.getpgrp(), "that would stop the test"
    command = [sys.executable, __file__, str(group), str(rate)]
    pacer = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert pacer.stdout
        assert pacer.stdout.readline(), "it could not begin"
        yield
    finally:
        pacer.terminate()
        pacer.communicate()


def pace(group: int, rate: float) -> None:
    """Stop and continue a process group until told to end, or whoever asked for it is gone."""
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    # Ahead of what it is to slow down; where that is not allowed, less exactly.
    with suppress(PermissionError):
        os.nice(-15)
    asker = os.getppid()
    print("begun", flush=True)
    while not told and os.getppid() == asker:
        began = time.perf_counter()
        time.sleep(RUN)
        os.killpg(group, signal.SIGSTOP)
        time.sleep((time.perf_counter() - began) * (rate - 1))
        os.killpg(group, signal.SIGCONT)


if __name__ == "__main__":
    pace(int(sys.argv[1]), float(sys.argv[2]))
