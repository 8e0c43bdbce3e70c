"""What is handed over: one kept file with everything that lets an outsider check it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files

from ceaseline.errors import EvidenceError, LedgerError, UnknownName
from ceaseline.ledger import Checkpoint, Entry, PrivateKey, PublicKey, Receipt, commitments, merkle
from ceaseline.store.evidence import Draft, Evidence
from ceaseline.store.log import Log, opened

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file knows; the same bundle has the same bytes
_SHORTEST = 6  # characters of a hash that are enough to name a file of a case
_README = """A bundle of evidence: one file as it was kept, and what lets you check that.

blob                 the bytes
entry.json           what the log says of them
name.opening         the name they came under, after 32 random bytes; the entry holds the hash of all this
receipt.tlog-proof   that the log holds that entry (C2SP tlog-proof), with a signed checkpoint
custody/             every entry of the log about these bytes up to now, each with its receipt: when they came,
                     what took their place, what was ruled about them, to whom they were handed over
check_bundle.py      checks all this; needs Python 3.11 and the package cryptography
key.txt              the log's public key, for comparison only

    python check_bundle.py . --key NAME+ID+BASE64

Take the key from somewhere else than this bundle: whoever forges a bundle can put another key beside it.
It shows that the bytes were not changed since they were kept. It does not show that they are true, nor that
custody/ leaves nothing out. Names of people in entries are hashes; whoever keeps the log can open them.
"""


def checkpoint(log: Log, key: PrivateKey) -> str:
    """Return the log's state now, signed."""
    return Checkpoint(key.name, log.size, log.root).signed(key)


def receipt(evidence: Evidence, name: str, key: PrivateKey) -> tuple[Receipt, bytes]:
    """Return the receipt of a kept file or a decision, and its entry.

    Args:
        evidence: of a case.
        name: the file's SHA-256, or its first six characters or more; or the id of a decision.
        key: the log's signing key.

    Raises:
        UnknownName: nothing is called so.
        LedgerError: more than one file is.
    """
    with opened(evidence.log_file) as log:
        position, raw = _found(log, name)
        return _receipt(log, position, checkpoint(log, key)), raw


def bundle(evidence: Evidence, name: str, key: PrivateKey, *, to: str, now: datetime) -> bytes:
    """Return a zip file with a kept file, its entry, its receipt, its custody and what checks them.

    That it was handed over becomes an entry, once for each recipient; until something else does, the same
    call gives the same bytes.

    Args:
        evidence: of a case.
        name: the file's SHA-256, or its first six characters or more.
        key: the log's signing key.
        to: who gets it; restricted.
        now: the moment, UTC.

    Raises:
        UnknownName: no kept file has that hash.
        EvidenceError: its bytes are gone or were changed.
    """
    with opened(evidence.log_file) as log:
        position, raw = _found(log, name)
    entry = Entry.parse(raw)
    digest = str(entry.body["sha256"])
    blob = evidence.blobs.read(digest)
    verifier = _verifier()
    _note_handed_over(evidence, digest, to, now)
    with opened(evidence.log_file) as log:
        signed = checkpoint(log, key)
        parts = {
            "README.txt": _README.encode(),
            "blob": blob,
            "entry.json": raw,
            "receipt.tlog-proof": _receipt(log, position, signed).text().encode(),
            "key.txt": f"{key.public}\n".encode(),
            "check_bundle.py": verifier,
        }
        for place, each in log.entries():
            if _is_about(Entry.parse(each), digest):
                parts[f"custody/{place:08}.json"] = each
                parts[f"custody/{place:08}.tlog-proof"] = _receipt(log, place, signed).text().encode()
    held = commitments.commitment_in(entry.body["name"])
    if held is not None:
        parts["name.opening"] = evidence.restricted.read(held)
    return _zipped(parts)


def _verifier() -> bytes:
    try:
        return (files("ceaseline") / "verifier.py").read_bytes()
    except OSError as error:
        raise EvidenceError(f"the verifier cannot be read ({error}). Mend: install the program again") from error


def _note_handed_over(evidence: Evidence, digest: str, to: str, now: datetime) -> None:
    before = [entry for entry in evidence.entries() if entry.kind == "publication" and entry.body["of"] == digest]
    if all(evidence.words(entry, "to") != to for entry in before):
        key = f"publication/{digest}/{len(before)}"
        evidence.add([Draft("publication", key, {"what": "bundle", "of": digest}, {"to": to})], now)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, _NO_TIME), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def opened_checkpoint(note: str, key: PublicKey | None) -> Checkpoint:
    """Return an old checkpoint, its signature checked where there is a key to check it with.

    Raises:
        LedgerError: no checkpoint, or not signed with that key.
    """
    signed = "\n\n\u2014 " in note
    return Checkpoint.opened(note, [key]) if key is not None and signed else Checkpoint.parse(note)


def _receipt(log: Log, position: int, signed: str) -> Receipt:
    return Receipt(position, tuple(merkle.inclusion_proof(position, log.size, log.node)), signed)


def _found(log: Log, name: str) -> tuple[int, bytes]:
    """Return the place and the bytes of the one entry that is meant."""
    found = [(position, raw) for position, raw in log.entries() if _is_called(raw, name)]
    if not found:
        known = [str(Entry.parse(raw).body.get("sha256", ""))[:12] for _, raw in log.entries()]
        raise UnknownName("kept file", name, filter(None, known))
    if len({Entry.parse(raw).body.get("sha256") for _, raw in found}) > 1:
        raise LedgerError(f"{name} is the beginning of more than one hash. Mend: write more of it")
    return found[0]


def _is_called(raw: bytes, name: str) -> bool:
    entry = Entry.parse(raw)
    digest = str(entry.body.get("sha256", ""))
    return (len(name) >= _SHORTEST and digest.startswith(name)) or name == entry.id


def _is_about(entry: Entry, digest: str) -> bool:
    """Whether an entry speaks of the bytes of that hash."""
    body = entry.body
    of = body.get("of")
    spoken = [body.get("sha256"), body.get("by"), *(of if isinstance(of, list) else [of])]
    return digest in spoken or str(body.get("about", "")).startswith(digest)
