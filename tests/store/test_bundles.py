from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline import verifier
from ceaseline.captures import Arrival
from ceaseline.errors import EvidenceError, LedgerError, UnknownName
from ceaseline.ledger import PrivateKey, merkle
from ceaseline.store import Evidence, bundle, decide, opened_checkpoint, receipt
from ceaseline.store.bundles import checkpoint
from ceaseline.store.log import opened

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
KEY = PrivateKey("mission", bytes(range(32)))


def kept(folder: Path, count: int = 7) -> Evidence:
    evidence = Evidence(folder / "evidence")
    arrivals = [(Arrival(f"{number}.csv", partial(io.BytesIO, b"%d" % number)), "posts") for number in range(count)]
    evidence.keep(arrivals, NOON)
    return evidence


def handed(evidence: Evidence, digest: str, key: PrivateKey = KEY, to: str = "a court") -> bytes:
    return bundle(evidence, digest, key, to=to, now=NOON)


def unpacked(evidence: Evidence, number: int, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(handed(evidence, evidence.captures()[number].capture_id))) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("number", range(7))
def test_a_bundle_holds_by_the_program_inside_it_alone(tmp_path: Path, number: int) -> None:
    folder = unpacked(kept(tmp_path), number, tmp_path / "bundle")
    # -I: nothing of the checkout is on the path of that process
    words = [sys.executable, "-I", "check_bundle.py", ".", "--key", str(KEY.public)]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    assert f"holds: receipt: the entry lies at {number} in a log of 8 entries" in done.stdout
    assert "Whether they are true is another question." in done.stdout


def test_the_verifier_needs_nothing_of_the_program() -> None:
    source = Path(verifier.__file__).read_text("utf-8")
    assert "ceaseline" not in source
    assert len(source.splitlines()) < 300


def test_the_same_evidence_gives_the_same_bundle(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    digest = evidence.captures()[3].capture_id
    assert handed(evidence, digest) == handed(evidence, digest)


def change(part: str, edit: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        (folder / part).write_bytes(edit((folder / part).read_bytes()))

    return tamper


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (change("blob", lambda _: b"forged"), "not the ones the entry speaks of"),
        (change("entry.json", lambda raw: raw.replace(b"posts", b"pests")), r"does not hold entry\.json"),
        (
            change("receipt.tlog-proof", lambda raw: raw.replace(b"index 3", b"index 2")),
            r"does not hold entry\.json",
        ),
        (
            change("receipt.tlog-proof", lambda raw: raw.replace(b"\n8\n", b"\n9\n")),
            "the signature of mission is wrong",
        ),
        (
            change("receipt.tlog-proof", lambda raw: raw.replace(b"\xe2\x80\x94 mission", b"\xe2\x80\x94 other")),
            "did not sign",
        ),
        (change("receipt.tlog-proof", lambda raw: raw[:40]), "base64"),
    ],
)
def test_a_bundle_that_was_tampered_with_does_not_hold(
    tmp_path: Path, tamper: Callable[[Path], None], words: str
) -> None:
    folder = unpacked(kept(tmp_path), 3, tmp_path / "bundle")
    tamper(folder)
    with pytest.raises((verifier.Refused, ValueError, IndexError), match=words):
        verifier.check(folder, str(KEY.public))


def test_a_forged_bundle_with_a_key_of_its_own_does_not_hold_by_the_right_key(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    forger = PrivateKey("mission", bytes(32))
    folder = tmp_path / "bundle"
    with zipfile.ZipFile(io.BytesIO(handed(evidence, evidence.captures()[3].capture_id, forger))) as archive:
        archive.extractall(folder)
    with pytest.raises(verifier.Refused, match="did not sign"):
        verifier.check(folder, str(KEY.public))


@given(st.integers(1, 300), st.data())
def test_both_ways_of_following_a_proof_lead_to_one_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = [bytes([number]) * 32 for number in range(data.draw(st.integers(0, 10)))]
    ours = merkle.root_from_inclusion(index, size, b"leaf", proof)
    try:
        theirs = verifier.root_of(index, size, b"leaf", proof)
    except verifier.Refused:
        theirs = None
    assert ours == theirs


def test_a_receipt_of_a_file_nobody_kept_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="No kept file is called 'ffffff'"):
        receipt(kept(tmp_path), "ffffff", KEY)


def test_changed_bytes_are_never_bundled(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    place = evidence.blobs.place(evidence.captures()[3].capture_id)
    place.chmod(0o644)
    place.write_bytes(b"forged")
    with pytest.raises(EvidenceError, match="bytes were changed"):
        handed(evidence, evidence.captures()[3].capture_id)


def test_an_old_checkpoint_with_a_wrong_signature_is_refused(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    with opened(evidence.log_file) as log:
        note = checkpoint(log, KEY)
    assert 7 == opened_checkpoint(note, KEY.public).size
    with pytest.raises(LedgerError, match="is wrong"):
        opened_checkpoint(note.replace("\n7\n", "\n6\n"), KEY.public)


def test_an_entry_says_what_the_file_was_but_not_how_it_was_called(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    _, raw = receipt(evidence, evidence.captures()[2].capture_id, KEY)
    body = json.loads(raw)["body"]
    assert ("posts", 1, ["commitment"]) == (body["source"], body["bytes"], list(body["name"]))
    assert b"2.csv" not in raw


def test_a_bundle_tells_the_custody_of_its_file_and_of_no_other(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    digest, other = (evidence.captures()[number].capture_id for number in (3, 4))
    handed(evidence, other)
    decide(
        evidence, about=digest, outcome="left_out", reason="Wrong file.", reviewer="R. One", as_of=NOON, now=NOON
    )
    folder = unpacked(evidence, 3, tmp_path / "bundle")
    told = [line for line in verifier.check(folder, str(KEY.public)) if line.startswith("custody")]
    assert ["capture", "decision", "publication"] == [line.split()[1].rstrip(",") for line in told]
    assert b"R. One" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_each_recipient_is_an_entry_once_and_is_named_to_none_of_the_others(tmp_path: Path) -> None:
    evidence = kept(tmp_path, 1)
    digest = evidence.captures()[0].capture_id
    for to in ("a court", "a paper", "a court"):
        content = handed(evidence, digest, to=to)
    assert ["publication"] * 2 == [entry.kind for entry in evidence.entries()][1:]
    assert b"a paper" not in content
    assert b"a court" not in b"".join(entry.to_bytes() for entry in evidence.entries())


@pytest.mark.parametrize("part", ["name.opening", "custody/00000003.json"])
def test_a_changed_name_or_custody_does_not_hold(tmp_path: Path, part: str) -> None:
    folder = unpacked(kept(tmp_path), 3, tmp_path / "bundle")
    change(part, lambda raw: raw.replace(b"3.csv", b"4.csv").replace(b"posts", b"pests"))(folder)
    with pytest.raises(verifier.Refused, match=r"commits to|does not hold"):
        verifier.check(folder, str(KEY.public))


def test_a_decision_has_a_receipt_too(tmp_path: Path) -> None:
    evidence = kept(tmp_path)
    entry, _ = decide(
        evidence, about="no-fire:A", outcome="cannot_tell", reason="Fog.", reviewer="R", as_of=NOON, now=NOON
    )
    told, raw = receipt(evidence, entry.id, KEY)
    assert entry.to_bytes() == raw
    assert 8 == told.verify(raw, [KEY.public]).size


def test_the_same_file_delivered_again_has_one_and_the_same_receipt(tmp_path: Path) -> None:
    evidence = kept(tmp_path, 1)
    digest = evidence.captures()[0].capture_id
    first = receipt(evidence, digest, KEY)[0].text()
    for _ in range(50):
        evidence.keep([(Arrival("again.csv", partial(io.BytesIO, b"0")), "posts")], NOON)
        assert first == receipt(evidence, digest, KEY)[0].text()
