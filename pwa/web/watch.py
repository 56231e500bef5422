"""What changes on disk is published: content, catalogs, records, settings, static files."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from anyio.to_thread import run_sync
from watchfiles import awatch

from pwa.site import engine_root
from pwa.web.published import Published

# The folders of a site, and of the engine, that a release is made of.
FOLDERS = ("content", "locales", "static", "manifest", "templates")

# Milliseconds: editors write a file in several steps; these are waited for, and no longer.
OPTIONS: Final[dict[str, Any]] = {"debounce": 400, "step": 30, "watch_filter": None}


@asynccontextmanager
async def watching(published: Published) -> AsyncIterator[None]:
    """Renew what is published after each change on disk, within this context."""
    task = asyncio.create_task(_watch(published))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch(published: Published) -> None:
    """Watch the folders there are; begin anew when one of them appears or goes."""
    while True:
        folders = _folders(published.root)
        moved = asyncio.Event()
        roots = asyncio.create_task(_watch_roots(published.root, folders, moved))
        try:
            await _watch_folders(published, folders, moved)
        finally:
            roots.cancel()


async def _watch_folders(published: Published, folders: list[Path], stop: asyncio.Event) -> None:
    """Renew after each change, and once when the watch stands: it saw nothing before."""
    is_standing = False
    changes = awatch(*folders, **OPTIONS, stop_event=stop, rust_timeout=1000, yield_on_timeout=True)
    async for changed in changes:
        if changed or not is_standing:
            await run_sync(published.renew)
        is_standing = True


async def _watch_roots(root: Path, folders: list[Path], moved: asyncio.Event) -> None:
    """Tell when other folders are there than those being watched."""
    async for _ in awatch(root, **OPTIONS, recursive=False):
        if _folders(root) != folders:
            moved.set()


def _folders(root: Path) -> list[Path]:
    return [path for path in _candidates(root) if path.is_dir()]


def _candidates(root: Path) -> Iterable[Path]:
    for base in dict.fromkeys((root.resolve(), engine_root())):
        yield from (base / name for name in FOLDERS)
