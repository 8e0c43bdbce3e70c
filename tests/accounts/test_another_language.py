"""A language is a file: no word of one stands in the code, and another needs no code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import dataframely as dy
import polars as pl
import pytest

import ceaseline.accounts
from ceaseline import tables
from ceaseline.accounts import ENGLISH, compare, language_of, rules_for, statements
from ceaseline.accounts.language import Language, Takes, read_language
from ceaseline.accounts.pieces import Voice
from ceaseline.errors import FileRefused, FormError
from ceaseline.forms import FormPart
from ceaseline.tables.account_pairs import RELATIONS
from ceaseline.tables.statements import ACTS

ROOM = Path(ceaseline.accounts.__file__).parent
LURISH = Path(__file__).with_name("lurish.yaml").read_text(encoding="utf-8")
SCHEMAS = [each for each in vars(tables).values() if isinstance(each, type) and issubclass(each, dy.Schema)]
# Words that English texts and our own tables, rules, currencies and HTML both have; they are of no language.
OURS = {
    *(name for table in SCHEMAS for name in table.column_names()),
    *RELATIONS, *ACTS, *get_args(Voice), *get_args(Takes),
    "according", "after", "around", "article", "asks", "before", "differ", "during", "eur", "finding", "gbp",
    "head", "inside", "known", "low", "many", "money", "one", "open", "order", "other", "quote", "right",
    "rules", "same", "self", "says", "sign", "statements", "thing", "usd", "wants",
}  # fmt: skip
# Where the program itself speaks to people, in English.
SPEAKING = {"arithmetic.py"}


def every_word(language: Language) -> set[str]:
    """Return each word of a language that stands in a list of its own, without verbs of saying."""
    lists = [
        getattr(language, name)
        for name in type(language).model_fields
        if name not in {"cues", "units", "language", "name"}
    ]
    return {word.lower() for each in lists for word in _words(each) if re.fullmatch(r"[^\W\d_]{2,}", word)}


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (str(key) for key in value)
    elif isinstance(value, (tuple, frozenset)):
        for each in value:
            yield from _words(each)
    elif isinstance(value, FormPart):
        for name in type(value).model_fields:
            yield from _words(getattr(value, name))


def spoken(source: str) -> Iterator[tuple[int, str]]:
    """Yield the words in a module's texts with their lines; without docstrings and sentences for people."""
    tree = ast.parse(source)
    plain = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    patterns = [
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func).startswith("re.")
        for argument in node.args
        for part in ast.walk(argument)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in plain:
            if node in patterns:
                yield from ((node.lineno, word) for word in re.findall(r"(?<![\\a-z])[a-z]{2,}", node.value))
            elif " " not in node.value.strip():
                yield node.lineno, node.value.lower()


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_no_word_of_a_language_stands_in_the_code(path: Path) -> None:
    known = every_word(ENGLISH) - OURS
    found = [] if path.name in SPEAKING else [each for each in spoken(path.read_text("utf-8")) if each[1] in known]
    assert [] == found


A = """\
Paxo vil ven

12 majo 2031

Presido Ana Vell de Norda pretendok ke al fronto est centas de kilos. Ministro Ivo Karr demandok ke ki komandas.
"""
B = """\
Vell parlok

Ana Vell, Presido de Norda:
- Al fronto est 2000 kilos.

Ivo Karr:
- Ki komandas?
"""


def test_another_language_is_another_file() -> None:
    lurish = read_language(LURISH, "lurish.yaml")
    rules = rules_for(None, lurish, {"ISSUE_ORDER": ["ki komand*"]})
    found = pl.concat([statements(name, text, rules) for name, text in (("a", A), ("b", B))])
    kept = found.filter(voice="party").select("speaker", "cue", "act", "charge", "clauses", "quantities").rows()
    assert [
        ("Ana Vell", "pretendok", "statement", "doubting", "", "200..999 km"),
        ("Ivo Karr", "demandok", "question", "plain", "ISSUE_ORDER", ""),
        ("Ana Vell", None, "statement", None, "", "2000..2000 km"),
        ("Ivo Karr", None, "question", None, "ISSUE_ORDER", ""),
    ] == kept
    pairs = compare(found, lurish).pairs.select("relation", "why").rows()
    assert ("conflict_quantity", "200 to 999 km in one, 2,000 km in the other") in pairs


def test_the_language_of_accounts_is_told_by_the_words_that_join_others() -> None:
    lurish = read_language(LURISH, "lurish.yaml")
    long = "al fronto de norda et ke ki en komandas de al paxo et un " * 3
    assert lurish is language_of({"a": long}, [ENGLISH, lurish])
    english = "the front is long and nobody knows who will give the orders to those that hold it in the night " * 2
    assert ENGLISH is language_of({"a": english}, [ENGLISH, lurish])
    with pytest.raises(FileRefused, match="b is in Lurish, and what was given before it in English"):
        language_of({"a": english, "b": long}, [ENGLISH, lurish])


def test_a_key_that_a_language_lacks_is_named_with_its_file() -> None:
    with pytest.raises(FormError, match=r"lurish\.yaml.*infinitives"):
        read_language(LURISH.replace("infinitives: [ad]\n", ""), "lurish.yaml")
