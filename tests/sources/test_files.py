from __future__ import annotations

from pathlib import Path

import pytest

from ceaseline.errors import InputError
from ceaseline.sources.files import arrivals, at


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "inbox").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "c.txt"):
        (folder / "inbox" / name).write_text(name)
    (tmp_path / "secret.csv").write_text("not of this case")
    return folder


def names(folder: Path, pattern: str) -> list[str]:
    return [arrival.name for arrival in arrivals(folder, pattern)]


def test_files_that_fit_the_pattern_arrive_sorted_by_name(case: Path) -> None:
    assert ["a.csv", "b.csv"] == names(case, "inbox/*.csv")


def test_a_pattern_that_fits_nothing_brings_nothing(case: Path) -> None:
    assert [] == names(case, "inbox/*.json")


def test_folders_are_no_files(case: Path) -> None:
    assert [] == names(case, "*")


def test_an_arrival_opens_its_bytes_afresh_each_time(case: Path) -> None:
    (arrival,) = arrivals(case, "inbox/a.csv")
    for _ in range(2):
        with arrival.open() as stream:
            assert b"a.csv" == stream.read()


def test_a_file_handed_over_by_hand_keeps_its_name(case: Path) -> None:
    assert "a.csv" == at(case / "inbox" / "a.csv").name


@pytest.mark.parametrize("pattern", ["../secret.csv", "inbox/../../secret.csv", "*/../../*.csv"])
def test_a_pattern_may_not_lead_up_and_out_of_the_case(case: Path, pattern: str) -> None:
    with pytest.raises(InputError, match=r"leads out of the case\. Mend: "):
        names(case, pattern)


def test_a_pattern_may_not_be_absolute(case: Path) -> None:
    with pytest.raises(InputError, match="Mend: "):
        names(case, str(case.parent / "secret.csv"))


def test_a_link_may_not_lead_out_of_the_case(case: Path) -> None:
    (case / "inbox" / "linked.csv").symlink_to(case.parent / "secret.csv")
    with pytest.raises(InputError, match=r"linked\.csv leads out of the case"):
        names(case, "inbox/*.csv")


def test_a_linked_folder_may_not_lead_out_of_the_case(case: Path) -> None:
    (case / "elsewhere").symlink_to(case.parent, target_is_directory=True)
    with pytest.raises(InputError, match=r"secret\.csv leads out of the case"):
        names(case, "elsewhere/*.csv")


def test_a_link_that_stays_in_the_case_is_followed(case: Path) -> None:
    (case / "inbox" / "again.csv").symlink_to(case / "inbox" / "a.csv")
    assert ["a.csv", "again.csv", "b.csv"] == names(case, "inbox/*.csv")


def test_a_link_to_itself_is_no_file(case: Path) -> None:
    (case / "inbox" / "loop.csv").symlink_to(case / "inbox" / "loop.csv")
    assert ["a.csv", "b.csv"] == names(case, "inbox/*.csv")


def test_a_case_that_is_itself_reached_by_a_link_is_a_case(case: Path) -> None:
    other = case.parent / "other"
    other.symlink_to(case, target_is_directory=True)
    assert ["a.csv"] == names(other, "inbox/a.csv")


@pytest.mark.parametrize("pattern", ["", "."])
def test_what_is_no_pattern_is_told(case: Path, pattern: str) -> None:
    with pytest.raises(InputError, match=r"is no path inside the case\. Mend: "):
        names(case, pattern)
