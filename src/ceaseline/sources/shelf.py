"""From ``sources.yaml`` to the sources of a case."""

from __future__ import annotations

from collections.abc import Sequence

import dataframely as dy

from ceaseline.errors import FormError, Problem, UnknownName
from ceaseline.forms import Form, Path, read_yaml
from ceaseline.registry import Registry
from ceaseline.sources.protocol import Misnamed, Source, SourceForm, SourceKind
from ceaseline.tables import Sources, from_rows
from ceaseline.terms import Terms

SOURCES: Registry[SourceKind] = Registry("ceaseline.sources", "kind of source")


def parse(text: str, terms: Terms, file: str = "sources.yaml") -> tuple[Source, ...]:
    """Return the sources that *text* sets up, in its order.

    Args:
        text: YAML in the public form: a list under ``sources``.
        terms: the case's terms, which know the parties and the clauses.
        file: name for errors.

    Raises:
        FormError: every problem found, each with file, line, field, value and mend.
    """
    form = read_yaml(text, file)
    entries = form.value(("sources",))
    if not isinstance(entries, list):
        raise FormError(file, [form.problem(("sources",), "is missing or is no list", "begin with sources:")])
    problems: list[Problem] = []
    found: dict[str, Source] = {}
    kinds: dict[str, SourceKind] = {}  # looking for plug-ins takes longer than all else here
    for number in range(len(entries)):
        try:
            source = _set_up(form, ("sources", number), terms, kinds)
        except FormError as error:
            problems.extend(error.problems)
            continue
        if source.form.name in found:
            at = ("sources", number, "name")
            problems.append(form.problem(at, "is already the name of a source", "give it another"))
        found[source.form.name] = source
    if problems:
        raise FormError(file, problems)
    return tuple(found.values())


def _set_up(form: Form, at: Path, terms: Terms, kinds: dict[str, SourceKind]) -> Source:
    kind = _kind(form, at, kinds)
    entry: SourceForm = form.read_as(kind.Form, at)
    if entry.party is not None and entry.party not in terms.parties:
        mend = f"use one of {', '.join(terms.parties)}, or null where it has nobody's interest"
        raise _wrong(form, (*at, "party"), "is no party of the terms", mend)
    try:
        return kind(entry, terms)
    except UnknownName as error:
        where = (*at, *error.at) if isinstance(error, Misnamed) else at
        raise _wrong(form, where, str(error), "write it as the terms do, or add it to terms.yaml") from None


def _kind(form: Form, at: Path, kinds: dict[str, SourceKind]) -> SourceKind:
    if not isinstance(form.value(at), dict):
        raise _wrong(form, at, "is no entry", "begin each source with - name:")
    name = form.value((*at, "kind"))
    if name is None:
        raise _wrong(form, (*at, "kind"), "is missing", f"add kind: and one of {_known()}")
    if str(name) not in kinds:
        try:
            kinds[str(name)] = SOURCES.get(str(name))
        except UnknownName as error:
            raise _wrong(form, (*at, "kind"), str(error), f"use one of {_known()}") from None
    return kinds[str(name)]


def _known() -> str:
    return ", ".join(SOURCES.names())


def _wrong(form: Form, at: Path, what: str, mend: str) -> FormError:
    return FormError(form.file, [form.problem(at, what.removesuffix("."), mend)])


def table(sources: Sequence[Source]) -> dy.DataFrame[Sources]:
    """Return the sources table; a source that names no group is alone in its own."""
    return from_rows(
        Sources,
        [
            {
                "source": form.name,
                "kind": form.kind,
                "role": form.role,
                "party": form.party,
                "group": form.group or form.name,
                "grade": form.grade,
                "licence": form.licence,
                "may_republish": form.may_republish,
            }
            for form in (source.form for source in sources)
        ],
    )
