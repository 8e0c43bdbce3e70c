"""Small valid tables and forms for tests: named arguments, with defaults for the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import dataframely as dy
from hypothesis import strategies as st

from ceaseline.assessment import Relevance, judge_clauses, judge_series
from ceaseline.assessment.rules import Comparison
from ceaseline.tables import Claims, Clauses, Series, Signals, Verdicts, from_rows
from ceaseline.terms import Terms, clauses, parse
from ceaseline.times import Window, moment

NAMES = {"A": "North", "B": "South"}
CAPTURE = "0" * 64
DAY = {"from": "2031-05-10", "until": "2031-05-11", "zone": "UTC"}  # the window most tests ask about


def at(text: str, zone: str | None = None) -> datetime:
    """Return a moment; on the clock of UTC where neither the text nor *zone* says otherwise."""
    return moment(text, zone or "UTC")


def window(start: str, until: str) -> Window:
    return Window(at(start), at(until))


def clause(**changes: Any) -> dict[str, Any]:
    """Return a clause as the form has it: both sides hold their fire for a day."""
    usual = {
        "id": "no-fire",
        "code": "NO_FIRE",
        "text": "All fire stops.",
        "modality": "prohibition",
        "speech_status": "in_force",
        "obligors": ["A", "B"],
        "window": DAY,
    }
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


def terms_form(*entries: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return terms as plain data; ``...`` takes a key out."""
    usual = {
        "agreement": {"title": "Toy truce", "type": "bilateral", "state": "agreed"},
        "parties": {code: {"name": name} for code, name in NAMES.items()},
        "clauses": list(entries) or [clause()],
    }
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


def terms_text(*entries: Mapping[str, Any], **changes: Any) -> str:
    """Return terms as the text of a form: JSON is YAML."""
    return json.dumps(terms_form(*entries, **changes), ensure_ascii=False)


def terms(*entries: Mapping[str, Any], **changes: Any) -> Terms:
    return parse(terms_text(*entries, **changes))


def flat(*entries: Mapping[str, Any], **changes: Any) -> dy.DataFrame[Clauses]:
    """Return the clauses table of terms with these clauses."""
    return clauses(terms(*entries, **changes))


Values = Sequence[float | None]


def series(
    values: Values | Mapping[str, Values],
    *,
    source: str = "sirens",
    start: str = "2031-05-01",
    hours: float = 24,
    watched: Sequence[float] | None = None,
    full: float | Mapping[str, float] | None = None,
) -> dy.DataFrame[Series]:
    """Return bins one after another, of one day each where nothing else is said.

    Args:
        values: of each bin, or of each region's bins; None where nobody watched.
        source: its name.
        start: start of the first bin, UTC.
        hours: length of a bin.
        watched: hours watched in each bin; the whole bin where not given.
        full: value of a full bin, for all regions or by region.
    """
    regions = values if isinstance(values, Mapping) else {"": values}
    rows = [
        series_row(
            source=source,
            region=region,
            start=at(start) + number * timedelta(hours=hours),
            hours=hours,
            value=value,
            watched=None if watched is None else watched[number],
            full=full.get(region) if isinstance(full, Mapping) else full,
            line=number + 2,
        )
        for region, bins in regions.items()
        for number, value in enumerate(bins)
    ]
    return from_rows(Series, rows)


def series_row(
    *,
    start: datetime,
    value: float | None,
    source: str = "sirens",
    region: str = "",
    hours: float = 24,
    watched: float | None = None,
    full: float | None = None,
    line: int = 2,
) -> dict[str, Any]:
    seen = hours if watched is None else watched
    return {
        "source": source,
        "region": region,
        "from": start,
        "until": start + timedelta(hours=hours),
        "value": value,
        "unit": "minutes",
        "hours_watched": 0.0 if value is None else seen,
        "full": full,
        "capture_id": CAPTURE,
        "line": line,
    }


def claim(**changes: Any) -> dict[str, Any]:
    """Return a claim of A about B: ten shellings on one day."""
    usual = {
        "source": "ministries",
        "claimant": "A",
        "accused": "B",
        "from": at("2031-05-10"),
        "until": at("2031-05-11"),
        "zone": "UTC",
        "stated": "10 May",
        "item": "shelling",
        "count": 10,
        "at_least": False,
        "capture_id": CAPTURE,
    }
    return {**usual, **changes}


def claims(*entries: Mapping[str, Any]) -> dy.DataFrame[Claims]:
    """Return claims called c1, c2, ... in this order."""
    rows = [
        {"claim_id": f"c{number}", "line": number + 1, **entry} for number, entry in enumerate(entries, start=1)
    ]
    return from_rows(Claims, rows)


def relevance(
    *,
    source: str = "sirens",
    clause_id: str = "no-fire",
    acts_of: str = "A",
    evidence: str = "warning",
    role: str = "instrument",
) -> Relevance:
    return Relevance(source=source, clause_id=clause_id, acts_of=acts_of, evidence=evidence, role=role)


def near(days: int = 4, **changes: Any) -> Comparison:
    """Return a comparison that looks *days* back and ahead."""
    return Comparison(**{"days_before": days, "days_after": days, **changes})


def signals(
    bins: dy.DataFrame[Series],
    *,
    about: dy.DataFrame[Clauses] | None = None,
    relevances: Sequence[Relevance] | None = None,
    comparison: Comparison | None = None,
) -> dy.DataFrame[Signals]:
    """Return what *bins* say; of fire by A on the usual day where nothing else is said."""
    return judge_series(
        bins,
        flat() if about is None else about,
        [relevance()] if relevances is None else relevances,
        comparison or near(),
    )


def verdicts(
    *entries: Mapping[str, Any],
    bins: dy.DataFrame[Series] | None = None,
    relevances: Sequence[Relevance] = (),
    comparison: Comparison | None = None,
    as_of: str | None = "2031-06-01",
    names: Mapping[str, str] | None = None,
    **changes: Any,
) -> dy.DataFrame[Verdicts]:
    """Return the verdicts on these clauses, with the signals that *bins* give."""
    about = flat(*entries, **changes)
    seen = series([]) if bins is None else bins
    return judge_clauses(
        about,
        signals=judge_series(seen, about, relevances, comparison or near()),
        series=seen,
        relevances=relevances,
        names=names or NAMES,
        as_of=None if as_of is None else at(as_of),
    )


def only(rows: Iterable[Mapping[str, Any]], **wanted: Any) -> dict[str, Any]:
    """Return the one row where each of *wanted* holds."""
    (found,) = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return dict(found)


Codes = Mapping[str, str]


def recoded(data: Any, codes: Codes) -> Any:
    """Return *data* with other codes for the parties: keys and values that are a code, and ``(A)`` in sentences."""
    if isinstance(data, Mapping):
        return {recoded(key, codes): recoded(value, codes) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(recoded(item, codes) for item in data)
    if isinstance(data, str):
        return codes.get(data) or re.sub(r"\((\w+)\)", lambda found: f"({codes.get(found[1], found[1])})", data)
    return data


CODES = [{"A": "B", "B": "A"}, {"A": "zz", "B": "C1"}]  # exchanged, and others whose alphabetical order is turned
WORDS = ["question", "demanded", "proposed", "accepted", "agreed", "in_force", "waived"]
WINDOWS = st.sampled_from(
    [{"from": f"2031-05-{day}", "until": f"2031-05-{day + 3}", "zone": "UTC"} for day in range(10, 20)]
)


@st.composite
def clause_forms(draw: st.DrawFn, number: int = 0) -> dict[str, Any]:
    """Clauses of two parties in all their forms."""
    obligors = draw(st.permutations("AB"))[: draw(st.integers(1, 2))]
    parties = st.lists(st.sampled_from("AB"), unique=True)
    return clause(
        id=f"c{number}",
        obligors=obligors,
        speech_status=draw(
            st.sampled_from(WORDS) | st.fixed_dictionaries(dict.fromkeys(obligors, st.sampled_from(WORDS)))
        ),
        raised_by=draw(parties),
        beneficiaries=draw(parties),
        window=draw(WINDOWS),
        windows_disputed=draw(st.dictionaries(st.sampled_from("AB"), WINDOWS)),
    )


TERMS_FORMS = (
    st.integers(1, 3)
    .flatmap(lambda count: st.tuples(*(clause_forms(number) for number in range(count))))
    .map(lambda entries: terms_form(*entries))
)
