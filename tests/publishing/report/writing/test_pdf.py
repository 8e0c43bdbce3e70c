"""The report on paper."""

from __future__ import annotations

import attrs
import pytest

from ceaseline.publishing.report.model import Sentence
from ceaseline.publishing.report.writing import write
from ceaseline.publishing.report.writing.pdf import _Told
from invented_report import ARABIC, CHINESE, CYRILLIC, usual_report


@pytest.mark.parametrize(("name", "expected"), [(CYRILLIC, False), (ARABIC, False), (CHINESE, True)])
def test_a_script_that_our_font_lacks_is_set_all_the_same_and_a_sentence_warns_of_boxes(
    name: str, expected: bool
) -> None:
    report = usual_report()
    told = attrs.evolve(report, sections=(attrs.evolve(report.sections[0], sentences=(Sentence(name),)),))
    assert expected == _Told(told).report()["needs_fonts"]
    assert write(told, ["pdf"])["report.pdf"].startswith(b"%PDF-1.7")


def test_paper_is_tagged_and_names_its_title_and_language() -> None:
    file = write(usual_report(), ["pdf"])["report.pdf"]
    assert b"/MarkInfo" in file
    assert b"/Lang(en)" in file
    assert b"pdfuaid:part" in file
    assert b"pdfaid:part" in file
