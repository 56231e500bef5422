"""Files written so that nobody ever finds half of one."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

# What is being written has names of this kind; and, in seconds, how long nobody writes at one.
BEGINNING: Final = "."
END: Final = ".part"
LONG: Final = 60 * 60


def write_whole(path: Path, data: bytes, *, synced: bool = False, parents: bool = True) -> bool:
    """Write a file whole or not at all; return False where it has these bytes already.

    The bytes go to a name of their own beside it, which takes its place at once (POSIX, rename):
    several processes may be writing the same. Everybody may read it. `synced` has file and
    folder on the disk before it returns, for what must outlive a power failure. Without `parents`
    its folder has to be there.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    if parents:
        path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=BEGINNING, suffix=END, delete=False) as file:
        part = Path(file.name)
        try:
            file.write(data)
            file.flush()
            if synced:
                os.fsync(file.fileno())
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    if synced:
        _sync(path.parent)
    return True


def sweep(folder: Path) -> None:
    """Remove what somebody was writing anywhere in a folder, long ago, and was killed meanwhile."""
    for path in folder.rglob(f"{BEGINNING}*{END}"):
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - LONG:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
