"""Files written so that nobody ever finds half of one."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


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
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
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


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
