"""Signed notes (C2SP signed-note): a text, an empty line, and a line for each key that signed it.

Signatures by unknown keys are passed over, so that keys can be changed and witnesses added later; a wrong
signature by a known key refuses the whole note.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from hashlib import sha256

import attrs
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ceaseline.errors import LedgerError

MAX_NOTE = 1_000_000  # characters
MAX_SIGNATURES = 100
_ED25519 = b"\x01"  # the signature type of C2SP signed-note
_NO_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_NAME = re.compile(r"[^\s+\ud800-\udfff]+")
_SIGNATURE = re.compile("\u2014 ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})")


@attrs.frozen
class PublicKey:
    """A key that checks signatures.

    Attributes:
        name: whose it is, such as ``example.org/mission``; no blanks, no plus.
        raw: 32 bytes.

    Examples:
        >>> PublicKey.parse(str(PublicKey("example.org/log", bytes(32)))).name
        'example.org/log'
    """

    name: str = attrs.field(validator=attrs.validators.matches_re(_NAME))
    raw: bytes = attrs.field(validator=[attrs.validators.min_len(32), attrs.validators.max_len(32)])

    @property
    def id(self) -> bytes:
        """Four bytes that stand for the key in a signature line; an identifier, not a proof."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_text(_ED25519 + self.raw)}"

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """Return the key that a line such as ``name+1a2b3c4d+base64`` spells.

        Raises:
            LedgerError: it spells none, or its parts do not belong together.
        """
        name, key_id, raw = _three(text.strip(), "public key")
        key = cls(name, raw)
        if key.id != key_id:
            raise LedgerError(f"the public key of {name} was miscopied: its parts do not belong together")
        return key

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Tell whether *signature* was made over *text* with the private half of this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@attrs.frozen
class PrivateKey:
    """A key that signs; it lives outside the case.

    Attributes:
        name: as in its public half.
        seed: 32 bytes, never printed.
    """

    name: str = attrs.field(validator=attrs.validators.matches_re(_NAME))
    seed: bytes = attrs.field(repr=False, validator=[attrs.validators.min_len(32), attrs.validators.max_len(32)])

    @property
    def public(self) -> PublicKey:
        """The half that may be shown to everybody."""
        return PublicKey(self.name, self._key.public_key().public_bytes_raw())

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def to_text(self) -> str:
        """Return the line that a key file holds."""
        return f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{_text(_ED25519 + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> PrivateKey:
        """Return the key that a key file holds.

        Raises:
            LedgerError: it holds none.
        """
        line = text.strip()
        if not line.startswith("PRIVATE+KEY+"):
            raise LedgerError("this is no private key: it should begin with PRIVATE+KEY+")
        name, key_id, seed = _three(line.removeprefix("PRIVATE+KEY+"), "private key")
        key = cls(name, seed)
        if key.public.id != key_id:
            raise LedgerError(f"the private key of {name} was miscopied: its parts do not belong together")
        return key

    def sign(self, text: str) -> str:
        """Return *text* as a signed note.

        Args:
            text: ends with a newline and has no control characters but newlines.

        Raises:
            LedgerError: the text cannot be a note.
        """
        if not text.endswith("\n") or _NO_TEXT.search(text):
            raise LedgerError("a note ends with a newline and has no other control characters")
        signature = self.public.id + self._key.sign(text.encode())
        return f"{text}\n\u2014 {self.name} {_text(signature)}\n"


def open_note(note: str, keys: Iterable[PublicKey]) -> tuple[str, tuple[PublicKey, ...]]:
    """Return the text of a note and the known keys that signed it.

    Raises:
        LedgerError: no note, no signature by a known key, or a wrong one by a known key.
    """
    if len(note) > MAX_NOTE:
        raise LedgerError(f"a note has at most {MAX_NOTE:,} characters")
    if _NO_TEXT.search(note):
        raise LedgerError("this is no signed note: it holds what is no text")
    text, gap, rest = note.rpartition("\n\n")
    lines = rest.splitlines()
    found = [_SIGNATURE.fullmatch(line) for line in lines]
    if not gap or not lines or len(lines) > MAX_SIGNATURES or not rest.endswith("\n") or not all(found):
        raise LedgerError("this is no signed note: after an empty line there should be signature lines alone")
    known = {(key.name, key.id): key for key in keys}
    signed_by: dict[tuple[str, bytes], PublicKey] = {}
    for match in found:
        name, raw = (match[1], _bytes(match[2], "signature")) if match else ("", b"")
        key = known.get((name, raw[:4]))
        if key is not None and not key.verifies((text + "\n").encode(), raw[4:]):
            raise LedgerError(f"the signature of {name} is wrong: the note was changed, or signed by somebody else")
        if key is not None:
            signed_by[name, raw[:4]] = key
    if not signed_by:
        names = ", ".join(sorted({name for name, _ in known})) or "none"
        raise LedgerError(f"nobody we know signed this note (we know: {names})")
    return text + "\n", tuple(signed_by.values())


def _three(text: str, what: str) -> tuple[str, bytes, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]) or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise LedgerError(f"this is no {what}: it should be NAME+ID+KEY")
    raw = _bytes(parts[2], what)
    if len(raw) != 33 or raw[:1] != _ED25519:
        raise LedgerError(f"this {what} is not of the kind Ed25519, the only one known here")
    return parts[0], bytes.fromhex(parts[1]), raw[1:]


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # binascii.Error is one, and so is what a letter beyond ASCII raises
        raise LedgerError(f"the {what} is not base64") from None
