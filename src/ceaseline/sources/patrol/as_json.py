"""Submissions as JSON: the OData of ODK Central, with its repeats expanded, and the data of Kobo."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ceaseline.errors import FileRefused
from ceaseline.sources.patrol.flat import Cells, Submission, rows_of
from ceaseline.sources.patrol.names import answers, repeats, text

MAX_SUBMISSIONS = 1_000_000


def rows(raw: bytes) -> Iterator[Cells]:
    """Yield the rows of every submission.

    Raises:
        FileRefused: no JSON, or not of submissions.
    """
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileRefused("The file begins as JSON and is none. Mend: export it again.") from None
    found = (
        next((data[key] for key in ("value", "results") if key in data), None) if isinstance(data, dict) else data
    )
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise FileRefused(
            "The file holds no list of submissions. Mend: ask ODK Central for Submissions?$expand=*, or Kobo for "
            "data.json."
        )
    if len(found) > MAX_SUBMISSIONS:
        raise FileRefused(f"More than {MAX_SUBMISSIONS:,} submissions. Mend: export fewer at a time.")
    if found and not any("__id" in each or "_uuid" in each for each in found):
        raise FileRefused(
            "Its objects are no submissions: none has __id or _uuid. Mend: export the submissions themselves."
        )
    for number, each in enumerate(found, 1):
        read = _central(each, number) if "__id" in each else _kobo(each, number)
        yield from rows_of(read)


def _central(each: Mapping[str, Any], number: int) -> Submission:
    system = _object(each.get("__system"))
    return Submission(
        report=text(each.get("__id")),
        where=f"submission {number}",
        review="deleted" if system.get("deletedAt") else text(system.get("reviewState")),
        edits=text(system.get("edits")),
        submitted=text(system.get("updatedAt") or system.get("submissionDate")),
        flaw="not-decrypted" if system.get("status") else "",
        **_parts(each),
    )


def _kobo(each: Mapping[str, Any], number: int) -> Submission:
    review = each.get("_validation_status")
    uuid = text(each.get("_uuid"))
    return Submission(
        report=text(each.get("meta/instanceID")) or (f"uuid:{uuid}" if uuid else ""),
        where=f"submission {number}",
        review=text(_object(review).get("uid") if isinstance(review, Mapping) else review),
        submitted=text(each.get("_submission_time")),
        replaces=text(each.get("meta/deprecatedID")),
        **_parts(each),
    )


def _parts(each: Mapping[str, Any]) -> dict[str, Any]:
    # what a server says of itself lies under names of its own, and is no answer
    said = {key: value for key, value in each.items() if not key.startswith(("_", "@", "meta", "formhub"))}
    return {
        "cells": dict(answers(said)),
        "observations": _each(repeats(said, "observation")),
        "restrictions": _each(repeats(said, "restriction")),
    }


def _each(found: Iterable[Mapping[str, Any]]) -> list[Cells]:
    return [dict(answers(one)) for one in found]


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
