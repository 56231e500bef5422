"""The release as plain files in a folder, for any static host."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from pwa.disk import write_whole
from pwa.errors import Finding, RefusedError
from pwa.export.compressed import siblings
from pwa.export.earlier import PACK, current_packs, from_earlier
from pwa.export.files import exported_files, is_immutable
from pwa.export.order import stages
from pwa.release.release import Release
from pwa.release.shelf import Shelf
from pwa.site import Site

# What the last export wrote, so that the next can take away what is no longer published.
LIST = ".pwa-export.json"

# The folders of a site that its releases are made of: pages written there would be content.
_INPUTS = ("content", "locales", "static", "manifest", "templates")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: files written, left as they were, and taken away."""

    written: int
    kept: int
    removed: int


def export(
    release: Release,
    folder: Path,
    *,
    today: str,
    precompressed: bool = False,
    shelf: Shelf | None = None,
) -> Exported:
    """Write the release into a folder: a new one, an earlier export, or one of hidden files alone.

    Pages that are no longer published are taken away; files that never change under their
    address stay for one more export, for readers who are on pages that name them; packs, while
    patches lead from them. `precompressed` puts siblings in Brotli and gzip beside them, as good as
    our own server sends, for hosts that send these; those on the `shelf` are not made again. All of
    that is in memory at once: in which order it is written is known by all names together.

    Raises RefusedError, with nothing touched, where the folder holds something else, or cannot be
    trusted to hold what the last export wrote.
    """
    last = _last(folder)
    files = dict(exported_files(release, today=today))
    _refuse_links(folder, files.keys() | last.files | last.old)
    files |= from_earlier(release, lambda name: _read(folder / name), last.packs)
    files |= siblings(folder, files, shelf or Shelf()) if precompressed else {}
    # Told before it is done: an export that is cut short can be done again in the same folder.
    _list(folder, last.files | files.keys(), last.old, last.packs)
    # A host may be serving the folder: what is named comes before what names it.
    there = {name for name in last.files if (folder / name).is_file()}
    order = [name for stage in stages(files, there) for name in stage]
    written = sum(write_whole(folder / name, files[name]) for name in order)
    stale = last.files - files.keys()
    old = {name for name in stale if is_immutable(name)}
    removed = sum(_remove(folder / name) for name in (stale - old) | (last.old - files.keys()))
    packs = dict.fromkeys((*current_packs(release), *last.packs))
    _list(folder, files.keys(), old, [name for name in packs if name in files])
    return Exported(written, len(files) - written, removed)


def refuse_site(folder: Path, site: Site) -> None:
    """Raise RefusedError where an export into a folder would mix with the site it is made of."""
    there, root = folder.resolve(), site.root
    inputs = [(root / name).resolve() for name in _INPUTS]
    if root.is_relative_to(there) or any(there.is_relative_to(one) for one in inputs):
        advice = f"name a folder of its own, such as {root / 'public'}"
        raise RefusedError(
            Finding(f"holds the site itself, or a part of it; {advice}", str(folder))
        )


@dataclass(frozen=True, slots=True)
class _Last:
    """What the last export wrote, and the files that it left of the one before.

    `packs` are those among them, the newest first.
    """

    files: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()
    packs: tuple[str, ...] = ()


def _last(folder: Path) -> _Last:
    if (folder / LIST).is_file():
        return _read_list(folder / LIST)
    # Hidden is what belongs to no page: the .git of a checkout, settings of a host.
    if folder.exists() and not all(one.name.startswith(".") for one in folder.iterdir()):
        raise RefusedError(
            Finding("holds files that no export wrote; name a new or empty folder", str(folder))
        )
    return _Last()


def _read_list(path: Path) -> _Last:
    """Read what may be deleted; anybody may have changed it, so that nothing else is believed."""
    try:
        listed = json.loads(path.read_bytes())
        files, old = listed["files"], listed["old"]
        packs = listed.get("packs", files)
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise _damaged(path, "it is not what an export writes") from error
    if not all(isinstance(names, list) for names in (files, old, packs)):
        raise _damaged(path, "it holds no lists of files")
    for name in (*files, *old, *packs):
        if not _is_below(name):
            raise _damaged(path, f"{name!r} names no file of an export")
    return _Last(frozenset(files), frozenset(old), tuple(filter(PACK.fullmatch, packs)))


def _is_below(name: object) -> bool:
    path = PurePath(name) if isinstance(name, str) else PurePath()
    return bool(path.parts) and not path.anchor and ".." not in path.parts


def _damaged(path: Path, fault: str) -> RefusedError:
    advice = "restore it, or name a new or empty folder"
    return RefusedError(
        Finding(f"the list of the last export is damaged: {fault}; {advice}", str(path))
    )


def _refuse_links(folder: Path, names: Iterable[str]) -> None:
    """Raise RefusedError where files would be written, or deleted, somewhere else."""
    parents = {parent for name in names for parent in PurePath(name).parents if parent.parts}
    for parent in sorted(parents):
        if (folder / parent).is_symlink():
            raise RefusedError(
                Finding("a symbolic link, which leads elsewhere; remove it", str(folder / parent))
            )


def _list(folder: Path, files: Iterable[str], old: Iterable[str], packs: Iterable[str]) -> None:
    listed = {"files": sorted(files), "old": sorted(old), "packs": list(packs)}
    write_whole(folder / LIST, f"{json.dumps(listed, indent=1)}\n".encode())


def _remove(path: Path) -> bool:
    if not path.is_file():
        return False
    path.unlink()
    while not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()
    return True


def _read(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None
