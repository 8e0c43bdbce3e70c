"""Forms that people write: YAML or TOML in, plain data with the line of every value out.

Hostile input is expected: size and depth are limited before anything is built, and aliases,
anchors and tags are refused, so nothing can expand. Only ``true`` and ``false`` are truth
values (``no`` stays a word), and times stay text until somebody says in which zone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import PurePosixPath
from typing import Any, TypeVar

import attrs
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from ceaseline.errors import FormError, Problem

MAX_CHARACTERS = 2_000_000  # a terms file of a thousand clauses has half of that
MAX_DEPTH = 30

Path = tuple[str | int, ...]
Data = None | bool | int | float | str | list[Any] | dict[str, Any]
M = TypeVar("M", bound="FormPart")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")  # what 64 bits hold; longer ones stay words
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")

_NUMBER = ("is not a number", "write digits, such as 15 or 0.8")
_WHOLE = ("is not a whole number", "write digits, such as 15")
_TRUTH = ("is neither true nor false", "write true or false")
_KEYS = ("is no group of keys", "write it with keys, such as {name: North}")
# What pydantic says of a value of the wrong type, in words for people.
_NOT_A = {
    "string_type": ("is not text", "put it in quotes"),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "tuple_type": ("is no list", "put it in square brackets, such as [A, B]"),
    "too_short": ("is empty", "give at least one"),
    "string_too_short": ("is empty", "write something"),
}


def inside_the_case(file: str) -> str:
    """Return a path that a form names, if it lies in the case; ``*`` stands for any name.

    Raises:
        ValueError: it leads out of the case, or is none.

    Examples:
        >>> inside_the_case("inbox/posts.csv")
        'inbox/posts.csv'
    """
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("leads out of the case; put the file in inbox/")
    if not path.parts or "\0" in file or any("**" in part and part != "**" for part in path.parts):
        raise ValueError("is no path of a file; write inbox/NAME.csv, or inbox/*.csv for several")
    return file


class FormPart(BaseModel):
    """A part of a form: frozen once read, and every key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _of_its_kind(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse truth values and words for numbers, and anything but true and false for truth values."""
        kinds = _kinds(cls, str(info.field_name))
        numbers = kinds & {int, float} and not kinds & {str, bool}
        if numbers and isinstance(value, bool | str):
            raise ValueError("is not a number; write digits, such as 15 or 0.8")
        if bool in kinds and not kinds & {int, float, str} and not isinstance(value, bool | None):
            raise ValueError("is neither true nor false; write true or false")
        return value


@attrs.frozen
class Form:
    """What a form says, and where.

    Attributes:
        file: name to print in errors.
        data: plain mappings, lists, words, numbers, truth values and None.
        lines: line, from 1, of each value by its path.
    """

    file: str
    data: Data
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int | None:
        """Return the line of the value at *path*, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None

    def value(self, path: Path) -> Data:
        """Return the value at *path*, or None where there is none."""
        at: Any = self.data
        for step in path:
            if step not in _steps(at):
                return None
            at = at[step]
        found: Data = at
        return found

    def problem(self, path: Path, what: str, mend: str) -> Problem:
        """Return a problem at *path*, with its line and value filled in."""
        value = self.value(path)
        shown = None if value is None or isinstance(value, dict | list) else _cut(str(value))
        return Problem(_spoken(path), self.line(path), shown, what, mend)

    def read_as(self, model: type[M], at: Path = ()) -> M:
        """Return the form, or its part at the path *at*, as a frozen *model*.

        Raises:
            FormError: everything that does not fit, each with file, line, field, value and mend.
        """
        try:
            return model.model_validate(self.value(at))
        except ValidationError as error:
            details = [dict(detail) for detail in error.errors()]
            raise FormError(self.file, self._told_once(model, details, at)) from None

    def _told_once(self, model: type[BaseModel], details: Sequence[dict[str, Any]], at: Path) -> list[Problem]:
        """Tell each problem once: a value that fits no branch of a union breaks the rules of every branch."""
        told: dict[Path, Problem] = {}
        for detail in details:
            path = self._real((*at, *detail["loc"]), missing=detail["type"] == "missing")
            place = (*path, *detail["loc"][-1:]) if detail["loc"][-1:] == ("[key]",) else path
            if place not in told or detail["type"] == "value_error":  # a rule of ours says more than a type
                told[place] = self._told(model, detail, path, at)
        # what is wrong inside a thing says more than that the whole of it does not fit
        around = {place[:end] for place in told for end in range(len(place))}
        return [problem for place, problem in told.items() if place not in around or place[-1:] == ("[key]",)]

    def _told(self, model: type[BaseModel], detail: dict[str, Any], path: Path, at: Path) -> Problem:
        kind = str(detail["type"])
        if kind == "missing":
            return self.problem(path, "is missing", f"add {path[-1]}: here")
        if kind == "extra_forbidden":
            known = sorted(_keys_at(model, path[len(at) : -1]))
            near = get_close_matches(str(path[-1]), known, n=1)
            mend = f"did you mean {near[0]}?" if near else f"known keys are {', '.join(known)}"
            return self.problem(path, "is not a known key", mend)
        if kind == "literal_error":
            return self.problem(path, "is not one of the known words", f"use {detail['ctx']['expected']}")
        if kind in _NOT_A:
            return self.problem(path, *_NOT_A[kind])
        message = str(detail["msg"]).removeprefix("Value error, ")
        what, _, mend = message.partition("; ")
        return self.problem(path, what[:1].lower() + what[1:], mend or "correct the value")

    def _real(self, loc: Path, *, missing: bool) -> Path:
        # pydantic puts the name of the union branch it tried into the path; a reader has no use for it
        path: Path = ()
        at: Any = self.data
        for step in loc:
            if step in _steps(at):
                path, at = (*path, step), at[step]
        return (*path, loc[-1]) if missing else path


def read_yaml(text: str, file: str) -> Form:
    r"""Read a YAML form.

    Args:
        text: the whole form.
        file: its name, for errors.

    Raises:
        FormError: not YAML, too large or too deep, an alias, a tag, or a key given twice.

    Examples:
        >>> form = read_yaml("a: 1\nanswer: no\n", "x.yaml")
        >>> form.data, form.line(("answer",))
        ({'a': 1, 'answer': 'no'}, 2)
    """
    _limit(text, file)
    try:
        _refuse_before_building(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = None if mark is None else mark.line + 1
        what = f"is not YAML: {error.problem or error.context}"
        mend = "see that line and the one before; indent with spaces, never tabs"
        raise FormError(file, [Problem("the form", line, None, what, mend)]) from None
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        problem = Problem("the form", None, None, f"is not YAML: {error}", "save it as plain UTF-8 text")
        raise FormError(file, [problem]) from None
    lines: dict[Path, int] = {}
    return Form(file, _plain(node, (), lines, file) if node else {}, lines)


def read_toml(text: str, file: str) -> Form:
    r"""Read a TOML form.

    Raises:
        FormError: not TOML, or too large.

    Examples:
        >>> read_toml("[case]\nname = 'x'\n", "case.toml").line(("case", "name"))
        2
    """
    _limit(text, file)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number too long to read is no TOMLDecodeError
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        problem = Problem("the form", line, None, f"is not TOML: {error}", 'put words in quotes: name = "..."')
        raise FormError(file, [problem]) from None
    return Form(file, data, dict(_toml_lines(text)))


def _limit(text: str, file: str) -> None:
    if len(text) > MAX_CHARACTERS:
        what = f"is longer than {MAX_CHARACTERS:,} characters"
        raise FormError(file, [Problem("the form", None, None, what, "split it, or take out what is not a form")])


def _refuse_before_building(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        _refuse_expansion(event, file)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise FormError(file, [Problem("the form", _line_of(event), None, "lies too deep", "flatten it")])


def _refuse_expansion(event: yaml.Event, file: str) -> None:
    tagged = getattr(event, "tag", None) not in (None, "!") and not isinstance(event, yaml.DocumentStartEvent)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tagged:
        what = "has an alias (*), an anchor (&) or a tag (!)"
        mend = "write the value out, and put words that begin with * & or ! in quotes"
        raise FormError(file, [Problem("the form", _line_of(event), None, what, mend)])


def _line_of(event: yaml.Event) -> int | None:
    return None if event.start_mark is None else event.start_mark.line + 1


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> Data:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, position), lines, file) for position, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, path, lines, file)
    return _scalar(node)


def _plain_mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int], file: str) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value).strip(" ")
        if not isinstance(key_node, yaml.ScalarNode):
            raise FormError(file, [Problem(_spoken(path), line, None, "has a key that is no word", "use a word")])
        if key in found:
            what = f"is given twice (first on line {lines[(*path, key)]})"
            raise FormError(file, [Problem(_spoken((*path, key)), line, None, what, "keep one of them")])
        found[key] = _plain(value_node, (*path, key), lines, file)
        lines[(*path, key)] = line
    return found


def _scalar(node: yaml.Node) -> Data:
    text = str(node.value)
    quoted = getattr(node, "style", None) in ("'", '"', "|", ">")  # or a block: always a word
    return text if quoted else _bare(text)


def is_word(text: str) -> bool:
    """Tell whether a value written without quotes stays this word.

    Examples:
        >>> is_word("no"), is_word("tRUE"), is_word("1e3")
        (True, False, False)
    """
    return _bare(text) == text


def _bare(text: str) -> Data:
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _toml_lines(text: str) -> Iterator[tuple[Path, int]]:
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\[?([^\]]+)\]", line):
            table = tuple(part.strip().strip("\"'") for part in header.group(1).split("."))
            yield table, number
        elif pair := re.match(r"\s*([\w\"'-]+)\s*=", line):
            yield (*table, pair.group(1).strip("\"'")), number


def _steps(at: Any) -> Container[str | int]:
    """Return the keys or positions that lead on from *at*."""
    return range(len(at)) if isinstance(at, list) else at if isinstance(at, dict) else ()


def _keys_at(model: type[BaseModel], path: Path) -> set[str]:
    """Return the keys the part of *model* at *path* knows, following its annotations by name."""
    fields = model.model_fields
    for step in path:
        if isinstance(step, int) or step not in fields:
            continue
        inner = [part for part in _parts(fields[step].annotation) if issubclass(part, BaseModel)]
        if inner:
            fields = inner[0].model_fields
    return {field.alias or name for name, field in fields.items()}


@cache
def _kinds(model: type[BaseModel], field: str) -> frozenset[type]:
    """Return the types that a field's annotation names."""
    return frozenset(_parts(model.model_fields[field].annotation))


def _parts(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _parts(argument)


def _spoken(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "the form"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
