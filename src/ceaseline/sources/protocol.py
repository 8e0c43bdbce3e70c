"""What every source is: something that goes and gets bytes, and something that reads kept bytes.

The two are apart so that raw bytes are hashed and kept *before* anything is understood: a
fault in a reader can then be mended and replayed over years of captures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

import attrs
import dataframely as dy
import polars as pl
from pydantic import Field, ValidationInfo, field_validator

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import UnknownName
from ceaseline.forms import FormPart, inside_the_case
from ceaseline.sources.asking import KEY, checked
from ceaseline.sources.encodings import can_spell
from ceaseline.tables import SetAside
from ceaseline.terms import Terms
from ceaseline.terms.words import Identifier, PartyCode, Role


class SourceForm(FormPart):
    """What every entry of ``sources.yaml`` says; a kind of source adds its own keys."""

    name: Identifier
    kind: str
    file: str
    role: Role
    party: PartyCode | None = None
    group: str | None = None
    grade: str = Field(default="F6", pattern="^[A-F][1-6]$")
    licence: str | None = None
    may_republish: bool = False
    encoding: str = "utf-8"
    address: str | None = None
    key_file: str | None = Field(default=None, validate_default=True)  # a key that is missing is told too

    @field_validator("file")
    @classmethod
    def _inside_the_case(cls, file: str) -> str:
        return inside_the_case(file)

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        if not can_spell(encoding):
            raise ValueError("is no encoding of text tables; use utf-8 or windows-1251, or save the file as UTF-8")
        return encoding

    @field_validator("address")
    @classmethod
    def _askable(cls, address: str | None) -> str | None:
        return None if address is None else checked(address)

    @field_validator("key_file")
    @classmethod
    def _belongs_to_the_address(cls, key_file: str | None, info: ValidationInfo) -> str | None:
        if "address" not in info.data:  # it is wrong, and told already
            return key_file
        address = info.data["address"] or ""
        if (KEY in address) != (key_file is not None):
            raise ValueError(
                "has no use, because address: has no {key}; write {key} where the key belongs"
                if key_file is not None
                else "has an address with {key} and no key_file; name the file that holds the key"
            )
        if key_file is not None and not key_file.startswith(("/", "~/")) and not PurePath(key_file).is_absolute():
            raise ValueError("is no path from the root; write ~/.config/ceaseline/NAME.key")
        return key_file


class Misnamed(UnknownName):
    """A name in an entry that the terms do not have, and where in the entry it stands."""

    def __init__(self, at: tuple[str, ...], what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(what, name, known)
        self.at = at


_BY_CONTENT = attrs.cmp_using(eq=pl.DataFrame.equals)


@attrs.frozen
class Reading:
    """One capture, understood: every good row, and every other row with the rule it broke.

    Attributes:
        rows: the good rows, in the columns of the kind's table.
        set_aside: the other rows.
        seen: rows there were in the file.
        skipped: rows left out on purpose, because ``only`` says so, or repeats of a row before.
        header: cells of the file's first row, so that rows set aside can be written out and mended.
        notes: what a careful reader should know, such as the delimiter found or the clock assumed.
        beside: rows of other tables that the same file gives, each with its table.
    """

    rows: pl.DataFrame = attrs.field(eq=_BY_CONTENT)
    set_aside: dy.DataFrame[SetAside] = attrs.field(eq=_BY_CONTENT)
    seen: int
    skipped: int
    header: tuple[str, ...]
    notes: tuple[str, ...]
    beside: tuple[tuple[type[dy.Schema], pl.DataFrame], ...] = attrs.field(default=(), eq=False)

    def of(self, schema: type[dy.Schema], main: type[dy.Schema]) -> Iterator[pl.DataFrame]:
        """Yield the rows for one table.

        Args:
            schema: the table.
            main: that of ``rows``.
        """
        if schema is main:
            yield self.rows
        yield from (rows for table, rows in self.beside if table is schema)


class Source(Protocol):
    """One source of a case, set up by its entry of ``sources.yaml``."""

    schema: ClassVar[type[dy.Schema]]  # the table its rows belong to
    replaces: ClassVar[bool]  # whether a newer file of the same name stands in place of the older one

    @property
    def form(self) -> SourceForm:
        """The entry it was set up by."""

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Go to the disk; no network, which only :mod:`ceaseline.sources.addresses` uses, when somebody asks.

        Args:
            folder: the case.

        Raises:
            InputError: what the entry names leads out of the case.
        """

    def read(self, capture: Capture) -> Reading:
        """Turn one capture into rows; pure, so that it can be replayed.

        Raises:
            FileRefused: the bytes are not what this kind of source reads; nothing of them was taken.
        """


@runtime_checkable
class Writes(Protocol):
    """A source that can also write files of its kind; a simulated world is made of such files. No kind has to."""

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return a file that :meth:`Source.read` turns into these rows again, pure as that is.

        What a kind's own files do not hold is not written: the line, the file and the licence of a row, and what
        follows from the rest. Where they hold something more coarsely, the rows that are read are as coarse.

        Args:
            rows: of this source alone, as ``read`` gives them, and what a kind says that it needs beside.
        """


class SourceKind(Protocol):
    """What an entry point of the group ``ceaseline.sources`` names: usually a class."""

    Form: ClassVar[type[Any]]  # the SourceForm of this kind

    def __call__(self, form: Any, terms: Terms) -> Source:
        """Set a source up by its entry and the terms of the case."""


Evidence = Literal["warning", "impact", "count", "proxy"]
