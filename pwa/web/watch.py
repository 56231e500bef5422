"""What changes on disk is published: content, catalogs, records, settings, static files."""

import logging
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from watchfiles import watch

from pwa.release.dates import COMMITS
from pwa.site import engine_root
from pwa.web.published import Published

# The folders of a site, and of the engine, that a release is made of.
FOLDERS = ("content", "locales", "static", "manifest", "templates")

# Milliseconds: editors write a file in several steps; these are waited for, and no longer.
# Once a second the watch looks up, and sees whether its folders are still the same.
OPTIONS: Final[dict[str, Any]] = {
    "debounce": 400, "step": 10, "watch_filter": None,
    "rust_timeout": 1000, "yield_on_timeout": True,
}  # fmt: skip

# Seconds before a watch that broke off begins again.
PAUSE = 5

log = logging.getLogger("pwa")


@asynccontextmanager
async def watching(published: Published) -> AsyncIterator[None]:
    """Renew what is published after each change on disk, within this context."""
    stop = Event()
    # Daemons: a server that is made to quit does not come back to stop them.
    threads = [
        Thread(target=_publish_changes, args=(published, stop), daemon=True),
        Thread(target=published.finish, args=(stop,), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            await run_in_threadpool(thread.join)


def _publish_changes(published: Published, stop: Event) -> None:
    for changed in changes(published.root, stop):
        published.renew(changed)


def changes(root: Path, stop: Event) -> Iterator[frozenset[Path] | None]:
    """Yield what changed in a site until `stop` is set, whatever becomes of its folders.

    None where that may be anything: each time that a watch stands, which saw nothing before.
    """
    while not stop.is_set():
        try:
            yield from _changes_in_place(root, stop)
        except Exception:
            log.exception("The watch over %s broke off; it begins again", root)
            stop.wait(PAUSE)


def _changes_in_place(root: Path, stop: Event) -> Iterator[frozenset[Path] | None]:
    """Watch the folders there are, until there are others."""
    folders = _folders(root)
    is_standing = False
    for changed in watch(*folders, **OPTIONS, stop_event=stop):
        if not is_standing:
            yield None
        elif changed:
            yield frozenset(Path(path) for _, path in changed)
        is_standing = True
        # One that was removed and made again may have its number again; its end was an event.
        if _folders(root) != folders or any(Path(path) in folders for _, path in changed):
            return


def _folders(root: Path) -> dict[Path, tuple[int, int]]:
    """The folders there are, with what tells them from others at the same paths.

    And what git writes with each commit: a section's day of change follows from it.
    """
    watched = (*folders_of(root), root.resolve() / COMMITS)
    return {path: (s.st_dev, s.st_ino) for path in watched if (s := _stat(path))}


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def folders_of(root: Path) -> Iterable[Path]:
    """Return the folders of a site, and of the engine, that a release is made of."""
    for base in dict.fromkeys((root.resolve(), engine_root())):
        yield from (base / name for name in FOLDERS)
