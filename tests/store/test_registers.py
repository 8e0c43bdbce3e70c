"""Lines of registers in the log: entered once, superseded, taken back, and restricted words apart from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from ceaseline.errors import EvidenceError
from ceaseline.store import Evidence, Line, audited, enter, entered, erase, newest, registers

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    return Evidence(tmp_path / "evidence")


def write(evidence: Evidence, of: str, now: datetime = NOON, **cells: str) -> tuple[str, bool]:
    ((entry, is_new),) = enter(evidence, "orders", [Line(of, cells)], restricted={"office"}, now=now)
    return entry.id, is_new


def test_what_is_entered_stands_with_its_cells(evidence: Evidence) -> None:
    name, _ = write(evidence, "O-1", party="A", office="chief of staff")
    (line,) = entered(evidence, "orders")
    assert (name, {"party": "A", "office": "chief of staff"}) == (line.entry_id, line.line.cells)
    assert (["orders"], []) == (registers(evidence), registers(evidence, NOON - HOUR))


def test_the_same_line_again_is_no_second_entry(evidence: Evidence) -> None:
    assert (True, False) == (
        write(evidence, "O-1", party="A")[1],
        write(evidence, "O-1", NOON + HOUR, party="A")[1],
    )
    assert 1 == len(list(evidence.entries()))


def test_a_newer_line_stands_and_the_older_is_named_and_stays(evidence: Evidence) -> None:
    first, _ = write(evidence, "O-1", party="A")
    second, _ = write(evidence, "O-1", NOON + HOUR, party="B")
    (line,) = entered(evidence, "orders")
    assert (second, first, "B") == (line.entry_id, line.supersedes, line.line.cells["party"])
    (then,) = entered(evidence, "orders", until=NOON)
    assert (first, "A") == (then.entry_id, then.line.cells["party"])


def test_going_back_to_what_was_said_before_is_an_entry_of_its_own(evidence: Evidence) -> None:
    for number, party in enumerate("ABA"):
        write(evidence, "O-1", NOON + number * HOUR, party=party)
    assert 3 == len(list(evidence.entries()))
    assert "A" == entered(evidence, "orders")[0].line.cells["party"]


def test_a_line_taken_back_stands_no_more_and_is_still_known(evidence: Evidence) -> None:
    write(evidence, "O-1", party="A")
    enter(evidence, "orders", [Line("O-1", {}, "entered twice")], restricted=(), now=NOON + HOUR)
    assert [] == entered(evidence, "orders")
    assert ["entered twice"] == [each.line.withdrawn for each in newest(evidence, "orders")]
    assert write(evidence, "O-1", NOON + 2 * HOUR, party="A")[1]


def test_restricted_words_are_in_no_entry_and_can_be_erased(evidence: Evidence) -> None:
    write(evidence, "O-1", party="A", office="Colonel Made Up")
    (entry,) = evidence.entries()
    assert b"Made Up" not in entry.to_bytes()
    erase(evidence, entry, reason="names somebody", reviewer="R. One", now=NOON + HOUR)
    everything = b"".join(path.read_bytes() for path in evidence.folder.rglob("*") if path.is_file())
    assert b"Made Up" not in everything
    assert {"party": "A"} == entered(evidence, "orders")[0].line.cells
    assert () == audited(evidence, None, lambda *_: None).wrong


def test_registers_do_not_see_each_other(evidence: Evidence) -> None:
    write(evidence, "X", party="A")
    enter(evidence, "calls", [Line("X", {"caller": "B"})], restricted=(), now=NOON)
    assert [{"party": "A"}] == [each.line.cells for each in entered(evidence, "orders")]
    assert [{"caller": "B"}] == [each.line.cells for each in entered(evidence, "calls")]


def test_somebody_who_enters_the_same_thing_meanwhile_is_told(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(evidence, "O-1", party="A")
    monkeypatch.setattr(
        import_module("ceaseline.store.registers"), "_all", lambda *_: []
    )  # as it looked before the other's line
    with pytest.raises(EvidenceError, match="somebody else entered O-1"):
        write(evidence, "O-1", party="B")


def test_many_lines_come_in_one_go_or_not_at_all(evidence: Evidence) -> None:
    told = enter(evidence, "orders", [Line(f"O-{n}", {"party": "A"}) for n in range(500)], restricted=(), now=NOON)
    assert 500 == sum(is_new for _, is_new in told)
    again = enter(evidence, "orders", [Line(f"O-{n}", {"party": "A"}) for n in range(501)], restricted=(), now=NOON)
    assert [False] * 500 + [True] == [is_new for _, is_new in again]
