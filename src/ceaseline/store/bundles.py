"""What is handed over: one kept file with everything that lets an outsider check it."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files

from ceaseline.errors import LedgerError, UnknownName
from ceaseline.ledger import Checkpoint, Entry, PrivateKey, PublicKey, Receipt, merkle
from ceaseline.store.evidence import Evidence
from ceaseline.store.log import Log, opened

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file knows; the same bundle has the same bytes
_SHORTEST = 6  # characters of a hash that are enough to name a file of a case
_README = """A bundle of evidence: one file as it was kept, and what lets you check that.

blob                 the bytes
entry.json           what the log says of them
receipt.tlog-proof   that the log holds that entry (C2SP tlog-proof), with a signed checkpoint
check_bundle.py      checks all this; needs Python 3.11 and the package cryptography
key.txt              the log's public key, for comparison only

    python check_bundle.py . --key NAME+ID+BASE64

Take the key from somewhere else than this bundle: whoever forges a bundle can put another key beside it.
It shows that the bytes were not changed since they were kept. It does not show that they are true.
"""


def checkpoint(log: Log, key: PrivateKey) -> str:
    """Return the log's state now, signed."""
    return Checkpoint(key.name, log.size, log.root).signed(key)


def receipt(evidence: Evidence, name: str, key: PrivateKey) -> tuple[Receipt, bytes]:
    """Return the receipt of a kept file and its entry.

    Args:
        evidence: of a case.
        name: the file's SHA-256, or its first six characters or more.
        key: the log's signing key.

    Raises:
        UnknownName: no kept file has that hash.
        LedgerError: more than one has.
    """
    with opened(evidence.log_file) as log:
        found = [(position, raw) for position, raw in log.entries() if _is_called(Entry.parse(raw), name)]
        if not found:
            known = [str(entry.body.get("sha256", ""))[:12] for entry in evidence.entries()]
            raise UnknownName("kept file", name, known)
        if len({Entry.parse(raw).body["sha256"] for _, raw in found}) > 1:
            raise LedgerError(f"{name} is the beginning of more than one hash. Mend: write more of it")
        position, raw = found[0]
        proof = merkle.inclusion_proof(position, log.size, log.node)
        return Receipt(position, tuple(proof), checkpoint(log, key)), raw


def bundle(evidence: Evidence, name: str, key: PrivateKey) -> bytes:
    """Return a zip file with a kept file, its entry, its receipt and what checks them.

    The same evidence and the same key give the same bytes.

    Raises:
        UnknownName: no kept file has that hash.
        EvidenceError: its bytes are gone or were changed.
    """
    told, raw = receipt(evidence, name, key)
    with evidence.blobs.opener(Entry.parse(raw).body["sha256"])() as stream:
        blob = stream.read()
    verifier = (files("ceaseline") / "verifier.py").read_bytes()
    parts = {
        "README.txt": _README.encode(),
        "blob": blob,
        "entry.json": raw,
        "receipt.tlog-proof": told.text().encode(),
        "key.txt": f"{key.public}\n".encode(),
        "check_bundle.py": verifier,
    }
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


def _is_called(entry: Entry, name: str) -> bool:
    digest = str(entry.body.get("sha256", ""))
    return len(name) >= _SHORTEST and digest.startswith(name)
