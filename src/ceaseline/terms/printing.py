"""The terms written out again as a form: nothing is lost between reading, printing and reading."""

from __future__ import annotations

import json
from typing import Any

import yaml

from ceaseline.forms import is_word
from ceaseline.terms.model import Terms


class _Plain(yaml.SafeDumper):
    """Writes no anchors and no aliases, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Return True."""
        return True


def _spelled(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Quote what the reader would take for a number or a truth, and signs at which old terminals break lines."""
    bare = is_word(text) and text.isprintable()
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if bare else '"')


_Plain.add_representer(str, _spelled)


def printed(terms: Terms) -> str:
    """Return the terms as YAML in the public form, without comments, keys in the order of the form.

    Examples:
        >>> from ceaseline.terms import parse
        >>> text = '''
        ... agreement: {title: Toy truce, type: bilateral, state: agreed}
        ... parties: {A: {name: "no"}}
        ... clauses: [{id: no-fire, code: NO_FIRE, text: No fire., modality: prohibition,
        ...   speech_status: question, obligors: [A]}]
        ... '''
        >>> parse(printed(parse(text))) == parse(text)
        True
    """
    data = terms.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)


def schema() -> str:
    """Return the JSON Schema of the form, for editors that complete and check while one writes."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Terms of a ceasefire"}
    return json.dumps({**Terms.model_json_schema(by_alias=True), **made}, indent=1, ensure_ascii=False) + "\n"
