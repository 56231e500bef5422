"""Pages made by several processes at once, onto the shelf that they share.

Rendering is Python, and one process renders on one core. They are forked, so that none of them has
to read anything; but only while there is one thread: a lock that another one holds would never be
let go of. Whatever they leave undone is made when it is asked for.
"""

import gc
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.process import BaseProcess
from typing import Final

from pwa.errors import PwaError
from pwa.release.representations import Representation
from pwa.release.shelf import Shelf

# Fewer are made before processes have begun.
MANY: Final = 500


def begin_making(pages: Sequence[Representation], shelf: Shelf) -> list[BaseProcess]:
    """Return processes that make all of the pages; none where that would not help."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    can_fork = "fork" in get_all_start_methods() and threading.active_count() == 1
    if not (shelf.is_shared and can_fork) or len(pages) < MANY or cores < 2:
        return []
    context = get_context("fork")
    size = -(-len(pages) // cores)
    # One after the other as they stand: pages of a language have much in common.
    shares = [pages[start : start + size] for start in range(0, len(pages), size)]
    makers = [context.Process(target=_make, args=(one, shelf), daemon=True) for one in shares]
    for maker in makers:
        maker.start()
    return list(makers)


def _make(pages: Sequence[Representation], shelf: Shelf) -> None:
    # A page leaves no garbage, and to look for some is to write on what the processes share.
    gc.disable()
    shelf.reopen()
    parent = os.getppid()
    # What cannot be made, whoever asks for it is told.
    with suppress(PwaError):
        for one in pages:
            one.content.make_sure()
            if os.getppid() != parent:
                return
    shelf.settle()
