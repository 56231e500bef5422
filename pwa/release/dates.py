"""An edition's date: that of its newest input, so that the same input gives the same bytes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pwa.errors import Finding, SiteError
from pwa.release.git import git
from pwa.source.publication import Section

EPOCH: Final = "SOURCE_DATE_EPOCH"

# What git adds a line to with each commit that is checked out (git-reflog).
COMMITS: Final = ".git/logs/HEAD"

# The last second of the year 9999: ISO 8601 has four digits for a year.
LATEST: Final = 253_402_300_799


def edition_date(
    root: Path, inputs: Iterable[str], environ: Mapping[str, str], *, without: Sequence[str] = ()
) -> str:
    """Return the date (ISO 8601, UTC) of the newest of the inputs, folders under `root`.

    Files in them that a pattern of `without` names are none; its `*` is within one folder.
    SOURCE_DATE_EPOCH (reproducible-builds.org) decides; else git's date of the last commit that
    touched them; else, where they are changed or git does not know them, the newest mtime.
    Raises SiteError where SOURCE_DATE_EPOCH is no moment, as its specification asks for.
    """
    given = _given(environ)
    if given is not None:
        return _iso(given)
    paths = [path for path in inputs if (root / path).exists()]
    passed_over = [f":(exclude,glob){pattern}" for pattern in without]  # gitglossary, pathspec
    committed = _committed(root, [*paths, *passed_over])
    return _iso(committed or _modified(root, paths, without))


def change_days(root: Path, sections: Iterable[Section]) -> dict[str, str]:
    """Return the day (ISO 8601, UTC) on which each section's file changed last, by its id.

    Git's date of the first commit that made it what it is, asked about all files at once; else the
    mtime. What `git revert` brings back has the day that it had: the page is the same again.
    SOURCE_DATE_EPOCH moves with every commit: with it, each would change every section's page.
    """
    committed = _commits(root, "content")

    def day(file: str) -> str:
        return _iso(committed.get(file) or _modified(root, [file]))[:10]

    return {section.id: day(section.file) for section in sections}


def last_commit(root: Path) -> tuple[int, int]:
    """Return what tells whether another commit is checked out than before; zeros without git."""
    with suppress(OSError):
        found = (root / COMMITS).stat()
        return found.st_size, found.st_mtime_ns
    return 0, 0


def _given(environ: Mapping[str, str]) -> int | None:
    """The moment in seconds since 1970 that the environment gives; None where it gives none."""
    epoch = environ.get(EPOCH, "")
    if not epoch:
        return None
    if not re.fullmatch("[0-9]{1,12}", epoch) or int(epoch) > LATEST:
        advice = f"give seconds since 1970, at most {LATEST}"
        raise SiteError(Finding(f"{EPOCH} is {epoch[:20]!r}; {advice}"))
    return int(epoch)


def _commits(root: Path, folder: str) -> dict[str, int]:
    """When each file of a folder became what it is, without those that changed since."""
    below = ("-z", "--no-renames", "--relative")
    log = git(root, "log", "--format=%ct", "--raw", "--no-abbrev", *below, "--", folder)
    changed = git(root, "diff", "--name-only", *below, "HEAD", "--", folder)
    if log is None or changed is None:
        return {}
    newest: dict[str, str] = {}
    found: dict[str, int] = {}
    date, blob = 0, ""
    # A commit's date, the newest first; then for each of its files `:modes blobs status` and name.
    for item in filter(None, map(str.strip, log.split("\0"))):
        if item.isdecimal():
            date = int(item)
        elif item.startswith(":"):
            blob = item.split()[3]
        elif newest.setdefault(item, blob) == blob:
            found[item] = date
    return {file: date for file, date in found.items() if file not in changed.split("\0")}


def _committed(root: Path, paths: list[str]) -> int | None:
    if git(root, "status", "--porcelain", "--", *paths) != "":
        return None
    date = git(root, "log", "-1", "--format=%ct", "--", *paths)
    return int(date) if date else None


def _modified(root: Path, paths: list[str], without: Sequence[str] = ()) -> int:
    files = {file for path in paths for file in [root / path, *(root / path).rglob("*")]}
    files -= {file for pattern in without for file in root.glob(pattern)}
    return int(max((file.stat().st_mtime for file in files if file.is_file()), default=0))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
