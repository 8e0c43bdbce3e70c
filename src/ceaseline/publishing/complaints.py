"""Complaints and what became of them; allegations, in no count of ours, and never a word of what they tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number
from ceaseline.terms import alternating, listed, named

_MOST_SHOWN = 50  # rows of the table; of more, counts
_MOST_NAMED = 5  # ids in a sentence
_STATES = {
    "received": "received",
    "triaged": "triaged",
    "under_inquiry": "under inquiry",
    "draft": "draft finding",
    "comments": "open to comments of the parties",
    "commission": "before the commission",
    "ruled": "ruled",
    "published": "published",
    "follow_up": "in follow-up",
    "closed": "closed",
}
_RULED = {
    "violation": "a violation",
    "no_violation": "no violation",
    "not_established": "not established",
    "both": "a violation by both sides",
    "closed_no_access": "closed without access",
    "withdrawn": "withdrawn",
}


@attrs.frozen
class CaseRow:
    """One complaint.

    Attributes:
        id: of the complaint.
        by, against: the sides, in words.
        clause: the clause it cites.
        age: whole days from lodging to its end, or to now.
        state: where it stands, with how it was ruled.
        blocked_by: what holds it up; empty where nothing is said to.
        deadline: by when the next step is due, and whether that has passed; empty where none is stated.
        unfit: what in its course is out of order; empty where nothing is.
    """

    id: str
    by: str
    against: str
    clause: str
    age: str
    state: str
    blocked_by: str
    deadline: str
    unfit: str


@attrs.frozen
class Sum:
    """All complaints against one side.

    Attributes:
        against: whom.
        complaints: how many; None where none is on record.
        matters: of how many distinct matters.
        states: how many in each state, in words.
        rulings: how many of each ruling, and how many without a stated outcome, in words.
    """

    against: str
    complaints: int | None
    matters: int | None
    states: str
    rulings: str


@attrs.frozen
class ComplaintsAndCases:
    """What a page tells of complaints.

    Attributes:
        rows: the first of them: open ones by deadline, then those without one, each matter once before any again.
        more: a sentence on those that are not shown; empty where all are.
        sums: one for each side complained of.
        notes: sentences on who lodged how many, on days out of the usual, and on what is out of order.
    """

    rows: tuple[CaseRow, ...]
    more: str
    sums: tuple[Sum, ...]
    notes: tuple[str, ...]


def complaints_and_cases(material: Material) -> ComplaintsAndCases | None:
    """Return what is on record of complaints; None where nothing is."""
    if not (material.complaints.height or material.steps.height):
        return None
    again = pl.col("matter") != pl.col("complaint_id")  # so that many of one matter do not hide the others
    ended = pl.col("ended").is_not_null()
    ordered = material.cases.sort(ended, "deadline", again, "lodged", "complaint_id", nulls_last=True)
    return ComplaintsAndCases(
        rows=tuple(_row(material, row) for row in ordered.head(_MOST_SHOWN).iter_rows(named=True)),
        more=_more(ordered.slice(_MOST_SHOWN)),
        sums=tuple(_sums(material)),
        notes=(*_lodged(material), *_floods(material), *_unfit(material), *_strays(material)),
    )


def _row(material: Material, row: Mapping[str, Any]) -> CaseRow:
    return CaseRow(
        id=row["complaint_id"],
        by=side(material, row["complainant"], "somebody who is no party"),
        against=side(material, row["respondent"], "nobody named"),
        clause=row["clause_id"] or "not stated",
        age="not known" if row["age_days"] is None else f"{row['age_days']:,}",
        state=standing(row),
        blocked_by=_plain(row["blocked_by"] or ""),
        deadline=due(row["deadline"], overdue=row["overdue"]),
        unfit=row["unfit"] or "",
    )


def side(material: Material, party: str | None, nobody: str) -> str:
    """Return the name of a party, or *nobody* where there is none."""
    return nobody if party is None else named(material.terms, party)


def standing(row: Mapping[str, Any]) -> str:
    """Say where a case stands.

    Examples:
        >>> standing({"state": "published", "ruling": "no_violation", "ended": None})
        'published, ruled no violation'
        >>> standing({"state": "ruled", "ruling": "withdrawn", "ended": 1})
        'withdrawn, so ended'
    """
    ruling, state = row["ruling"], _STATES[row["state"]]
    if ruling in ("withdrawn", "closed_no_access"):
        said = _RULED[ruling] if state == "ruled" else f"{state}, {_RULED[ruling]}"
    elif ruling is None or state == "ruled":
        said = state if ruling is None else f"ruled {_RULED[ruling]}"
    else:
        said = f"{state}, ruled {_RULED[ruling]}"
    return said if row["ended"] is None or state == "closed" else f"{said}, so ended"


def due(deadline: datetime | None, *, overdue: bool) -> str:
    """Say by when something is due, and whether that has passed."""
    if deadline is None:
        return ""
    return f"{deadline:%Y-%m-%d %H:%M} UTC" + (", passed" if overdue else "")


def _more(rest: pl.DataFrame) -> str:
    if rest.is_empty():
        return ""
    still = rest["ended"].null_count()
    return (
        f"{rest.height:,} more are not shown, {still:,} of them open; all are in tables/cases. "
        "They are in the sums below."
    )


def _sums(material: Material) -> Iterator[Sum]:
    """Yield the sums by side complained of, in the order of the terms; those that name nobody last."""
    for party in alternating(list(material.terms.parties), 0):
        yield _sum(named(material.terms, party), material.cases.filter(respondent=party))
    nameless = material.cases.filter(pl.col("respondent").is_null())
    if nameless.height:
        yield _sum("nobody named", nameless)


def _sum(against: str, own: pl.DataFrame) -> Sum:
    if own.is_empty():
        return Sum(against, None, None, "", "")
    open_ones = own.filter(pl.col("ended").is_null())
    states = _counted({**_words(open_ones["state"], _STATES), "ended": own.height - open_ones.height})
    waiting = {"past their deadline": own.filter("overdue").height, "blocked": own["blocked_by"].count()}
    rulings = {**_words(own["ruling"], _RULED), "without a stated outcome": own["ruling"].null_count()}
    late = f"; of these {told}" if (told := _counted(waiting)) else ""
    return Sum(against, own.height, own["matter"].n_unique(), states + late, _counted(rulings))


def _words(found: pl.Series, words: Mapping[str, str]) -> dict[str, int]:
    counts = dict(found.drop_nulls().value_counts().rows())
    return {said: counts.get(word, 0) for word, said in words.items()}


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {said}" for said, count in counts.items() if count)


def _lodged(material: Material) -> Iterator[str]:
    """Yield for each side how much it lodged, the other side first than in the sums."""
    for party in alternating(list(material.terms.parties), 1):
        own = material.cases.filter(complainant=party)
        who = named(material.terms, party)
        if own.is_empty():
            yield f"No complaint by {who} is on record; that it had nothing to complain of does not follow."
        else:
            yield f"{who} lodged {_how_many(own.height)}, of {_distinct(own['matter'].n_unique())}."
    public = material.cases.filter(pl.col("complainant").is_null())
    if public.height:
        of = _distinct(public["matter"].n_unique())
        yield f"Those who are no party lodged {_how_many(public.height)}, of {of}."


def _floods(material: Material) -> Iterator[str]:
    for row in material.complaint_days.filter("flooding").iter_rows(named=True):
        by = "those who are no party" if row["complainant"] is None else named(material.terms, row["complainant"])
        cited = f", {row['citing']:,} of them about {row['clause_id']}" if row["citing"] else ""
        usual = (
            "there is no other day of theirs to compare it with"
            if row["usual"] is None
            else f"on their other days with complaints the median is {number(row['usual'])}"
        )
        alike = f"; {row['alike']:,} have the same wording, figures apart" if row["alike"] > 1 else ""
        what = f"{_how_many(row['complaints'])} by {by}{cited}, of {_distinct(row['matters'])}{alike}"
        yield f"On {row['day']:%Y-%m-%d}: {what}; {usual}."


def _unfit(material: Material) -> Iterator[str]:
    if unfit := material.cases["unfit"].count():
        cases = "1 case" if unfit == 1 else f"{unfit:,} cases"
        yield f"{cases} went on out of order; tables/cases says how. What was ruled stands here all the same."


def _strays(material: Material) -> Iterator[str]:
    strays = material.steps.join(material.complaints, on="complaint_id", how="anti")
    if strays.height:
        names = sorted(set(strays["complaint_id"]))
        shown = listed(names[:_MOST_NAMED]) + (" and others" if len(names) > _MOST_NAMED else "")
        steps = "1 step is" if strays.height == 1 else f"{strays.height:,} steps are"
        yield f"{steps} of complaints that are in no register ({shown}) and are in no sum."


def _how_many(complaints: int) -> str:
    return "1 complaint" if complaints == 1 else f"{complaints:,} complaints"


def _distinct(matters: int) -> str:
    return "1 distinct matter" if matters == 1 else f"{matters:,} distinct matters"


def _plain(word: str) -> str:
    return word.replace("_", " ")
