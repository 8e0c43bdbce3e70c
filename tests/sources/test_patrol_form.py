"""The form for patrols: valid, in six languages, asking for nobody's name, and shipped as it is made."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook
from pyxform.xls2xform import convert

from ceaseline.sources.patrol import papers
from ceaseline.sources.patrol.fields import OBSERVATION, RESTRICTION, TEMPLATE_COLUMNS, WATCH
from ceaseline.sources.patrol.form import TEMPLATE, XLSFORM, questions
from ceaseline.sources.patrol.form.making import made
from ceaseline.sources.patrol.names import field

_XFORMS = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def form() -> ET.Element:
    return ET.fromstring(convert(io.BytesIO(papers()[XLSFORM]), validate=False).xform)  # noqa: S314  our own


def unpacked(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet(name: str, which: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(papers()[name])).get_sheet_by_name(which).to_python()


@pytest.mark.parametrize("name", [XLSFORM, TEMPLATE])
def test_what_is_shipped_is_what_the_script_makes(name: str) -> None:
    """Unpacked, as another build of zlib may pack otherwise."""
    assert unpacked(made()[name]) == unpacked(papers()[name])


def test_the_form_is_one_that_odk_and_kobo_take_without_a_warning() -> None:
    assert [] == convert(io.BytesIO(papers()[XLSFORM]), validate=False).warnings


def test_the_form_asks_for_everything_that_is_read(form: ET.Element) -> None:
    asked = {node.get("nodeset", "").rsplit("/", 1)[-1] for node in form.iter(f"{_XFORMS}bind")}
    places = {"observer_lat", "observer_lon", "event_lat", "event_lon"}
    read = {"asset", *WATCH, *OBSERVATION, *RESTRICTION, "remarks", "observations", "restrictions"} - places
    assert set() == (read | {"observer_place", "event_place"}) - asked


def test_every_question_that_takes_an_answer_is_read(form: ET.Element) -> None:
    """But for the one that only opens the restrictions."""
    binds = [node for node in form.iter(f"{_XFORMS}bind") if node.get("type") and node.get("readonly") is None]
    asked = {node.get("nodeset", "").rsplit("/", 1)[-1] for node in binds}
    known = {name for name in asked if field(name) or field(f"{name}-Latitude")}
    assert {"was_restricted"} == asked - known - {"instanceID", "instanceName"}


def test_the_form_takes_nothing_of_the_person_or_the_telephone(form: ET.Element) -> None:
    preloads = {node.get(key) for node in form.iter() for key in node.keys() if "preload" in key}  # noqa: SIM118
    assert preloads <= {"uid"}
    taken = {"deviceid", "username", "email", "phonenumber", "simserial", "subscriberid", "audit", "image", "audio"}
    assert set() == taken & {question["type"] for question in questions()["questions"]}


def test_that_nothing_was_observed_is_an_answer(form: ET.Element) -> None:
    assert "nothing" in {value.text for value in form.iter(f"{_XFORMS}name")}


def test_every_label_is_there_in_every_language(form: ET.Element) -> None:
    languages = {node.get("lang"): node for node in form.iter(f"{_XFORMS}translation")}
    assert set(questions()["languages"]) == set(languages)
    texts = {
        name: {text.get("id"): text.findtext(f"{_XFORMS}value") for text in node}
        for name, node in languages.items()
    }
    (english, *others) = (texts[name] for name in questions()["languages"])
    for other in others:
        assert set(english) == set(other)
        assert all(label and label not in ("-", "") for label in other.values())


def test_labels_in_other_letters_are_in_those_letters() -> None:
    scripts = {2: "[\u0400-\u04ff]", 3: "[\u0400-\u04ff]", 4: "[\u0600-\u06ff]"}
    said = [question["label"] for question in questions()["questions"] if "label" in question]
    said += [labels for words in questions()["choices"].values() for labels in words.values()]
    for labels in said:
        assert 6 == len(labels), labels
        assert all(re.search(letters, labels[at]) for at, letters in scripts.items()), labels


def test_where_something_fell_is_asked_only_where_that_is_no_place_of_fire() -> None:
    (place,) = (each for each in questions()["questions"] if each["name"] == "event_place")
    described = set(re.findall(r"\$\{description\} = '([a-z_]+)'", place["relevant"]))
    assert {"incoming", "controlled", "exercise_inside", "exercise_outside"} == described
    assert {"explosion", "weapon_presence"} == set(re.findall(r"\$\{phenomenon\} = '([a-z_]+)'", place["relevant"]))


def test_the_template_has_the_columns_that_are_read_and_says_what_each_means() -> None:
    (header,) = sheet(TEMPLATE, "patrol")
    assert list(TEMPLATE_COLUMNS) == header
    means = dict(row for row in sheet(TEMPLATE, "columns")[1:])
    assert list(TEMPLATE_COLUMNS) == list(means)
    assert all(means.values())


def test_the_template_says_which_words_may_stand_in_a_cell() -> None:
    told = {(column, word) for column, word, _ in sheet(TEMPLATE, "words")[1:]}
    assert {(name, word) for name, words in questions()["choices"].items() for word in words} == told
