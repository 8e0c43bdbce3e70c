from __future__ import annotations

from pathlib import Path

import pytest

from ceaseline.errors import EvidenceError, LedgerError
from ceaseline.ledger import PrivateKey
from ceaseline.store import Keys

SEED = bytes(range(32))


def test_a_key_is_found_again_by_its_public_half(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    public = keys.make("mission", SEED)
    assert PrivateKey("mission", SEED) == keys.find(public)


def test_a_key_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    place = keys.place(keys.make("mission", SEED))
    assert 0o600 == place.stat().st_mode & 0o777
    assert 0o700 == place.parent.stat().st_mode & 0o777


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    place = keys.place(keys.make("mission", SEED))
    before = place.read_bytes()
    with pytest.raises(EvidenceError, match="could not be written"):
        keys.make("mission", SEED)
    assert before == place.read_bytes()


def test_a_key_that_is_not_here_is_none(tmp_path: Path) -> None:
    assert Keys(tmp_path / "keys").find(PrivateKey("mission", SEED).public) is None


def test_a_file_with_another_key_is_noticed(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    public = keys.make("mission", SEED)
    keys.place(public).write_text(PrivateKey("other", SEED).to_text(), "utf-8")
    with pytest.raises(LedgerError, match="does not hold the private half of mission"):
        keys.find(public)
