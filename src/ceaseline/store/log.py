"""The log on disk: entries and the nodes of their tree in one SQLite file, in one transaction.

An entry is acknowledged when the commit has returned with ``synchronous=FULL`` in WAL mode: then it is on
the disk, whatever happens next. What a disk that lies about flushing does, no program can mend.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from ceaseline.errors import EvidenceError, LedgerError
from ceaseline.ledger import Entry, merkle

_PATIENCE_S = 10.0  # how long to wait for another writer
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  position INTEGER PRIMARY KEY,      -- from 0, without gaps
  key TEXT NOT NULL UNIQUE,          -- the same thing delivered again is not a second entry
  entry BLOB NOT NULL                -- canonical JSON, the bytes that are hashed
);
CREATE TABLE IF NOT EXISTS nodes (
  level INTEGER NOT NULL,            -- 0: the entries
  place INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, place)
) WITHOUT ROWID;
"""
_REOPEN = "Mend: see that the disk has room and is well, then start again; what was acknowledged is safe"

# Faults of the system around the file, not of the file.
_MAY_PASS = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM,
}

# What reading a damaged file raises: SQLite's own words can be damaged too, and then cannot be decoded.
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)


@attrs.define
class Log:
    """An append-only log, open.

    Attributes:
        path: the SQLite file.
        stopped: why nothing more is taken, once a write has failed; None while all is well.
    """

    path: Path
    _connection: sqlite3.Connection
    stopped: str | None = attrs.field(default=None, init=False)

    def append(self, entries: Sequence[Entry]) -> list[tuple[int, bool]]:
        """Add entries in one transaction; return for each its position and whether it is new.

        A failed write is never tried again on the same open log: what the disk kept of it is not known
        until the file is opened afresh.

        Raises:
            EvidenceError: somebody else is writing, or the disk failed; nothing of these was acknowledged.
        """
        if self.stopped is not None:
            raise EvidenceError(f"{self.path} takes no more after a failed write ({self.stopped}). {_REOPEN}")
        try:
            return self._in_one_transaction(entries)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                msg = f"somebody else is writing to {self.path}. Mend: wait until they are done, and try again"
                raise EvidenceError(msg) from error
            self.stopped = str(error)
            msg = f"{self.path} could not be written ({error}): nothing new was acknowledged. {_REOPEN}"
            raise EvidenceError(msg) from error
        except UNREADABLE as error:
            raise unreadable(self.path, error) from error

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Yield every entry with its position, in order, having seen that it is the one that was hashed.

        Raises:
            EvidenceError: the file cannot be read, or an entry was changed.
        """
        with_hash = "SELECT position, entry, hash FROM entries LEFT JOIN nodes ON level = 0 AND place = position"
        for position, raw, found in self._rows(f"{with_hash} ORDER BY position"):
            if not isinstance(raw, bytes) or merkle.leaf_hash(raw) != found:
                raise EvidenceError(f"{self.path}: entry {position} was changed. Mend: ceaseline verify tells more")
            yield position, raw

    def filed(self) -> Iterator[tuple[int, str, bytes]]:
        """Yield every entry with its position and the key it is filed under, in order."""
        yield from self._rows("SELECT position, key, entry FROM entries ORDER BY position")

    def nodes(self, level: int) -> Iterator[tuple[int, bytes]]:
        """Yield the kept nodes of a level: place and hash, in order."""
        yield from self._rows("SELECT place, hash FROM nodes WHERE level = ? ORDER BY place", (level,))

    def damage(self) -> str | None:
        """Say what SQLite itself finds wrong with the file; None where nothing is."""
        found = str(next(self._rows("PRAGMA integrity_check(1)"))[0])
        return None if found == "ok" else f"the log's file is damaged ({found})"

    def find(self, key: str) -> tuple[int, bytes] | None:
        """Return the position and the bytes of the entry of that key, or None."""
        return next(self._rows("SELECT position, entry FROM entries WHERE key = ?", (key,)), None)

    def under(self, kind: str) -> Iterator[bytes]:
        """Yield the bytes of the entries of a kind, in order of their keys."""
        bounds = (f"{kind}/", f"{kind}0")  # the digit comes right after the stroke
        for (raw,) in self._rows("SELECT entry FROM entries WHERE key >= ? AND key < ? ORDER BY key", bounds):
            yield raw

    def node(self, level: int, place: int) -> bytes:
        """Return a complete node of the tree.

        Raises:
            LedgerError: it is not there.
        """
        for (found,) in self._rows("SELECT hash FROM nodes WHERE level = ? AND place = ?", (level, place)):
            return bytes(found)
        raise LedgerError(f"{self.path} lacks the node {place} of level {level} of its tree")

    @property
    def size(self) -> int:
        """How many entries there are."""
        return int(next(self._rows("SELECT COALESCE(MAX(position) + 1, 0) FROM entries"))[0])

    @property
    def root(self) -> bytes:
        """The hash over all entries."""
        return merkle.root(self.size, self.node)

    def _in_one_transaction(self, entries: Sequence[Entry]) -> list[tuple[int, bool]]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            size, added = self.size, []
            for entry in entries:
                position, is_new = self._add(size, entry)
                size += is_new
                added.append((position, is_new))
            self._connection.execute("COMMIT")
            return added
        finally:
            if self._connection.in_transaction:  # something went wrong: none of it was added
                self._connection.execute("ROLLBACK")

    def _add(self, size: int, entry: Entry) -> tuple[int, bool]:
        before = self.find(entry.key)
        if before is not None:
            return before[0], False
        raw = entry.to_bytes()
        made = list(merkle.completed(size, merkle.leaf_hash(raw), self.node))
        self._connection.execute("INSERT INTO entries VALUES (?, ?, ?)", (size, entry.key, raw))
        self._connection.executemany("INSERT INTO nodes VALUES (?, ?, ?)", made)
        return size, True

    def _rows(self, query: str, values: tuple[int | str, ...] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            cursor = self._connection.execute(query, values)
            while (row := cursor.fetchone()) is not None:  # "yield from" would close it after its connection
                yield row
        except UNREADABLE as error:
            if self._connection.in_transaction:
                raise
            raise unreadable(self.path, error) from error


@contextmanager
def opened(path: Path) -> Iterator[Log]:
    """Open the log at *path*, making it where there is none.

    Raises:
        EvidenceError: the file cannot be read as a log, or the folder cannot be written.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(_SCHEMA)
    except UNREADABLE as error:
        if connection is not None:
            connection.close()
        raise unreadable(path, error) from error
    try:
        yield Log(path, connection)
    finally:
        connection.close()


def unreadable(path: Path, error: Exception) -> EvidenceError:
    """Say what is certain, what is not, and what to do."""
    code = getattr(error, "sqlite_errorcode", None)
    passing = code is not None and code & 0xFF in _MAY_PASS
    # a log that a passing fault hides must not be put aside for an older copy
    mend = (
        "see that the disk is well and has room, and try again"
        if passing
        else "take the file from a copy, and compare"
    )
    return EvidenceError(f"{path} cannot be read: {error}. Nothing was changed. Mend: {mend}")
