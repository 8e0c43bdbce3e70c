"""Accounts of the press: who said what, sentence by sentence, as one outlet has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.accounts.allegations import Accusing, allegations
from ceaseline.accounts.announcing import notices
from ceaseline.accounts.intake import as_account, language_of, reads_as
from ceaseline.accounts.rules import Rules, rules_for
from ceaseline.accounts.stated_counts import stated_counts
from ceaseline.accounts.stating import statements
from ceaseline.captures import Arrival, Capture
from ceaseline.errors import FileRefused
from ceaseline.sources.cells import set_aside
from ceaseline.sources.claims import with_ids
from ceaseline.sources.files import arrivals
from ceaseline.sources.protocol import Reading, SourceForm
from ceaseline.tables import Allegations, Claims, Notices, Statements
from ceaseline.terms import Terms
from ceaseline.terms.words import Zone
from ceaseline.times import zone_of

__all__ = ["AccountsForm", "AccountsSource"]

_FEWEST = 5  # words; what servers say in place of a file has fewer
_SHOWN = 200  # characters of a passage that are told
_MEND = "give a translation of it, and say in the text that it is one"


class AccountsForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``accounts``.

    Attributes:
        outlet: what people call whoever published it; None for the name of the entry.
        published: the day it came out, for all its files; None where each file says it near its top.
        zone: clock of the days and times in it; None for UTC.
    """

    outlet: str | None = None
    published: date | None = None
    zone: Zone | None = None


@attrs.frozen(init=False)
class AccountsSource:
    """Texts of one outlet, a file an account.

    Attributes:
        form: its entry of ``sources.yaml``.
        rules: how such texts are read.
        accusing: how allegations in them are.
    """

    Form: ClassVar[type[AccountsForm]] = AccountsForm
    schema: ClassVar[type[dy.Schema]] = Statements
    replaces: ClassVar[bool] = True  # an article that was corrected stands in place of the older one

    form: AccountsForm
    rules: Rules
    accusing: Accusing

    def __init__(self, form: AccountsForm, terms: Terms) -> None:
        rules = rules_for(terms)
        self.__attrs_init__(form, rules, Accusing.of(rules, terms.parties, zone_of(form.zone or "UTC")))

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each statement; a passage in another language is set aside, and the rest is read."""
        with capture.open() as stream:
            text = as_account(self._in_utf8(stream.read(), capture.name), capture.name)
        language_of({capture.name: text}, [self.rules.language])
        words = len(re.findall(r"[^\W\d_]+", text))
        if words < _FEWEST:
            raise FileRefused(f"{capture.name} has {words} words and is no account. Mend: give the article")
        foreign = [each for each in _passages(text) if not reads_as(each[0], self.rules.language)]
        legible = _without(text, foreign)
        rows = self._table(legible, capture)
        seen = sum(1 for line in text.split("\n") if line.strip())
        apart = _aside(text, foreign)
        told = rows["line"].n_unique()
        return Reading(
            rows=rows,
            set_aside=set_aside([apart], source=capture.source, capture_id=capture.capture_id, file=capture.name),
            seen=seen,
            skipped=seen - told - apart.height,
            header=("text",),
            notes=tuple(_notes(rows)),
            beside=(
                (Allegations, allegations(rows, legible, self.accusing)),
                (Notices, self._announced(rows)),
                (Claims, self._claimed(rows, legible)),
            ),
        )

    def _in_utf8(self, raw: bytes, file: str) -> bytes:
        encoding = self.form.encoding
        if encoding == "utf-8":
            return raw
        try:
            return raw.decode(encoding).encode()
        except UnicodeDecodeError:
            raise FileRefused(f"{file} is not {encoding}. Mend: correct encoding: in sources.yaml") from None

    def _table(self, text: str, capture: Capture) -> pl.DataFrame:
        found = statements(capture.name, text, self.rules, published=self.form.published)
        line_of = [_line(text, start) for start in found["start"]]
        return found.with_columns(
            statement_id=pl.format("{}/{}", pl.lit(capture.source), "statement_id"),
            source=pl.lit(capture.source),
            outlet=pl.lit(self.form.outlet or capture.source),
            capture_id=pl.lit(capture.capture_id),
            line=pl.Series(line_of, dtype=pl.Int64),
        )

    def _announced(self, rows: pl.DataFrame) -> pl.DataFrame:
        found = notices(rows, self.rules.language.language, zone_of(self.form.zone or "UTC"))
        return found if self.form.may_republish else found.with_columns(text=pl.lit(None, pl.String))

    def _claimed(self, rows: pl.DataFrame, text: str) -> pl.DataFrame:
        told = stated_counts(rows, text, self.accusing, self.rules.numbers, self.form.zone or "UTC")
        empty = Claims.create_empty()
        return with_ids(pl.DataFrame(told, schema=empty.drop("claim_id").schema))


def _passages(text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands between empty lines, with where it begins."""
    for found in re.finditer(r"\S(?:(?!\n[^\S\n]*\n)[\s\S])*", text):
        yield found[0], found.start()


def _without(text: str, passages: list[tuple[str, int]]) -> str:
    """Return a text with blanks for passages, so that every other letter keeps its place."""
    for words, start in passages:
        text = text[:start] + re.sub(r"[^\s]", " ", words) + text[start + len(words) :]
    return text


def _aside(text: str, passages: list[tuple[str, int]]) -> pl.DataFrame:
    """Return the lines of passages that are in another language."""
    rows = [
        (_line(text, start) + further, "text", line[:_SHOWN], "another-language", _MEND, [line])
        for words, start in passages
        for further, line in enumerate(words.split("\n"))
        if line.strip()
    ]
    told = [(*row, json.dumps(cells, ensure_ascii=False)) for *row, cells in rows]
    names = ["line", "field", "value", "rule", "mend", "row"]
    return pl.DataFrame(told, schema={"line": pl.Int64, **dict.fromkeys(names[1:], pl.String)}, orient="row")


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _notes(rows: pl.DataFrame) -> Iterator[str]:
    if rows["published"].null_count():
        yield "it does not say when it came out. Mend: published: in sources.yaml, or a date near its top"
    unclear = rows.filter((pl.col("voice") != "outlet") & pl.col("speaker").is_null()).height
    if unclear:
        yield f"of {unclear:,} statements it is not clear who made them"
