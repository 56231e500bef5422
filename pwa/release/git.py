"""What git knows of a site, asked of the command; None where there is no git or no repository."""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path


def git(root: Path, *arguments: str) -> str | None:
    """Return what git says to a command, run in the folder `root`."""
    said = _run(root, arguments)
    return None if said is None else said.decode("utf-8", "replace").strip()


def blobs(root: Path, commits: Sequence[str], paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each of the files (paths in `root`) that a commit has, with its content there."""
    asked = [(commit, path) for commit in commits for path in paths]
    lines = "".join(f"{commit}:./{path}\n" for commit, path in asked)
    rest = _run(root, ["cat-file", "--batch"], lines.encode()) or b""
    for _, path in asked:
        head, _, rest = rest.partition(b"\n")
        if not head.endswith(b" missing") and head:
            size = int(head.rpartition(b" ")[2])
            yield path, rest[:size]
            rest = rest[size + 1 :]


def _run(root: Path, arguments: Sequence[str], given: bytes | None = None) -> bytes | None:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
