"""JSON values on disk under keys, in one SQLite file that may vanish, break or be shared any time.

Every row carries a checksum, so what was torn reads as a miss. Whatever SQLite says of the file
(no database, malformed, read-only, locked for long), the build goes on without it. Only JSON is
read back: a cache that came from elsewhere cannot run code.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic_core import PydanticSerializationError, from_json, to_json

FORMAT = 2
LIMIT = 600 * 2**20
"""Bytes of values that are kept."""
Value = TypeVar("Value")
_BATCH = 4 * 2**20
"""Bytes that wait in memory before they are written."""
_STALE = 8
"""Builds after which the use of an entry is written down again; every build would be too dear."""
_TROUBLE = (sqlite3.Error, sqlite3.Warning, ValueError, TypeError, OSError)
"""What a file that is no sound database makes SQLite raise, some of it while it says so."""
_TABLES = """
CREATE TABLE IF NOT EXISTS entry
  (key BLOB PRIMARY KEY, proof BLOB, size INTEGER, used INTEGER, value BLOB);
CREATE TABLE IF NOT EXISTS build (number INTEGER);
INSERT INTO build SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM build);
"""
"""The value comes last: what stands behind it in a row is read through all pages of the value."""


class Store:
    """A cache, for all threads of a process. `file` None keeps nothing."""

    def __init__(self, file: Path | None = None, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.RLock()
        self._waiting: dict[bytes, bytes] = {}
        self._weight = 0
        self._used: list[bytes] = []
        self._number = 0
        self._base = self._open(file) if file else None

    @property
    def on(self) -> bool:
        """Whether anything is kept."""
        return self._base is not None

    def get(self, key: bytes) -> Any:
        """Return the value of a key, or None."""
        raw = self.get_bytes(key)
        return None if raw is None else decode(raw)

    def get_bytes(self, key: bytes) -> bytes | None:
        """Return the value of a key as it was written, or None."""
        raw = self._waiting.get(key)
        if raw is None:
            row = self._ask("SELECT value, proof, used FROM entry WHERE key = ?", key)
            if row is None:
                return None
            raw, proof, used = row
            if not isinstance(raw, bytes) or _proof(key, raw) != proof:
                return None
            if not isinstance(used, int) or used < self._number - _STALE:
                self._used.append(key)
        return raw

    def kept(self, key: bytes, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made now if it is not there. JSON must give it back equal."""
        found = self.get(key)
        if found is None:
            self.put(key, found := make())
        return cast(Value, found)

    def lacking(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those of some keys under which there is nothing. A row may still be torn."""
        wanted = set(keys) - self._waiting.keys()
        if self._base is None:
            return wanted
        found: set[bytes] = set()
        for some in _batched(sorted(wanted), 500):  # SQLite takes 999 values at once, or more
            marks = ",".join("?" * len(some))
            with self._lock, suppress(*_TROUBLE):
                question = f"SELECT key FROM entry WHERE key IN ({marks})"
                found.update(key for (key,) in self._base.execute(question, some))
        return wanted - found

    def put(self, key: bytes, value: Any) -> None:
        """Keep a value (of what JSON knows), in place of an older one."""
        if self._base is not None:
            self.put_bytes(key, encode(value))

    def put_bytes(self, key: bytes, raw: bytes) -> None:
        """Keep bytes. `get` gives back what went through `encode`, `get_bytes` all others."""
        if self._base is None:
            return
        with self._lock:
            self._waiting[key] = raw
            self._weight += len(raw)
            if self._weight > _BATCH:
                self._write()

    def flush(self) -> None:
        """Write what waits, for whoever reads the file next. The cache stays open."""
        with self._lock:
            self._write()

    def close(self) -> None:
        """Write what waits, and drop what was not used for longest until the rest fits."""
        with self._lock:
            self._write()
            if self._base is not None:
                try:
                    self._tidy(self._base)
                    self._base.close()
                except _TROUBLE:
                    _close(self._base)
            self._base = None

    def _open(self, file: Path) -> sqlite3.Connection | None:
        """Open or make the file. A second try begins from nothing."""
        for _attempt in range(2):
            base = None
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                # Requests of a preview come from other threads; `_lock` lets in one at a time.
                base = sqlite3.connect(
                    file, timeout=10, isolation_level=None, check_same_thread=False
                )
                self._number = _prepare(base)
                return base
            except sqlite3.OperationalError as error:
                _close(base)
                if "locked" in str(error) or "readonly" in str(error):
                    return None
            except _TROUBLE:
                _close(base)
            with suppress(OSError):
                file.unlink(missing_ok=True)
                file.with_name(file.name + "-journal").unlink(missing_ok=True)
        return None

    def _ask(self, question: str, *values: Any) -> Any:
        with self._lock:
            if self._base is None:
                return None
            try:
                return self._base.execute(question, values).fetchone()
            except _TROUBLE:
                return None

    def _write(self) -> None:
        """Write in one transaction: another build sees all of it or nothing."""
        if self._base is None or not (self._waiting or self._used):
            return
        rows = [
            (key, _proof(key, raw), len(raw), self._number, raw)
            for key, raw in self._waiting.items()
        ]
        marks = [(self._number, key) for key in self._used]
        self._waiting, self._weight, self._used = {}, 0, []
        try:
            with self._base:
                self._base.execute("BEGIN IMMEDIATE")
                self._base.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", rows)
                self._base.executemany("UPDATE entry SET used = ? WHERE key = ?", marks)
        except _TROUBLE:
            pass  # what was not kept is made again

    def _tidy(self, base: sqlite3.Connection) -> None:
        (size,) = base.execute("SELECT coalesce(sum(size), 0) FROM entry").fetchone()
        if size <= self._limit:
            return
        with base:
            base.execute("BEGIN IMMEDIATE")
            rows = base.execute("SELECT key, size FROM entry ORDER BY used, key").fetchall()
            gone = []
            for key, weight in rows:
                if size <= self._limit * 3 // 4:
                    break
                gone.append((key,))
                size -= weight
            base.executemany("DELETE FROM entry WHERE key = ?", gone)
        base.execute("VACUUM")


def _batched(values: Sequence[Value], size: int) -> Iterator[Sequence[Value]]:
    """Yield a sequence in pieces. Python has this from 3.12 on."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def encode(value: Any) -> bytes:
    """Write a value down, as JSON."""
    with suppress(PydanticSerializationError):
        return to_json(value)
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates are legal in Python's strings, and nowhere else.
    return raw.encode("utf-8", "surrogatepass")


def decode(raw: bytes) -> Any:
    """Return what `encode` wrote down, or None for what it did not."""
    with suppress(ValueError):
        return from_json(raw)
    with suppress(ValueError, RecursionError):
        return json.loads(raw.decode("utf-8", "surrogatepass"))
    return None


def _prepare(base: sqlite3.Connection) -> int:
    """Make the tables where they are missing. Returns the number of this build.

    A file of another format raises sqlite3.Error.
    """
    base.execute("PRAGMA synchronous = OFF")  # a power cut may tear the file; that reads as a miss
    (form,) = base.execute("PRAGMA user_version").fetchone()
    if form == 0:
        base.executescript(f"BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version = {FORMAT};COMMIT;")
    elif form != FORMAT:
        raise sqlite3.DatabaseError("another format")
    base.execute("UPDATE build SET number = number + 1")
    (number,) = base.execute("SELECT number FROM build").fetchone()
    return int(number)


def _proof(key: bytes, raw: bytes) -> bytes:
    digest = sha256(key)
    digest.update(raw)
    return digest.digest()[:16]


def _close(base: sqlite3.Connection | None) -> None:
    if base is not None:
        with suppress(*_TROUBLE):
            base.close()
