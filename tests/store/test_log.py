from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ceaseline.errors import EvidenceError
from ceaseline.ledger import Entry
from ceaseline.store import log as log_file
from ceaseline.store.log import opened


def entry(key: str) -> Entry:
    return Entry("capture", key, datetime(2031, 5, 1, tzinfo=UTC), {})


def test_a_second_writer_is_told_to_wait_and_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "_PATIENCE_S", 0.05)
    with opened(tmp_path / "log.sqlite") as first, opened(tmp_path / "log.sqlite") as second:
        first._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(EvidenceError, match="somebody else is writing"):
            second.append([entry("a")])
        first._connection.execute("ROLLBACK")
        assert [(0, True)] == second.append([entry("a")])  # having waited, it goes on


def test_after_a_failed_write_an_open_log_takes_no_more_and_one_opened_afresh_does(tmp_path: Path) -> None:
    with opened(tmp_path / "log.sqlite") as log:
        log.append([entry("a")])
        pages = log._connection.execute("PRAGMA page_count").fetchone()[0]
        log._connection.execute(f"PRAGMA max_page_count={pages}")  # the disk is full, as far as SQLite can tell
        with pytest.raises(EvidenceError, match="nothing new was acknowledged"):
            log.append([entry(f"b{number}") for number in range(500)])
        log._connection.execute("PRAGMA max_page_count=100000")
        with pytest.raises(EvidenceError, match="takes no more after a failed write"):
            log.append([entry("c")])
        assert 1 == log.size
    with opened(tmp_path / "log.sqlite") as log:
        assert [(1, True)] == log.append([entry("c")])


def test_a_batch_with_a_fault_in_it_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path / "log.sqlite") as log:
        stop = "BEFORE INSERT ON entries WHEN NEW.position = 2 BEGIN SELECT RAISE(ABORT, 'x'); END"
        log._connection.execute(f"CREATE TEMP TRIGGER stop {stop}")
        with pytest.raises((EvidenceError, sqlite3.Error)):
            log.append([entry("a"), entry("b"), entry("c")])
        assert 0 == log.size
