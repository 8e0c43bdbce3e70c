"""Check a bundle: that these bytes were kept, when, and that the log that says so was signed.

This file stands alone. It needs Python 3.11 and the package ``cryptography``, and nothing of the program that
made the bundle: hand it over, read it, run it:

    python check_bundle.py FOLDER --key NAME+ID+BASE64

The key is the log's public key. Take it from somewhere else than the bundle: whoever forges a bundle can put
another key beside it. What is checked shows that the bytes were not changed since they were kept. It never
shows that what they say is true.
"""

# Written apart from the program's own checks on purpose: two that agree are worth more than one used twice.

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_TEXT = 1_000_000  # bytes of a receipt or an entry; real ones have some thousand


class Refused(Exception):
    """The bundle does not hold; the message says where."""


def check(folder: Path, key: str) -> list[str]:
    """Return what holds, in words.

    Args:
        folder: the bundle, unpacked.
        key: the log's public key, ``NAME+ID+BASE64``.

    Raises:
        Refused: something does not hold.
    """
    own = parse_key(key)
    index, size, entry = in_log(folder / "entry.json", folder / "receipt.tlog-proof", own)
    body = entry["body"]
    digest, length = hash_file(folder / "blob")
    if digest != body["sha256"] or length != body["bytes"]:
        raise Refused("the bytes in blob are not the ones the entry speaks of")
    name = opened_name(body["name"], folder / "name.opening")
    source = body.get("source", "the case")
    return [
        f"blob: {length:,} bytes, SHA-256 {digest}, as the entry says",
        f"entry: {name} for {source}, received {entry['received']} by the clock of who kept it",
        f"receipt: the entry lies at {index} in a log of {size:,} entries",
        f"checkpoint: signed with the key of {own[0]}",
        *custody(folder / "custody", own),
    ]


def in_log(entry_file: Path, receipt_file: Path, key: tuple[str, bytes, bytes]) -> tuple[int, int, dict[str, Any]]:
    """Return where an entry lies in the log, how long the log is, and what the entry says."""
    name, key_id, public = key
    entry = read(entry_file)
    index, proof, note = parse_receipt(read(receipt_file).decode("utf-8", "strict"))
    origin, size, root = parse_checkpoint(open_note(note, name, key_id, public))
    if origin != name:
        raise Refused(f"the checkpoint is of the log {origin}, not of {name}")
    if root_of(index, size, hashlib.sha256(b"\x00" + entry).digest(), proof) != root:
        raise Refused(f"the log does not hold {entry_file.name} at {index}")
    told = json.loads(entry)
    if not isinstance(told, dict) or not isinstance(told.get("body"), dict):
        raise Refused(f"{entry_file.name} is no entry")
    return index, size, told


def opened_name(named: object, opening: Path) -> str:
    """Return the name a file came under, having seen that it is the one the entry commits to."""
    held = named.get("commitment") if isinstance(named, dict) else None
    if held is None:
        return str(named)
    raw = read(opening)
    if hashlib.sha256(raw).hexdigest() != held:
        raise Refused("the name in name.opening is not the one the entry commits to")
    return raw[32:].decode("utf-8", "strict")


def custody(folder: Path, key: tuple[str, bytes, bytes]) -> list[str]:
    """Return what the log says happened to the bytes, each entry checked; nothing shows that none is left out."""
    held = []
    for entry_file in sorted(folder.glob("*.json")):
        index, _, entry = in_log(entry_file, entry_file.with_suffix(".tlog-proof"), key)
        held.append(f"custody: {entry['kind']}, {entry['received']}, at {index}")
    return held


def read(path: Path) -> bytes:
    """Return a small file of the bundle."""
    with path.open("rb") as file:
        content = file.read(MAX_TEXT + 1)
    if len(content) > MAX_TEXT:
        raise Refused(f"{path.name} is longer than {MAX_TEXT:,} bytes")
    return content


def hash_file(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file in hexadecimal, and its length."""
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            length += len(chunk)
    return digest.hexdigest(), length


def parse_key(text: str) -> tuple[str, bytes, bytes]:
    """Return name, id and 32 bytes of a public key (C2SP signed-note, Ed25519)."""
    parts = text.strip().split("+", 2)
    raw = base64.b64decode(parts[2], validate=True) if len(parts) == 3 else b""
    if len(raw) != 33 or raw[0] != 1:
        raise Refused("the key is not NAME+ID+BASE64 of an Ed25519 key")
    expected = hashlib.sha256(parts[0].encode() + b"\n" + raw).digest()[:4]
    if bytes.fromhex(parts[1]) != expected:
        raise Refused("the key was miscopied: its parts do not belong together")
    return parts[0], expected, raw[1:]


def parse_receipt(text: str) -> tuple[int, list[bytes], str]:
    """Return index, proof and signed checkpoint of a receipt (C2SP tlog-proof)."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Refused("the receipt does not begin with c2sp.org/tlog-proof@v1")
    rest = lines[2:] if lines[1].startswith("extra ") else lines[1:]
    if not rest or not rest[0].startswith("index ") or not rest[0][6:].isdecimal():
        raise Refused("the receipt names no index")
    return int(rest[0][6:]), [base64.b64decode(line, validate=True) for line in rest[1:]], note


def open_note(note: str, name: str, key_id: bytes, public: bytes) -> str:
    """Return the text of a note, having seen that the key signed it."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        words = line.split(" ")
        if len(words) != 3 or words[:2] != ["\u2014", name]:
            continue
        raw = base64.b64decode(words[2], validate=True)
        if raw[:4] != key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
        except InvalidSignature:
            raise Refused(f"the signature of {name} is wrong") from None
        return text
    raise Refused(f"{name} did not sign this checkpoint")


def parse_checkpoint(text: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint (C2SP tlog-checkpoint)."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isdecimal():
        raise Refused("this is no checkpoint")
    return lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)


def root_of(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """Return the root that a proof leads to (RFC 9162, section 2.1.3.2), worked out from the top down."""
    if not 0 <= index < size:
        raise Refused(f"a log of {size} entries has none at {index}")
    turns = []  # for each step from the leaf up: whether the sibling stands left
    start, stop = 0, size
    while stop - start > 1:
        split = start + (1 << (stop - start - 1).bit_length() - 1)
        turns.append(index >= split)
        start, stop = (split, stop) if index >= split else (start, split)
    if len(turns) != len(proof):
        raise Refused("the proof has not the right length")
    found = leaf
    for sibling, left in zip(proof, reversed(turns), strict=True):
        found = hashlib.sha256(b"\x01" + (sibling + found if left else found + sibling)).digest()
    return found


def main() -> int:
    """Check the bundle that the command line names; return the exit code."""
    parser = argparse.ArgumentParser(description="Check a bundle of evidence.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", required=True, help="the log's public key, from somewhere else than the bundle")
    asked = parser.parse_args()
    try:
        held = check(asked.folder, asked.key)
    except (Refused, OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        sys.stdout.write(f"DOES NOT HOLD: {error}\n")
        return 1
    sys.stdout.write("".join(f"holds: {line}\n" for line in held))
    sys.stdout.write(
        "These bytes were not changed since they were kept. Whether they are true is another question.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
