from __future__ import annotations

from time import monotonic

import pytest

from ceaseline.cli import progress
from ceaseline.cli.progress import Patience


def work(patience: Patience) -> None:
    with patience:
        for done in range(1, 4):
            patience("alerts.csv", done, 3)


def test_quick_work_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    work(Patience())
    assert ("", "") == tuple(capsys.readouterr())


def test_work_of_more_than_two_seconds_is_shown_on_stderr_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience()
    began = monotonic()
    monkeypatch.setattr(progress, "monotonic", lambda: began + 2.1)
    work(patience)
    shown = capsys.readouterr()
    assert "" == shown.out
    assert "alerts.csv" in shown.err
    assert "100%" in shown.err


def test_of_very_many_files_the_newest_are_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience()
    began = monotonic()
    monkeypatch.setattr(progress, "monotonic", lambda: began + 2.1)
    with patience:
        for number in range(1, 101):
            patience(f"file-{number}.csv", 1, 1)
        capsys.readouterr()
    shown = capsys.readouterr().err
    assert "file-100.csv" in shown
    assert "file-94.csv" not in shown
