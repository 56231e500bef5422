"""An edition's date: that of its newest input, so that the same input gives the same bytes."""

import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path


def edition_date(root: Path, inputs: Iterable[str], environ: Mapping[str, str]) -> str:
    """Return the date (ISO 8601, UTC) of the newest of the inputs, folders under `root`.

    SOURCE_DATE_EPOCH (reproducible-builds.org) decides; else git's date of the last commit that
    touched them; else, where they are changed or git does not know them, the newest mtime.
    """
    if environ.get("SOURCE_DATE_EPOCH", "").isdecimal():
        return _iso(int(environ["SOURCE_DATE_EPOCH"]))
    paths = [path for path in inputs if (root / path).exists()]
    return _iso(_committed(root, paths) or _modified(root, paths))


def _committed(root: Path, paths: list[str]) -> int | None:
    if _git(root, "status", "--porcelain", "--", *paths) != "":
        return None
    date = _git(root, "log", "-1", "--format=%ct", "--", *paths)
    return int(date) if date else None


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, None where there is no git or no repository."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _modified(root: Path, paths: list[str]) -> int:
    files = (file for path in paths for file in [root / path, *(root / path).rglob("*")])
    return int(max((file.stat().st_mtime for file in files if file.is_file()), default=0))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
