"""Picks of QuakeML: what a station recorded and when; never a place, and nothing a document brings on its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources import Reading
from ceaseline.sources.quakeml import document
from ceaseline.sources.quakeml.document import plain
from ceaseline.tables import Observations

Read = Callable[..., Reading]

TIME = "<time><value>2031-05-03T04:10:31.250000Z</value><uncertainty>0.1</uncertainty></time>"
WAVE = '<waveformID networkCode="XX" stationCode="TOY1" locationCode="00" channelCode="BDF"/>'
ORIGIN = (
    '<origin publicID="smi:local/or"><time><value>2031-05-03T04:10:02Z</value></time><latitude><value>12.3456'
    "</value></latitude><longitude><value>34.5678</value></longitude></origin>"
)
HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<q:quakeml xmlns="http://quakeml.org/xmlns/bed/1.2" xmlns:q="http://quakeml.org/xmlns/quakeml/1.2">'
    '<eventParameters publicID="smi:local/toy">'
)
TAIL = "</eventParameters></q:quakeml>\n"


def pick(name: str = "pk", time: str = TIME, *, more: str = WAVE) -> str:
    return f'<pick publicID="{name}">{time}{more}</pick>'


def event(*picks: str, more: str = "<type>explosion</type>") -> str:
    return f'<event publicID="smi:local/ev">{"".join(picks)}{more}</event>'


def quakeml(*events: str) -> str:
    return HEAD + "".join(events) + TAIL


@pytest.fixture(scope="session")
def read_quakeml(read_kind: Read) -> Read:
    return lambda content, **keys: read_kind("quakeml", content, **keys)


@pytest.fixture(scope="session")
def one(read_quakeml: Read) -> Callable[..., dict[str, Any]]:
    """Read a file of one good pick."""

    def read(given: str, more: str = "<type>explosion</type>") -> dict[str, Any]:
        reading = read_quakeml(quakeml(event(given, more=more)))
        assert (1, 0) == (reading.rows.height, reading.set_aside.height)
        return reading.rows.row(0, named=True)

    return read


One = Callable[..., dict[str, Any]]


def rules(reading: Reading) -> dict[int, tuple[str, str]]:
    return {line: (field, rule) for line, field, rule in reading.set_aside.select("line", "field", "rule").rows()}


def uncertain(value: str) -> str:
    return f"<time><value>2031-05-03T04:10:31.25Z</value>{value}</time>"


def azimuth(value: str, more: str = "") -> str:
    return f"{WAVE}<backazimuth><value>{value}</value>{more}</backazimuth>"


# A pick


def test_a_pick_says_when_a_wave_came_how_exactly_and_from_where(one: One) -> None:
    row = one(pick(more=azimuth("48.5", "<uncertainty>3.5</uncertainty>")))
    at = datetime(2031, 5, 3, 4, 10, 31, 250_000, tzinfo=UTC)
    expected = {
        "observation_id": "sample-pk",
        "line": 1,
        "means": "infrasound",
        "phenomenon": "explosion",
        "earliest": at,
        "latest": at,
        "time_sigma_s": 0.1,
        "bearing_deg": 48.5,
        "bearing_sigma_deg": 3.5,
        "text": "channel BDF",
    }
    assert expected == {name: row[name] for name in expected}


def test_a_pick_has_no_place_whatever_the_file_says_of_origins(read_quakeml: Read) -> None:
    reading = read_quakeml(quakeml(event(pick(), pick("bad", ""), more=ORIGIN)))
    row = reading.rows.row(0, named=True)
    places = ("lon", "lat", "radius_m", "major_m", "minor_m", "accused")
    assert [None] * 6 == [row[name] for name in places]
    assert "channel BDF, origin given by the file, not used" == row["text"]
    everything = f"{reading.rows.to_dicts()}{reading.set_aside.to_dicts()}{reading.header}{reading.notes}"
    assert [] == [word for word in ("12.3456", "34.5678", "TOY1", "XX") if word in everything]
    assert "1 picks belong to events with an origin; it is not used" in reading.notes


CHANNELS: dict[str, str | None] = {
    "BDF": "infrasound", "HDF": "infrasound", "hdf": "infrasound", "HHZ": "seismic", "BHN": "seismic",
    "SLZ": "seismic", "HNE": "seismic", "BH1": "seismic", "EDH": None, "LOG": None, "BD": None, "BDFX": None,
}  # fmt: skip


@pytest.mark.parametrize(("channel", "means"), CHANNELS.items())
def test_the_channel_says_what_recorded_it(one: One, channel: str, means: str | None) -> None:
    row = one(pick(more=f'<waveformID stationCode="TOY1" channelCode="{channel}"/><phaseHint>I</phaseHint>'))
    assert means == row["means"]


@pytest.mark.parametrize(("phase", "means"), [("I", "infrasound"), ("P", None), ("", None)])
@pytest.mark.parametrize("wave", ["", '<waveformID stationCode="TOY1"/>'])
def test_without_a_channel_a_phase_of_infrasound_will_do(
    one: One, wave: str, phase: str, means: str | None
) -> None:
    assert means == one(pick(more=f"{wave}<phaseHint>{phase}</phaseHint>"))["means"]


def test_channels_not_known_are_counted_in_a_note(read_quakeml: Read) -> None:
    others = [pick(f"pk{number}", more="") for number in range(2)]
    notes = read_quakeml(quakeml(event(pick(), *others))).notes
    assert "2 picks are of channels that are neither of infrasound nor of a seismometer" in notes


TYPES: dict[str, tuple[str, str | None, str]] = {
    "an explosion": ("<type>explosion</type>", "explosion", "channel BDF"),
    "a certain one": (
        "<type>explosion</type><typeCertainty>known</typeCertainty>", "explosion", "channel BDF, type known",
    ),
    "a suspected one": (
        "<typeCertainty>suspected</typeCertainty><type>explosion</type>",
        "explosion", "channel BDF, type suspected",
    ),
    "nothing": ("<type>not existing</type>", "no_event", "channel BDF"),
    "not told": ("<type>not reported</type>", None, "channel BDF"),
    "no type": ("", None, "channel BDF"),
    "a word not known": ("<type>quarry blast</type>", "quarry blast", "channel BDF"),
    "a word over two lines": ("<type>quarry\n  blast</type>", "quarry blast", "channel BDF"),
}  # fmt: skip


@pytest.mark.parametrize(("more", "phenomenon", "text"), TYPES.values(), ids=TYPES.keys())
def test_the_type_of_the_event_is_what_was_recorded(one: One, more: str, phenomenon: str | None, text: str) -> None:
    row = one(pick(), more)
    assert (phenomenon, text) == (row["phenomenon"], row["text"])


@pytest.mark.parametrize("more", ["<type>explosion</type>", "<type>not existing</type>", ""])
def test_a_rejected_pick_is_kept_without_a_phenomenon_and_counted(read_quakeml: Read, more: str) -> None:
    rejected = pick(more=f"{WAVE}<evaluationStatus>rejected</evaluationStatus>")
    reading = read_quakeml(quakeml(event(rejected, more=more)))
    assert [(None, "channel BDF, rejected")] == reading.rows.select("phenomenon", "text").rows()
    assert "1 picks were rejected by those who picked them" in reading.notes


def test_words_not_known_are_kept_counted_and_named(read_quakeml: Read) -> None:
    words = ["thunder", "explosion", "thunder", "earthquake"]
    events = [event(pick(f"pk{number}"), more=f"<type>{word}</type>") for number, word in enumerate(words)]
    reading = read_quakeml(quakeml(*events))
    assert words == reading.rows["phenomenon"].to_list()
    assert "words not known here, kept as they are: thunder (2), earthquake (1)" in reading.notes


def test_a_type_belongs_to_the_picks_of_its_own_event_wherever_it_stands(read_quakeml: Read) -> None:
    events = [
        f"<event><type>thunder</type>{pick('a')}</event>",
        f"<event>{pick('b')}{pick('c')}<type>explosion</type></event>",
        "<event><type>earthquake</type></event>",
        f"<event>{pick('d')}{ORIGIN}</event>",
    ]
    reading = read_quakeml(quakeml(*events))
    assert ["thunder", "explosion", "explosion", None] == reading.rows["phenomenon"].to_list()
    assert [1, 2, 3, 4] == reading.rows["line"].to_list()
    assert [False, False, False, True] == reading.rows["text"].str.contains("origin").to_list()
    assert "1 events hold no pick, and give no observation; origins are not used" in reading.notes


def test_a_pick_that_belongs_to_no_event_is_kept(read_quakeml: Read) -> None:
    reading = read_quakeml(quakeml(pick("a"), event(pick("b")), pick("c")))
    assert [(1, None), (2, "explosion"), (3, None)] == reading.rows.select("line", "phenomenon").rows()


UNCERTAINTIES = {
    "one": ("<uncertainty>0.05</uncertainty>", 0.05),
    "none": ("", None),
    "an exponent": ("<uncertainty>5e-05</uncertainty>", 0.00005),
    "two unequal": ("<lowerUncertainty>0.2</lowerUncertainty><upperUncertainty>1.5</upperUncertainty>", 1.5),
    "two the other way": ("<lowerUncertainty>10</lowerUncertainty><upperUncertainty>9.5</upperUncertainty>", 10),
    "one side": ("<upperUncertainty>0.5</upperUncertainty>", 0.5),
}


@pytest.mark.parametrize(("value", "sigma"), UNCERTAINTIES.values(), ids=UNCERTAINTIES.keys())
def test_an_uncertainty_is_read_and_the_wider_of_two(one: One, value: str, sigma: float | None) -> None:
    assert sigma == one(pick(time=uncertain(value)))["time_sigma_s"]
    assert sigma == one(pick(more=azimuth("10", value)))["bearing_sigma_deg"]


@pytest.mark.parametrize(
    ("text", "microseconds"), [("", 0), (".5", 500_000), (".123456", 123_456), (".123456789", 123_456)]
)
def test_times_have_as_many_digits_as_they_like(one: One, text: str, microseconds: int) -> None:
    row = one(pick(time=f"<time><value>2031-05-03T04:10:31{text}Z</value></time>"))
    assert datetime(2031, 5, 3, 4, 10, 31, microseconds, tzinfo=UTC) == row["earliest"]


BAD: dict[str, tuple[str, str, str]] = {
    "no time": (pick("bad", ""), "time", "empty"),
    "a time without a value": (pick("bad", "<time><uncertainty>1</uncertainty></time>"), "time", "empty"),
    "a time without an offset": (pick("bad", "<time><value>2031-05-03T04:10:31</value></time>"), "time", "no-zone"),
    "a year long gone": (pick("bad", "<time><value>1527-05-03T04:10:31Z</value></time>"), "time", "not-a-time"),
    "seconds since 1970": (pick("bad", "<time><value>1935457445.6</value></time>"), "time", "not-a-time"),
    "no id": (pick(""), "publicID", "empty"),
    "an uncertainty in words": (
        pick("bad", uncertain("<uncertainty>small</uncertainty>")), "time uncertainty", "not-a-number",
    ),
    "one of two in words": (
        pick("bad", uncertain("<lowerUncertainty>small</lowerUncertainty><upperUncertainty>9</upperUncertainty>")),
        "time uncertainty", "not-a-number",
    ),
    "a negative uncertainty": (
        pick("bad", uncertain("<uncertainty>-0.1</uncertainty>")), "time uncertainty", "negative",
    ),
    "a negative bearing": (pick("bad", more=azimuth("-10")), "backazimuth", "negative"),
    "a bearing beyond the circle": (pick("bad", more=azimuth("361")), "backazimuth", "not-on-earth"),
    "a bearing in words": (pick("bad", more=azimuth("north")), "backazimuth", "not-degrees"),
    "an uncertainty beyond half a circle": (
        pick("bad", more=azimuth("10", "<uncertainty>181</uncertainty>")), "backazimuth uncertainty", "too-large",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("bad", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_pick_costs_itself_alone(read_quakeml: Read, bad: str, field: str, rule: str) -> None:
    reading = read_quakeml(quakeml(event(pick("a"), bad), event(pick("b"))))
    assert ({2: (field, rule)}, [1, 3]) == (rules(reading), reading.rows["line"].to_list())
    assert reading.set_aside["mend"][0]


def test_an_uncertainty_without_a_bearing_is_none(one: One) -> None:
    row = one(pick(more=f"{WAVE}<backazimuth><uncertainty>5</uncertainty></backazimuth>"))
    assert (None, None) == (row["bearing_deg"], row["bearing_sigma_deg"])


def test_a_pick_given_twice_is_one_and_one_that_differs_is_set_aside(read_quakeml: Read) -> None:
    other = pick("b", more=azimuth("10"))
    reading = read_quakeml(quakeml(event(pick("a"), pick("b"), pick("a"), other)))
    assert ([1], 1, 4) == (reading.rows["line"].to_list(), reading.skipped, reading.seen)
    assert {2: ("(id)", "id-twice"), 4: ("(id)", "id-twice")} == rules(reading)


def test_what_a_file_says_of_other_things_is_passed_over(one: One) -> None:
    more = (
        "<description><text>near the mill</text></description><magnitude><mag><value>2</value></mag></magnitude>"
        f"<origin><arrival><pickID>pk</pickID></arrival></origin><amplitude>{pick('inside')}</amplitude>"
    )
    assert "channel BDF, origin given by the file, not used" == one(pick(), more)["text"]


def test_a_comment_inside_a_pick_is_not_its_time(read_quakeml: Read) -> None:
    reading = read_quakeml(quakeml(event(pick("a", f"<comment>{TIME}</comment>"))))
    assert {1: ("time", "empty")} == rules(reading)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("5e-05", "0.00005"), ("3.3E2", "330"), ("1.25e+1", "12.5"), ("-2e0", "-2"), ("0e5", "0"), ("1.50", "1.50"),
     ("", ""), ("1e999999999", "1e999999999"), ("e5", "e5"), ("12e-1", "1.2"), ("1e-2", "0.01")],
)  # fmt: skip
def test_numbers_are_written_without_exponents(written: str, expected: str) -> None:
    assert expected == plain(written)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e20, max_value=1e20))
def test_a_number_without_its_exponent_is_the_same_number(number: float) -> None:
    written = f"{number:.12e}"
    assert float(written) == float(plain(written)) or abs(number) < 1e-80
    assert abs(number) < 1e-80 or "e" not in plain(written)


# Documents that are refused whole

BOMB = (
    "<!DOCTYPE bomb [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(
        f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
DECLARED = "<?xml version='1.0' encoding='utf-8'?>\n"
BODY = quakeml(event(pick())).removeprefix(DECLARED)
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "a billion laughs": (DECLARED + BOMB + BODY.replace("explosion", "&j;"), "<!DOCTYPE"),
    "a file from outside": (
        f"{DECLARED}<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>{BODY.replace('explosion', '&f;')}",
        "<!DOCTYPE",
    ),
    "a harmless DOCTYPE": (f"{DECLARED}<!DOCTYPE quakeml>{BODY}", "<!DOCTYPE"),
    "an entity in a comment": (f"{DECLARED}<!-- <!ENTITY a 'b'> -->{BODY}", "<!ENTITY"),
    "an entity nobody declared": (DECLARED + BODY.replace("explosion", "&j;"), "no whole XML"),
    "UTF-16 that hides one": (
        (DECLARED.replace("utf-8", "utf-16") + BOMB + BODY).encode("utf-16"), "no utf-8 text",
    ),
    "UTF-16 without a mark": ((DECLARED + BOMB + BODY).encode("utf-16-le"), "no whole XML"),
    "another encoding declared": (
        (DECLARED.replace("utf-8", "utf-7") + BODY.replace("<type>", "+ADwAIQ-DOCTYPE<type")), "no whole XML",
    ),
    "torn": (BODY[:-20], "no whole XML"),
    "two documents": (BODY + BODY, "no whole XML"),
    "an older version": (BODY.replace("1.2", "1.1"), "Mend: save it as QuakeML 1.2"),
    "another kind of XML": ("<kml><Document/></kml>", "Mend: save it as QuakeML 1.2"),
    "a name without its space": ("<quakeml><eventParameters/></quakeml>", "Mend: save it as QuakeML 1.2"),
    "another child": (BODY.replace("eventParameters", "inventory"), "Mend: save it as QuakeML 1.2"),
    "a web page": ("<!DOCTYPE html>\n<html><body>Please log in.</body></html>", "a web page"),
    "a table": ("publicID,time\na,2031-05-03T04:10:31Z\n", "no whole XML"),
    "nothing": ("", "The file is empty"),
    "blanks": (" \n\n", "The file is empty"),
    "bytes that are no letters": (b"<a>\xff</a>", "no utf-8 text"),
    "too deep": (quakeml("<event>" + "<comment>" * 31 + "</comment>" * 31 + "</event>"), "more than 30 deep"),
    "far too deep": (quakeml("<event>" + "<comment>" * 300_000), "more than 30 deep"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_quakeml_or_brings_entities_is_refused(
    read_quakeml: Read, content: str | bytes, why: str
) -> None:
    with pytest.raises(FileRefused, match=re.escape(why)) as refused:
        read_quakeml(content)
    assert "Mend: " in str(refused.value)


def test_the_deepest_that_may_be_is_read(read_quakeml: Read) -> None:
    deep = "<comment>" * 27 + "</comment>" * 27  # below quakeml, eventParameters and event
    assert 1 == read_quakeml(quakeml(event(pick(), more=deep))).rows.height


LIMITS = [
    ("MAX_BYTES", len(quakeml(event(pick()), event())), "larger than"),
    ("MAX_EVENTS", 2, "more than 2 events"),
]


@pytest.mark.parametrize(("limit", "most", "why"), LIMITS)
def test_a_document_beyond_a_limit_is_refused(
    monkeypatch: pytest.MonkeyPatch, read_quakeml: Read, limit: str, most: int, why: str
) -> None:
    monkeypatch.setattr(document, limit, most)
    assert 1 == read_quakeml(quakeml(event(pick()), event())).rows.height
    with pytest.raises(FileRefused, match=why):
        read_quakeml(quakeml(event(pick()), event(), event()))


def test_the_encoding_of_the_entry_stands_before_that_of_the_file(read_quakeml: Read) -> None:
    content = quakeml(event(pick(), more="<type>\u0432\u0437\u0440\u044b\u0432</type>"))
    for declared in ("utf-8", "windows-1251", "utf-16"):
        raw = content.replace("utf-8", declared).encode("cp1251")
        assert "\u0432\u0437\u0440\u044b\u0432" == read_quakeml(raw, encoding="windows-1251").rows["phenomenon"][0]
    assert 1 == read_quakeml(b"\xef\xbb\xbf" + content.encode()).rows.height


def test_a_document_without_picks_gives_nothing_and_says_so(read_quakeml: Read) -> None:
    reading = read_quakeml(quakeml(event(more=ORIGIN), event()))
    assert (0, 0, 0) == (reading.rows.height, reading.set_aside.height, reading.seen)
    assert "2 events hold no pick, and give no observation; origins are not used" in reading.notes
    assert 0 == read_quakeml(HEAD + TAIL).seen


def test_picks_of_any_number_keep_their_numbers(read_quakeml: Read) -> None:
    events = [event(*(pick(f"{number}-{each}") for each in range(10))) for number in range(5_500)]
    reading = read_quakeml(quakeml(*events))
    assert list(range(1, 55_001)) == reading.rows["line"].to_list()


# Any mix

GOOD = st.lists(
    st.tuples(
        st.sampled_from(sorted(CHANNELS)), st.floats(0, 360).map(lambda number: f"{number:.2f}"), st.booleans()
    ),
    max_size=8,
).map(
    lambda rows: [
        pick(
            f"pk{number}",
            more=f'<waveformID channelCode="{channel}"/>' + (azimuth(bearing)[len(WAVE) :] if turned else ""),
        )
        for number, (channel, bearing, turned) in enumerate(rows)
    ]
)


@settings(max_examples=60)
@given(
    GOOD, st.lists(st.tuples(st.integers(0, 8), st.sampled_from([bad for bad, _, _ in BAD.values()])), max_size=6)
)
def test_bad_picks_anywhere_change_nothing_of_the_good_ones(
    read_quakeml: Read, good: list[str], bad: list[tuple[int, str]]
) -> None:
    mixed = list(good)
    for place, each in bad:
        mixed.insert(place, each)
    clean, reading = (read_quakeml(quakeml(event(*picks))) for picks in (good, mixed))
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(good), len(bad)) == (reading.rows.height, reading.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped
    Observations.validate(pl.concat([Observations.create_empty(), reading.rows]))


PIECES = st.sampled_from(
    [*re.findall(r"<[^>]*>|[^<]+", quakeml(event(pick(more=azimuth("1")), more=ORIGIN))), "&", "\0", "<"]
)


@settings(max_examples=120)
@given(st.lists(PIECES | st.text(max_size=3), max_size=30), st.booleans())
def test_any_pieces_of_a_document_give_a_reading_or_a_refusal(
    read_quakeml: Read, pieces: list[str], framed: bool
) -> None:
    content = "".join(pieces)
    try:
        reading = read_quakeml((quakeml(content) if framed else content).encode("utf-8", "surrogatepass"))
    except FileRefused as refused:
        assert "Mend: " in str(refused)  # noqa: PT017  either will do
        return
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped
    Observations.validate(reading.rows)
