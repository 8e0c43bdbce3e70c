"""The kit for authors of plug-ins: good ones pass, and each way of being bad is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, cast

import attrs
import dataframely as dy
import polars as pl
import pytest

from ceaseline.errors import FileRefused
from ceaseline.sources import SOURCES, Arrival, Capture, Reading, Source, SourceForm, parse
from ceaseline.tables import Claims, Series
from ceaseline.testing import captured, check_source, toy_terms

CONTENT = b"hour,value\n2031-05-01T00:00Z,3\n2031-05-01T01:00Z,many\n2031-05-01T02:00Z,4\n"
CAPTURE = captured(CONTENT, source="posts")


@pytest.fixture
def good(entry: Callable[..., str]) -> Source:
    (source,) = parse(entry("series"), toy_terms())
    return source


Spoil = Callable[[Reading], Any]


@attrs.define
class Spoilt:
    """A source that reads well, and then spoils what it read."""

    good: Source
    spoil: Spoil
    schema: ClassVar[type[dy.Schema]] = Series
    replaces: ClassVar[bool] = False

    @property
    def form(self) -> SourceForm:
        return self.good.form

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        return self.good.fetch(folder)

    def read(self, capture: Capture) -> Reading:
        return cast("Reading", self.spoil(self.good.read(capture)))


def test_a_good_source_passes(good: Source) -> None:
    check_source(good, CAPTURE)


def test_the_capture_that_is_made_up_is_kept_by_its_hash() -> None:
    assert captured(CONTENT).capture_id == captured(CONTENT, name="other.csv").capture_id
    assert captured(CONTENT).capture_id != captured(CONTENT + b"x").capture_id


def rows(**columns: pl.Expr) -> Spoil:
    return lambda reading: attrs.evolve(reading, rows=reading.rows.with_columns(**columns))


def aside(**columns: pl.Expr) -> Spoil:
    return lambda reading: attrs.evolve(reading, set_aside=cast("Any", reading.set_aside.with_columns(**columns)))


def changing() -> Spoil:
    times = iter(range(100))
    return lambda reading: attrs.evolve(reading, notes=(f"read {next(times)} times",))


SPOILT: dict[str, tuple[Spoil, str]] = {
    "reads otherwise the second time": (changing(), "read\\(\\) is pure"),
    "gives something else": (lambda reading: reading.rows, "gives a Reading of its own capture"),
    "names another capture": (rows(capture_id=pl.lit("0" * 64)), "every row names its capture: capture_id"),
    "names another source": (rows(source=pl.lit("other")), "every row names its capture: source"),
    "names no capture": (lambda it: attrs.evolve(it, rows=it.rows.drop("capture_id")), "fit the table Series"),
    "counts below zero": (rows(value=-pl.col("value")), "rows fit the table Series"),
    "gives text for numbers": (rows(value=pl.lit("three")), "rows fit the table Series"),
    "adds a column": (rows(mood=pl.lit("calm")), "rows have only the columns of Series; not declared: .'mood'."),
    "sets aside without a line": (aside(line=pl.lit(0, pl.Int64)), "rows set aside have a line"),
    "sets aside with a line that is no number": (aside(line=pl.lit("2")), "rows set aside have a line"),
    "sets aside without a mend": (aside(mend=pl.lit("")), "every row set aside has a mend"),
    "sets aside without a rule": (aside(rule=pl.lit("")), "every row set aside has a rule"),
    "sets aside for another capture": (aside(capture_id=pl.lit("0" * 64)), "every row set aside names its capture"),
    "loses a row": (
        lambda it: attrs.evolve(it, rows=it.rows.head(1)),
        "no row is lost: 1 kept, 1 set aside and 0 skipped are 2, but 3 were seen",
    ),
    "keeps a row and sets it aside": (
        lambda it: attrs.evolve(it, rows=it.rows.with_columns(line=pl.col("line").replace(4, 3))),
        "kept or set aside, never both: lines .3.",
    ),
}


@pytest.mark.parametrize(("spoil", "promise"), SPOILT.values(), ids=SPOILT.keys())
def test_a_broken_promise_is_told(good: Source, spoil: Spoil, promise: str) -> None:
    with pytest.raises(AssertionError, match=promise):
        check_source(Spoilt(good, spoil), CAPTURE)


def test_a_source_that_refuses_its_own_capture_is_told(good: Source) -> None:
    with pytest.raises(AssertionError, match="gives a Reading of its own capture, not FileRefused"):
        check_source(good, captured(b"day,count\n", source="posts"))


def beside_it(*, schema: type[dy.Schema] = Series, **columns: pl.Expr) -> Spoil:
    """Gives the first row to another table beside, changed."""
    return lambda it: attrs.evolve(
        it, rows=it.rows.tail(1), beside=((schema, it.rows.head(1).with_columns(**columns)),)
    )


def test_a_source_may_give_rows_of_several_tables(good: Source) -> None:
    check_source(Spoilt(good, beside_it()), CAPTURE)


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [
        (beside_it(capture_id=pl.lit("0" * 64)), "every row names its capture: capture_id"),
        (beside_it(value=-pl.col("value")), "rows fit the table Series"),
        (beside_it(schema=Claims), "rows have only the columns of Claims"),
    ],
)
def test_rows_beside_are_held_to_their_own_table(good: Source, spoil: Spoil, promise: str) -> None:
    with pytest.raises(AssertionError, match=promise):
        check_source(Spoilt(good, spoil), CAPTURE)


@attrs.define
class Silent(Spoilt):
    """A source that says what may be kept of its files."""

    keeps: Callable[[bytes], bytes] = attrs.field(kw_only=True)

    def without_names(self, arrival: Arrival) -> Arrival:
        kept = self.keeps(arrival.open().read())
        return Arrival(arrival.name, lambda: BytesIO(kept))


def only_own(content: bytes) -> bytes:
    if not content.startswith(b"hour"):
        raise FileRefused("It is none of ours.")
    return content


def test_a_source_that_keeps_no_names_passes(good: Source) -> None:
    check_source(Silent(good, lambda it: it, keeps=only_own), CAPTURE)


@pytest.mark.parametrize(
    ("keeps", "promise"),
    [
        (lambda content: content, "an empty file is no file of this kind, and nothing of it is kept"),
        (lambda content: only_own(content) + b"\n", "what is kept without names is kept as it is"),
        (lambda content: only_own(content).replace(b",3", b",5"), "the same rows are read as of what came"),
        (lambda content: only_own(content)[:4] + b"\n", "it reads what it keeps without names"),
    ],
)
def test_a_source_that_keeps_something_else_is_told(
    good: Source, keeps: Callable[[bytes], bytes], promise: str
) -> None:
    with pytest.raises(AssertionError, match=promise):
        check_source(Silent(good, lambda it: it, keeps=keeps), CAPTURE)


@attrs.define
class Careless(Spoilt):
    """A source that takes every file for one of its own."""

    answer: Callable[[], Reading] = attrs.field(kw_only=True)

    def read(self, capture: Capture) -> Reading:
        try:
            return self.good.read(capture)
        except FileRefused:
            return self.answer()


def unreadable() -> Reading:
    raise KeyError("hour")


def test_a_source_that_fails_otherwise_than_by_refusing_is_told(good: Source) -> None:
    with pytest.raises(
        AssertionError, match=r"given an empty file, read\(\) raises nothing but FileRefused: KeyError"
    ):
        check_source(Careless(good, lambda it: it, answer=unreadable), CAPTURE)


def test_a_source_that_takes_any_file_is_told(good: Source) -> None:
    with pytest.raises(AssertionError, match="an empty file is no file of this kind and is refused"):
        check_source(Careless(good, lambda it: it, answer=lambda: good.read(CAPTURE)), CAPTURE)


def silent() -> Reading:
    raise FileRefused


def test_a_source_that_refuses_without_a_word_is_told(good: Source) -> None:
    with pytest.raises(AssertionError, match="refusing an empty file, it says why"):
        check_source(Careless(good, lambda it: it, answer=silent), CAPTURE)


# Plug-ins installed beside

PLUGIN = '''
from ceaseline.sources.series import SeriesForm, SeriesSource


class Weather(SeriesSource):
    """Somebody else's source."""
'''


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install a plug-in beside, as pip would, and return the name of its module."""
    module = "weather_for_ceaseline"
    (tmp_path / f"{module}.py").write_text(PLUGIN)
    info = tmp_path / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        f"[ceaseline.sources]\nweather = {module}:Weather\nabsent = no_such_module:X\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield module
    sys.modules.pop(module, None)


def test_a_plug_in_beside_is_on_the_shelf_without_being_imported(beside: str) -> None:
    assert {"weather", "series", "claims"} <= set(SOURCES.names())
    assert beside not in sys.modules


def test_a_plug_in_beside_reads_like_one_of_ours(beside: str, entry: Callable[..., str]) -> None:
    (source,) = parse(entry("series", kind="weather"), toy_terms())
    check_source(source, CAPTURE)
    assert beside in sys.modules
    assert beside == type(source).__module__
