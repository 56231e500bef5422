"""What is costly to make, by the hash of what it is made from: on disk, so that it is made once.

Pages, and their encodings by the hash of what they encode. Processes share the file, and it may be
thrown away: what is lost, damaged or let go of is made again.
"""

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from threading import Lock
from typing import Final

from pwa.memo import digest

# How many bytes are kept, and how many of these wait in memory to be written together.
SIZE: Final = 1024 * 1024 * 1024
WAITING: Final = 4 * 1024 * 1024

_BEGIN: Final = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS shelf (key TEXT PRIMARY KEY, data BLOB, crc INTEGER, used INTEGER);
"""
_FIND: Final = "SELECT data, crc FROM shelf WHERE key = ?"
_HAS: Final = "SELECT 1 FROM shelf WHERE key = ?"
_PUT: Final = "INSERT OR REPLACE INTO shelf VALUES (?, ?, ?, ?)"
_USE: Final = "UPDATE shelf SET used = ? WHERE key = ?"
_OLDEST: Final = "SELECT key, length(data) FROM shelf ORDER BY used"


class Shelf:
    """Bytes by key. Without a path they are kept in memory, for as long as the shelf is."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, a new one where it is none of ours."""
        self._path = path
        self._lock = Lock()
        self._waiting: dict[str, bytes] = {}
        self._taken: set[str] = set()
        self._size = 0
        if path:
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
        self._open()

    @property
    def is_shared(self) -> bool:
        """Whether other processes find here what this one puts."""
        return self._path is not None

    def reopen(self) -> None:
        """Begin anew in a process that was forked: a connection is its own process's."""
        self._inherited = self._file
        self._lock = Lock()
        self._waiting.clear()
        self._open()

    def __del__(self) -> None:
        """Close the file; what still waits is made again."""
        self._file.close()

    def take(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, made now if nothing is; equal keys, equal bytes."""
        found = self.find(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key."""
        with self._lock:
            if key in self._waiting:
                return self._waiting[key]
            with self._mending():
                for data, crc in self._file.execute(_FIND, (key,)):
                    if zlib.crc32(data) == crc:
                        self._taken.add(key)
                        return bytes(data)
        return None

    def has(self, key: str) -> bool:
        """Whether anything is kept under a key, be it damaged."""
        with self._lock:
            found = key in self._waiting
            with self._mending():
                found = found or any(self._file.execute(_HAS, (key,)))
        return found

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        with self._lock:
            self._waiting[key] = data
            self._size += len(data)
            if self._size > WAITING:
                self._write()

    def settle(self) -> None:
        """Write what waits, and let go of what nobody has used for longest beyond the bound."""
        with self._lock:
            if self._path and self._path.parent.exists() and not self._path.exists():
                self._open()
            self._write()
            with self._mending(), self._file:
                self._file.executemany(_USE, ((_now(), key) for key in self._taken))
                self._file.executemany("DELETE FROM shelf WHERE key = ?", self._beyond())
                self._taken.clear()

    def _write(self) -> None:
        rows = [(key, data, zlib.crc32(data), _now()) for key, data in self._waiting.items()]
        with self._mending(), self._file:
            self._file.executemany(_PUT, rows)
        self._waiting.clear()
        self._size = 0

    def _beyond(self) -> Iterator[tuple[str]]:
        [(total,)] = self._file.execute("SELECT coalesce(sum(length(data)), 0) FROM shelf")
        over = total - SIZE
        for key, size in self._file.execute(_OLDEST).fetchall() if over > 0 else ():
            if over > 0:
                yield (key,)
            over -= size

    @contextmanager
    def _mending(self) -> Iterator[None]:
        """Go on without what cannot be read or written; where the file is damaged, with another."""
        try:
            yield
        except sqlite3.Error as error:  # locked, full, read-only: not the file's fault
            if _is_damaged(error):
                self._file.close()
                if self._path:
                    _remove(self._path)
                self._open()

    def _open(self) -> None:
        """In memory where there can be no file: the shelf is a help, and not needed."""
        try:
            self._file = _opened(self._path)
        except (sqlite3.Error, OSError):
            self._file = _opened(None)


def shelf_path(state: Path) -> Path:
    """Return where a site's shelf is, one for each engine: another one makes other pages.

    Those of other engines are let go of.
    """
    path = state / f"shelf.{_engine()}.sqlite"
    for other in state.glob("shelf.*.sqlite"):
        if other != path:
            _remove(other)
    return path


@cache
def _engine() -> str:
    """What stands for this code and for all that it is installed with."""
    folder = Path(__file__).parents[1]
    code = [(path.name, path.stat().st_size, path.read_text()) for path in _modules(folder)]
    return digest(code, sorted(f"{one.name} {one.version}" for one in distributions()))[:16]


def _modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _opened(path: Path | None) -> sqlite3.Connection:
    try:
        return _begun(path)
    except sqlite3.DatabaseError:
        if path is None:
            raise
        _remove(path)
        return _begun(path)


def _begun(path: Path | None) -> sqlite3.Connection:
    file = sqlite3.connect(path or ":memory:", check_same_thread=False)
    file.executescript(_BEGIN)
    return file


def _is_damaged(error: sqlite3.Error) -> bool:
    # The low byte is the kind of fault (SQLite, Result and Error Codes).
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def _now() -> int:
    return int(time.time())
