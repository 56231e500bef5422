"""Who committed the records: git's word beside the one that a record gives."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pwa.release.git import git

# Of a record, renaming changes nothing: two that are merely alike are two people's words.
_LOG: Final = (
    *("log", "--topo-order", "-z", "--relative", "--name-status", "--format=%x01%aE"),
    *("--find-renames=100%", "--diff-filter=AR", "--", ":(glob)locales/*/records/**"),
)


def is_shallow(root: Path) -> bool:
    """Whether git has but the end of the history here: its first commit seems to add every file."""
    return git(root, "rev-parse", "--is-shallow-repository") == "true"


def committers(root: Path) -> Mapping[str, str]:
    """Return the address of whoever first committed each record file, by its path in `root`.

    As .mailmap has it (gitmailmap(5)). Files that are not committed have none; nor has any where
    there is no git.
    """
    first: dict[str, str] = {}
    now: dict[str, str] = {}  # what a file that was renamed is called today
    for mail, before, path in _added(git(root, *_LOG) or ""):
        name = now.get(path, path)
        if before:
            now[before] = name
        else:
            first[name] = mail
    return first


def _added(log: str) -> Iterator[tuple[str, str, str]]:
    """Yield the author, the path before where it was renamed, and the path; the newest first."""
    mail, fields = "", iter(log.split("\0"))
    for field in fields:
        match field.lstrip("\n")[:1]:
            case "\1":
                mail = field.lstrip("\n\1")
            case "A":
                yield mail, "", next(fields)
            case "R":
                yield mail, next(fields), next(fields)
