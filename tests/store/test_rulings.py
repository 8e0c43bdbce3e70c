from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ceaseline.captures import Arrival
from ceaseline.errors import EvidenceError, FileRefused
from ceaseline.ledger import Entry
from ceaseline.store import Evidence, audited, decide, decisions, erase

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
NAME = "patrol of Jane Roe.csv"


def arrival(content: bytes = b"day,count\n", name: str = NAME) -> Arrival:
    return Arrival(name, partial(io.BytesIO, content))


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    kept = Evidence(tmp_path / "evidence")
    kept.keep([(arrival(), "posts")], NOON)
    return kept


def ruled(evidence: Evidence, **changes: Any) -> tuple[Entry, bool]:
    usual = {"about": "no-fire:A", "outcome": "cannot_tell", "reason": "Fog.", "reviewer": "R. One"}
    return decide(evidence, **{**usual, "as_of": NOON, "now": NOON, **changes})


def wrong(evidence: Evidence) -> tuple[str, ...]:
    return audited(evidence, None, lambda *_: None).wrong


def all_bytes(evidence: Evidence) -> bytes:
    return b"".join(path.read_bytes() for path in evidence.folder.rglob("*") if path.is_file())


def test_a_ruling_says_what_was_known(evidence: Evidence) -> None:
    entry, is_new = ruled(evidence)
    assert is_new
    root = audited(evidence, None, lambda *_: None).root
    assert (NOON.isoformat(), 1) == (entry.body["as_of"], entry.body["entries"])
    assert root is not None
    assert root.hex() != entry.body["root"]
    (row,) = decisions(evidence)
    assert ("no-fire:A", "cannot_tell", "Fog.", "R. One", NOON, None) == (
        row["about"],
        row["outcome"],
        row["reason"],
        row["reviewer"],
        row["decided"],
        row["supersedes"],
    )


def test_a_ruling_can_come_before_any_evidence(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    entry, _ = ruled(evidence, as_of=None)
    assert (None, 0) == (entry.body["as_of"], entry.body["entries"])
    assert () == wrong(evidence)


def test_the_same_ruling_by_the_same_person_is_one(evidence: Evidence) -> None:
    first, _ = ruled(evidence)
    again, is_new = ruled(evidence, now=NOON + timedelta(days=1))
    assert (first.id, False) == (again.id, is_new)


@pytest.mark.parametrize("changes", [{"outcome": "withdrawn"}, {"reason": "Thick fog."}, {"reviewer": "R. Two"}])
def test_another_ruling_supersedes_and_the_first_stays_readable(
    evidence: Evidence, changes: dict[str, Any]
) -> None:
    first, _ = ruled(evidence)
    second, is_new = ruled(evidence, **changes)
    assert is_new
    assert first.id == second.body["supersedes"]
    assert [first.id, second.id] == [row["decision_id"] for row in decisions(evidence)]


def test_one_that_takes_back_a_withdrawal_is_new(evidence: Evidence) -> None:
    ids = [ruled(evidence, outcome=outcome)[0].id for outcome in ("cannot_tell", "withdrawn", "cannot_tell")]
    assert 3 == len(set(ids))


def test_two_at_the_same_moment_never_overwrite_one_another(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = list(evidence.entries())
    ruled(evidence, reviewer="R. Two")
    monkeypatch.setattr(Evidence, "entries", lambda _: iter(stale))  # what the other one had read before
    with pytest.raises(EvidenceError, match="somebody else ruled on no-fire:A"):
        ruled(evidence)


def test_rulings_after_the_moment_asked_for_are_not_known_yet(evidence: Evidence) -> None:
    ruled(evidence)
    ruled(evidence, outcome="withdrawn", now=NOON + timedelta(days=1))
    assert ["cannot_tell"] == [row["outcome"] for row in decisions(evidence, NOON)]


def test_a_name_is_in_no_entry_and_can_be_erased_from_every_byte(evidence: Evidence) -> None:
    entry, _ = ruled(evidence)
    assert b"R. One" not in b"".join(each.to_bytes() for each in evidence.entries())
    assert b"R. One" in all_bytes(evidence)
    _, is_new = erase(evidence, entry, reason="Asked to.", reviewer="R. Two", now=NOON)
    assert is_new
    assert b"R. One" not in all_bytes(evidence)
    assert () == wrong(evidence)
    assert [None] == [row["reviewer"] for row in decisions(evidence)]


def test_an_erased_file_is_gone_from_every_byte_and_the_log_is_whole(evidence: Evidence) -> None:
    (entry,) = evidence.entries()
    old = audited(evidence, None, lambda *_: None)
    told, _ = erase(evidence, entry, reason="A source withdrew.", reviewer="R. Two", now=NOON)
    assert b"day,count" not in all_bytes(evidence)
    assert b"Jane Roe" not in all_bytes(evidence)
    assert () == evidence.captures()
    found = audited(evidence, None, lambda *_: None)
    assert (old.entries + 1, ()) == (found.entries, found.wrong)
    assert "A source withdrew." == told.body["reason"]


def test_torn_beginnings_of_an_erased_file_go_with_it(evidence: Evidence) -> None:
    (evidence.folder / "torn" / "torn-1").write_bytes(b"day,c")
    (evidence.folder / "torn" / "torn-2").write_bytes(b"other")
    erase(evidence, next(evidence.entries()), reason="Asked to.", reviewer="R", now=NOON)
    assert ["torn-2"] == [path.name for path in (evidence.folder / "torn").iterdir()]


def test_an_erased_file_that_comes_again_is_not_kept(evidence: Evidence) -> None:
    erase(evidence, next(evidence.entries()), reason="Asked to.", reviewer="R", now=NOON)
    for source in ("posts", "patrols"):
        (kept,) = evidence.keep([(arrival(), source)], NOON)
        assert "erased" == kept.how
        with pytest.raises(FileRefused, match="was erased and is not kept again"):
            kept.capture.open()
    assert b"day,count" not in all_bytes(evidence)
    assert () == wrong(evidence)


def test_an_erasure_that_broke_off_is_named_and_can_be_finished(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    (entry,) = evidence.entries()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", fail)
        with pytest.raises(EvidenceError, match="not all was erased"):
            erase(evidence, entry, reason="Asked to.", reviewer="R", now=NOON)
    assert "its bytes are still there; erase it again" in wrong(evidence)[0]
    _, is_new = erase(evidence, entry, reason="Asked to.", reviewer="R", now=NOON)
    assert not is_new
    assert () == wrong(evidence)


def test_a_lost_name_without_an_erasure_is_an_alarm(evidence: Evidence) -> None:
    opening = next(path for path in evidence.restricted.folder.rglob("*") if path.is_file())
    opening.unlink()
    assert "the restricted name of the capture" in wrong(evidence)[0]
    with pytest.raises(EvidenceError, match="is gone"):
        evidence.captures()


def test_a_changed_name_is_an_alarm(evidence: Evidence) -> None:
    opening = next(path for path in evidence.restricted.folder.rglob("*") if path.is_file())
    opening.chmod(0o644)
    opening.write_bytes(opening.read_bytes().replace(b"Jane", b"John"))
    assert "bytes were changed" in wrong(evidence)[0]
    with pytest.raises(EvidenceError, match="bytes were changed"):
        evidence.captures()


def test_the_same_words_have_another_commitment_each_time(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence")
    evidence.keep([(arrival(b"1"), "posts"), (arrival(b"2"), "posts")], NOON)
    first, second = (entry.body["name"] for entry in evidence.entries())
    assert first != second


def test_lost_bytes_that_come_again_are_said_to_be_back(evidence: Evidence) -> None:
    (capture,) = evidence.captures()
    evidence.blobs.place(capture.capture_id).unlink()
    assert "bytes are gone" in wrong(evidence)[0]
    assert ["restored", "known"] == [evidence.keep([(arrival(), "posts")], NOON)[0].how for _ in range(2)]
    assert () == wrong(evidence)


def test_a_newer_file_of_a_name_is_written_down_as_in_place_of_the_older_ones(evidence: Evidence) -> None:
    for number in range(2):
        evidence.keep([(arrival(b"%d" % number), "posts")], NOON, frozenset({"posts"}))
    evidence.keep([(arrival(b"9"), "posts"), (arrival(b"9"), "other")], NOON)
    first, second, third, *rest = evidence.captures()
    assert (first.capture_id,) == second.supersedes
    assert (first.capture_id, second.capture_id) == third.supersedes
    assert [(), ()] == [capture.supersedes for capture in rest]
    assert 2 == sum(entry.kind == "supersession" for entry in evidence.entries())


def test_an_affiliation_is_in_no_entry_and_is_erased_with_the_name(evidence: Evidence) -> None:
    entry, _ = ruled(evidence, affiliation="Mission East")
    assert ["Mission East"] == [row["affiliation"] for row in decisions(evidence)]
    assert b"Mission East" not in b"".join(each.to_bytes() for each in evidence.entries())
    erase(evidence, entry, reason="Asked to.", reviewer="R. Two", now=NOON)
    assert b"Mission East" not in all_bytes(evidence)
    assert () == wrong(evidence)
    assert [None] == [row["affiliation"] for row in decisions(evidence)]


def test_a_ruling_without_an_affiliation_is_read_as_before_and_stating_one_is_a_new_ruling(
    evidence: Evidence,
) -> None:
    first, _ = ruled(evidence)
    assert "affiliation" not in first.body
    assert [None] == [row["affiliation"] for row in decisions(evidence)]
    second, is_new = ruled(evidence, affiliation="Mission")
    assert (True, first.id) == (is_new, second.body["supersedes"])
