from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import EvidenceError
from ceaseline.store import Evidence
from ceaseline.store.log import opened

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


def arrival(content: bytes = b"day,count\n", name: str = "a.csv") -> Arrival:
    return Arrival(name, lambda: io.BytesIO(content))


def keep(evidence: Evidence, what: Arrival, source: str, received: datetime) -> tuple[Capture, bool]:
    (kept,) = evidence.keep([(what, source)], received)
    return kept.capture, kept.is_new


def test_what_is_kept_is_given_back_byte_for_byte(tmp_path: Path) -> None:
    capture, is_new = keep(Evidence(tmp_path / "evidence"), arrival(b"\x00\xff"), "posts", NOON)
    with capture.open() as stream:
        assert b"\x00\xff" == stream.read()
    assert is_new
    assert ("posts", "a.csv", NOON, 2) == (capture.source, capture.name, capture.received, capture.bytes)


def test_the_same_bytes_for_the_same_source_are_kept_once_with_their_first_name_and_time(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    keep(evidence, arrival(), "posts", NOON)
    again, is_new = keep(evidence, arrival(name="b.csv"), "posts", NOON + timedelta(days=1))
    assert not is_new
    assert ("a.csv", NOON) == (again.name, again.received)
    assert 1 == len(evidence.captures())


def test_the_same_bytes_for_two_sources_are_two_captures_of_one_blob(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    keep(evidence, arrival(), "posts", NOON)
    keep(evidence, arrival(), "patrols", NOON)
    assert ["posts", "patrols"] == [capture.source for capture in evidence.captures()]
    assert 1 == sum(path.is_file() for path in (tmp_path / "evidence" / "blobs").rglob("*"))


def test_captures_come_in_the_order_they_were_kept_up_to_the_moment_asked_for(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    for hour in range(3):
        keep(evidence, arrival(str(hour).encode(), f"{hour}.csv"), "posts", NOON + timedelta(hours=hour))
    assert ["0.csv", "1.csv"] == [capture.name for capture in evidence.captures(NOON + timedelta(hours=1))]


def test_nothing_kept_is_no_error(tmp_path: Path) -> None:
    assert () == Evidence(tmp_path / "evidence").captures()


def test_changed_bytes_are_never_given_back(tmp_path: Path) -> None:
    capture, _ = keep(Evidence(tmp_path / "evidence"), arrival(), "posts", NOON)
    blob = next(path for path in (tmp_path / "evidence" / "blobs").rglob("*") if path.is_file())
    blob.chmod(0o644)
    blob.write_bytes(b"day,Count\n")
    with pytest.raises(EvidenceError, match="bytes were changed"):
        capture.open()


def test_an_entry_is_committed_only_after_its_bytes_have_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    evidence = Evidence(tmp_path / "evidence")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(EvidenceError, match="No space left on device"):
        keep(evidence, arrival(), "posts", NOON)
    monkeypatch.undo()
    assert () == evidence.captures()


def test_a_stream_that_breaks_off_is_not_kept(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the disk was pulled out")

    def broken() -> BinaryIO:
        return Broken(b"half")

    evidence = Evidence(tmp_path / "evidence")
    with pytest.raises(EvidenceError, match="pulled out"):
        keep(evidence, Arrival("a.csv", broken), "posts", NOON)
    assert () == evidence.captures()


def test_a_log_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    keep(evidence, arrival(), "posts", NOON)
    log = tmp_path / "evidence" / "log.sqlite"
    log.write_bytes(b"not a database, " * 100)
    with pytest.raises(EvidenceError, match=r"log\.sqlite cannot be read"):
        evidence.captures()
    assert b"not a database, " * 100 == log.read_bytes()


def test_every_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with opened(tmp_path / "log.sqlite") as log:
        assert 2 == log._connection.execute("PRAGMA synchronous").fetchone()[0]
        assert "wal" == log._connection.execute("PRAGMA journal_mode").fetchone()[0]


def test_the_right_bytes_never_hide_that_the_kept_ones_were_changed(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    capture, _ = keep(evidence, arrival(), "posts", NOON)
    place = evidence.blobs.place(capture.capture_id)
    place.chmod(0o644)
    place.write_bytes(b"forged")
    with pytest.raises(EvidenceError, match="bytes were changed"):
        keep(evidence, arrival(), "posts", NOON)
    assert b"forged" == place.read_bytes()


def test_where_names_say_something_the_same_bytes_under_another_name_are_another_file(tmp_path: Path) -> None:
    evidence, replacing = Evidence(tmp_path / "evidence"), frozenset({"map"})

    def keep(name: str, content: bytes = b"drawn") -> str:
        (kept,) = evidence.keep([(arrival(content, name), "map")], NOON, replacing)
        return kept.how

    assert ["new", "new", "known", "known"] == [keep(name) for name in ("one", "two", "one", "two")]
    assert ["one", "two"] == [capture.name for capture in evidence.captures()]
    assert "new" == keep("two", b"drawn anew")
    (newest,) = [capture for capture in evidence.captures() if capture.supersedes]
    assert ("two", 1) == (newest.name, len(newest.supersedes))
