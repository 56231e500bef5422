"""What a release keeps on disk, in a folder that may be thrown away."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from pwa.assets import Asset


def write_assets(assets: Iterable[Asset], folder: Path) -> Path:
    """Write files under their hashed names and return the folder.

    A file that is there already is right: its name holds its hash. Files of earlier releases
    stay, for readers who are on their pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for one in assets:
        path = folder / one.name
        if not path.exists():
            _write(path, one.data)
    return folder


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: several workers may be writing the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.close()
            os.chmod(file.name, 0o644)  # noqa: PTH101 - the file is known by its name
            os.replace(file.name, path)  # noqa: PTH105
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(file.name)  # noqa: PTH108
            raise
