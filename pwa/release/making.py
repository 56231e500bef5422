"""Pages made by several processes at once, onto the shelf that they share.

Rendering is Python, and one process renders on one core. They are forked, so that none of them has
to read anything; but only while there is one thread: a lock that another one holds would never be
let go of. Whatever they leave undone is made when it is asked for.

To use what they share is to count it, and so to have a copy of it: each makes some pages and ends,
so that all of them together never hold much more than there is.
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

# How many a process makes at most, about those of a language in a large publication.
SHARE: Final = 1000


def begin_making(pages: Sequence[Representation], shelf: Shelf) -> list[BaseProcess]:
    """Return processes that make all of the pages; none where that would not help."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    can_fork = "fork" in get_all_start_methods() and threading.active_count() == 1
    if not (shelf.is_shared and can_fork) or len(pages) < MANY or cores < 2:
        return []
    turns = -(-len(pages) // (cores * SHARE))
    size = -(-len(pages) // (cores * turns))
    # One after the other as they stand: pages of a language have much in common.
    shares = [pages[start : start + size] for start in range(0, len(pages), size)]
    context = get_context("fork")
    makers = [
        context.Process(target=_make_in_turn, args=(shares[core::cores], shelf), daemon=True)
        for core in range(cores)
    ]
    for maker in makers:
        maker.start()
    return list(makers)


def _make_in_turn(shares: Sequence[Sequence[Representation]], shelf: Shelf) -> None:
    # A page leaves no garbage, and to look for some is to write on what the processes share.
    gc.disable()
    parent = os.getppid()
    for pages in shares:
        maker = os.fork()
        if not maker:
            try:
                _make(pages, shelf)
            finally:
                os._exit(0)
        os.waitpid(maker, 0)
        if os.getppid() != parent:
            return


def _make(pages: Sequence[Representation], shelf: Shelf) -> None:
    shelf.reopen()
    parent = os.getppid()
    # What cannot be made, whoever asks for it is told.
    with suppress(PwaError):
        for one in pages:
            one.content.make_sure()
            if os.getppid() != parent:
                return
    shelf.settle()
