from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from ceaseline.captures import Arrival
from ceaseline.errors import EvidenceError
from ceaseline.ledger import Checkpoint
from ceaseline.store import Audit, Evidence, audited

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
ENTRIES = 11


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    kept = Evidence(tmp_path / "evidence")
    for number in range(ENTRIES):
        kept.keep([(Arrival(f"{number}.csv", partial(io.BytesIO, str(number).encode())), "posts")], NOON)
    return kept


def look(evidence: Evidence, since: Checkpoint | None = None) -> Audit:
    return audited(evidence, since, lambda *_: None)


def checkpoint(evidence: Evidence) -> Checkpoint:
    found = look(evidence)
    assert found.root is not None
    return Checkpoint("test", found.entries, found.root)


def tamper(evidence: Evidence, *statements: str) -> None:
    with sqlite3.connect(evidence.log_file) as log:
        for statement in statements:
            log.execute(statement)
    log.close()


def test_untouched_evidence_is_as_it_was_kept(evidence: Evidence) -> None:
    found = look(evidence)
    assert (ENTRIES, 2 * ENTRIES, ()) == (found.entries, found.blobs, found.wrong)


def test_a_log_that_only_grew_agrees_with_every_old_checkpoint(tmp_path: Path) -> None:
    kept = Evidence(tmp_path / "evidence")
    old: list[Checkpoint] = []
    for number in range(20):
        kept.keep([(Arrival("a.csv", partial(io.BytesIO, str(number).encode())), "posts")], NOON)
        old.append(checkpoint(kept))
    assert all(() == look(kept, since).wrong for since in old)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE entries SET entry = replace(entry, 'posts', 'pests') WHERE position = 3", "entry 3 was changed"),
        ("UPDATE entries SET key = 'capture/x/y' WHERE position = 3", "entry 3 is filed under another key"),
        ("DELETE FROM entries WHERE position = 3", "entry 3 is gone"),
        ("DELETE FROM entries WHERE position = 10", "entry 10 is gone"),
        ("INSERT INTO entries VALUES (11, 'k', 'e')", "the hash of entry 11 is gone"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND place = 5", "entry 5 was changed"),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE level = 2 AND place = 1", "over entries 4 to 7 was changed"),
        ("DELETE FROM nodes WHERE level = 3", "lacks its hash over entries 0 to 7"),
        ("INSERT INTO nodes VALUES (3, 1, zeroblob(32))", "a hash of level 3 over entries that are not there"),
    ],
)
def test_the_first_difference_in_the_log_is_named(evidence: Evidence, statement: str, words: str) -> None:
    tamper(evidence, statement)
    found = look(evidence)
    assert words in found.wrong[0]
    assert found.root is None


def rewrite(evidence: Evidence, change: Callable[[list[str]], list[str]]) -> Evidence:
    """Make the log anew from other entries, with right hashes throughout, as somebody with the disk could."""
    names = change([str(number) for number in range(ENTRIES)])
    other = Evidence(evidence.folder.with_name("other"))
    for name in names:
        other.keep([(Arrival(f"{name}.csv", partial(io.BytesIO, name.encode())), "posts")], NOON)
    return other


@pytest.mark.parametrize(
    "change",
    [
        lambda names: [*names[:3], "forged", *names[4:]],
        lambda names: [*names[:3], *names[4:]],
        lambda names: [*names[:3], "more", *names[3:]],
        lambda names: [names[1], names[0], *names[2:]],
        lambda names: names[:-2],
    ],
    ids=["changed", "deleted", "inserted", "swapped", "cut off"],
)
def test_a_log_made_anew_is_found_by_an_old_checkpoint_alone(
    evidence: Evidence, change: Callable[[list[str]], list[str]]
) -> None:
    since = checkpoint(evidence)
    other = rewrite(evidence, change)
    assert () == look(other).wrong
    assert 1 == len(look(other, since).wrong)


def test_a_changed_file_is_named_with_its_entry(evidence: Evidence) -> None:
    capture = evidence.captures()[4]
    place = evidence.blobs.place(capture.capture_id)
    place.chmod(0o644)
    place.write_bytes(b"forged")
    assert f"4.csv (entry 4, SHA-256 {capture.capture_id[:12]}): its bytes were changed" in look(evidence).wrong[0]


def test_a_lost_file_is_named_with_its_entry(evidence: Evidence) -> None:
    evidence.blobs.place(evidence.captures()[4].capture_id).unlink()
    assert "4.csv (entry 4, " in look(evidence).wrong[0]
    assert "its bytes are gone" in look(evidence).wrong[0]


def test_a_log_that_is_gone_differs_from_any_checkpoint(evidence: Evidence) -> None:
    since = checkpoint(evidence)
    evidence.log_file.unlink()
    assert ("the log of 11 entries is gone",) == look(evidence, since).wrong


def test_an_emptied_log_is_told_by_the_files_it_leaves_behind(evidence: Evidence) -> None:
    evidence.log_file.unlink()
    assert "the log has no entry, though files are kept" in look(evidence).wrong[0]


def test_a_file_that_is_no_log_is_refused_in_words(evidence: Evidence) -> None:
    evidence.log_file.write_bytes(b"no database at all " * 50)
    with pytest.raises(EvidenceError, match="Nothing was changed"):
        look(evidence)
