"""Words of a report by language."""

import pytest

from ceaseline.errors import UnknownName
from ceaseline.publishing.report.messages import Messages, messages


def test_a_count_chooses_the_form_of_a_sentence() -> None:
    say = Messages("xx", {"a.days": {"one": "{count} day", "other": "{count} days"}})
    assert ["1 day", "0 days"] == [say("a.days", count=1), say("a.days", count=0)]


def test_a_language_without_a_file_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="en"):
        messages("tlh")


def test_english_is_there() -> None:
    assert messages()("masthead.draft").startswith("Draft")
