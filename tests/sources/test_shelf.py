from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import FormError, Problem
from ceaseline.sources import SOURCES, Source, parse, table
from ceaseline.testing import toy_terms

GOOD = """\
sources:
  - name: posts
    kind: series
    file: inbox/posts.csv
    role: monitor
    group: mission
    grade: B2
    licence: CC0-1.0
    may_republish: true
    time: {column: hour, bin: 1h}
    value: {unit: acts}
    signals: {clause: no-fire, acts_of: A}
  - name: statements
    kind: claims
    file: inbox/statements.csv
    role: party
    party: B
    parties: {Highland: A}
"""


def problems(text: str) -> list[Problem]:
    with pytest.raises(FormError) as found:
        parse(text, toy_terms())
    for problem in found.value.problems:
        assert problem.mend
    return list(found.value.problems)


def problem(old: str, new: str) -> tuple[str, int | None, str]:
    """Change the good form in one place, and return where the one problem is, its line, and the whole sentence."""
    assert old in GOOD
    (only,) = problems(GOOD.replace(old, new, 1))
    return only.where, only.line, only.sentence("sources.yaml")


def test_sources_come_in_the_order_of_the_form() -> None:
    assert ["posts", "statements"] == [source.form.name for source in parse(GOOD, toy_terms())]


def test_the_table_of_sources_says_who_copies_whom() -> None:
    rows = table(parse(GOOD, toy_terms())).select("source", "kind", "party", "group", "grade").rows()
    assert [("posts", "series", None, "mission", "B2"), ("statements", "claims", "B", "statements", "F6")] == rows


def test_no_sources_are_no_fault() -> None:
    assert () == parse("sources: []\n", toy_terms())


def test_an_unknown_kind_is_told_with_the_kinds_there_are() -> None:
    where, line, sentence = problem("kind: series", "kind: serie")
    assert ("sources[0].kind", 3) == (where, line)
    assert "Did you mean 'series'?" in sentence
    assert f"Mend: use one of {', '.join(SOURCES.names())}" in sentence


def test_a_missing_kind_is_told_as_missing() -> None:
    where, line, sentence = problem("    kind: claims\n", "")
    assert ("sources[1].kind", 13) == (where, line)
    assert "is missing. Mend: add kind:" in sentence


def test_an_unknown_party_is_told_with_the_parties_there_are() -> None:
    where, line, sentence = problem("party: B", "party: C")
    assert ("sources[1].party", 17) == (where, line)
    assert "is no party of the terms (found: C). Mend: use one of A, B" in sentence


def test_an_unknown_clause_in_signals_is_told_on_its_own_line() -> None:
    where, line, sentence = problem("signals: {clause: no-fire", "signals:\n      {clause: no-fir")
    assert ("sources[0].signals.clause", 13) == (where, line)
    assert "No clause of the terms is called 'no-fir'. Did you mean 'no-fire'?" in sentence
    assert sentence.endswith("Mend: write it as the terms do, or add it to terms.yaml")


def test_an_unknown_party_in_signals_is_told() -> None:
    assert ("sources[0].signals.acts_of", 12) == problem("acts_of: A", "acts_of: C")[:2]


def test_an_unknown_party_among_the_names_of_claims_is_told() -> None:
    assert ("sources[1].parties.Highland", 18) == problem("{Highland: A}", "{Highland: C}")[:2]


def test_a_name_given_twice_is_told_where_it_stands_again() -> None:
    where, line, sentence = problem("name: statements", "name: posts")
    assert ("sources[1].name", 13) == (where, line)
    assert "is already the name of a source (found: posts). Mend: give it another" in sentence


def test_an_unknown_key_is_told_with_the_key_that_was_meant() -> None:
    where, line, sentence = problem("licence:", "license:")
    assert ("sources[0].license", 8) == (where, line)
    assert "is not a known key (found: CC0-1.0). Mend: did you mean licence?" in sentence


def test_a_file_outside_the_case_is_told_on_its_line() -> None:
    where, line, sentence = problem("inbox/posts.csv", "../posts.csv")
    assert ("sources[0].file", 4) == (where, line)
    assert "leads out of the case (found: ../posts.csv). Mend: put the file in inbox/" in sentence


def test_every_problem_is_told_at_once() -> None:
    found = problems(GOOD.replace("kind: series", "kind: x").replace("party: B", "party: C"))
    assert [3, 17] == [problem.line for problem in found]


@pytest.mark.parametrize(
    "text", ["", "sources:\n", "sources: {a: 1}\n", "sources: posts\n", "- 1\n", "7\n", "source: []\n"]
)
def test_a_form_without_a_list_of_sources_is_told(text: str) -> None:
    (only,) = problems(text)
    assert ("sources", "begin with sources:") == (only.where, only.mend)


@pytest.mark.parametrize("item", ["posts", "7", "[]", "~", "[name, posts]"])
def test_an_entry_that_is_none_is_told(item: str) -> None:
    (only,) = problems(f"sources:\n  - {item}\n")
    assert ("sources[0]", 2, "begin each source with - name:") == (only.where, only.line, only.mend)


def test_the_kinds_that_come_with_the_program_are_on_the_shelf() -> None:
    kinds = {"acled", "claims", "firms", "geoconfirmed", "observations", "quakeml", "series", "ucdp", "viina"}
    assert kinds <= set(SOURCES.names())


def test_the_table_of_sources_holds_kinds_whose_role_is_known_beforehand() -> None:
    entries = "sources:\n" + "".join(
        f"  - {{name: {kind}, kind: {kind}, file: inbox/{kind}}}\n" for kind in ("firms", "quakeml")
    )
    rows = table(parse(entries, toy_terms())).select("source", "role", "may_republish").rows()
    assert [("firms", "instrument", True), ("quakeml", "instrument", False)] == rows


WORDS = st.sampled_from(
    ["posts", "A", "C", "no-fire", "1h", "*", "all_others", "", "../x", "nan", "\0", "UTC", "localtime"]
)
LEAVES = WORDS | st.none() | st.booleans() | st.integers(-2, 2) | st.floats(allow_nan=True) | st.text(max_size=4)
KEYS = st.sampled_from(
    [
        "name",
        "kind",
        "file",
        "role",
        "party",
        "time",
        "column",
        "bin",
        "zone",
        "value",
        "unit",
        "regions",
        "columns",
        "full",
        "exposure",
        "signals",
        "clause",
        "acts_of",
        "claimant",
        "from",
        "until",
        "only",
        "parties",
        "totals",
        "encoding",
        "x",
    ]
)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)


@given(st.integers(0, 1), st.dictionaries(KEYS, TREES, max_size=4))
def test_any_change_of_a_form_gives_sources_or_problems_with_a_mend(
    number: int, changes: dict[str, object]
) -> None:
    form = yaml.safe_load(GOOD)
    form["sources"][number] |= changes
    _sources_or_problems(lambda: yaml.safe_dump(form, allow_unicode=True))


@given(st.text(max_size=60))
def test_any_text_gives_sources_or_problems_with_a_mend(text: str) -> None:
    _sources_or_problems(lambda: text)


def _sources_or_problems(text: Callable[[], str]) -> None:
    problems: tuple[Problem, ...] = ()
    sources: tuple[Source, ...] = ()
    try:
        sources = parse(text(), toy_terms())
    except FormError as error:
        problems = error.problems
    assert all(problem.what and problem.mend for problem in problems)
    assert len(sources) == table(sources).height
