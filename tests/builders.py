"""Small valid tables and forms for tests: named arguments, with defaults for the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import dataframely as dy
import shapely
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from ceaseline.assessment import Relevance, judge_clauses, judge_series
from ceaseline.assessment.rules import Comparison
from ceaseline.tables import Areas, Claims, Clauses, Series, Signals, Verdicts, from_rows
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
MODALITIES = ["prohibition", "duty", "ceiling", "permission", "exception", "notification", "procedure"]
OPEN = {"from": "2031-05-12", "until": None, "zone": "UTC"}  # an end that nobody stated
OFFSET = {"from": "2031-05-10T03:00+03:00", "until": "2031-05-11T03:00+03:00"}  # a clock without a place
ELSEWHERE = {"from": "2031-05-09", "until": "2031-05-12 18:00", "zone": "Asia/Kathmandu"}
WINDOWS = st.sampled_from(
    [{"from": f"2031-05-{day}", "until": f"2031-05-{day + 3}", "zone": "UTC"} for day in range(10, 20)]
    + [OPEN, OFFSET, ELSEWHERE]
)
FRONT = {"file": "front.geojson", "author": "a surveyor", "as_of": "2031-05-01", "error_km": 1}
PHRASES = st.sampled_from(
    ["the joint centre", "Nothing moves.", "as soon as possible", "return_fire", "10 May 2031"]
)
_SIDES = st.sampled_from("AB")
_ANYBODY = st.sampled_from("ABC")  # C is a third state
_NUMBERS = st.sampled_from([1, 0.5, 25, 6000])
Texts = st.SearchStrategy[str]
Forms = st.SearchStrategy[dict[str, Any]]


def _some(needed: Mapping[str, Any], **more: Any) -> Forms:
    """Groups with all of *needed* and any of *more*."""
    return st.fixed_dictionaries(dict(needed), optional=more)


def _several(thing: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(thing, min_size=least, max_size=2, unique_by=str)


def _places(texts: Texts) -> st.SearchStrategy[Any]:
    widths = _NUMBERS | st.dictionaries(texts, _NUMBERS, min_size=1, max_size=2)
    lines = st.sampled_from(["front", "ridge"])
    band = _some({"line": lines}, within_km=widths, measured_from=st.dictionaries(_SIDES, lines))
    return st.just("everywhere") | band | _some({"zone": st.sampled_from(["town", "valley"])}, within_km=widths)


def _quantities(texts: Texts) -> Forms:
    more = {"of": texts, "per": st.sampled_from(["hour", "day", "week"]), "inventory": texts}
    return st.sampled_from(["at_least", "at_most"]).flatmap(
        lambda bound: _some({bound: _NUMBERS, "unit": texts}, **more)
    )


def _exceptions(texts: Texts) -> Forms:
    return _some(
        {"act": texts | st.sampled_from(["accident", "c0"])},
        **{"if": texts, "hours_before": _NUMBERS, "after": _several(texts), "register": texts},
    )


@st.composite
def clause_forms(
    draw: st.DrawFn, number: int = 0, count: int = 1, *, always: bool = True, texts: Texts = PHRASES
) -> dict[str, Any]:
    """Clauses of two parties in all their forms.

    Args:
        draw: by hypothesis.
        number: of this clause.
        count: how many clauses there are; any but this one may be its mirror.
        always: whether it says when, even where it binds nobody.
        texts: words of people.
    """
    obligors = draw(st.permutations("AB"))[: draw(st.integers(1, 2))]
    parties = st.lists(_SIDES, unique=True)
    usual = clause(
        id=f"c{number}",
        text=draw(texts),
        code=draw(st.sampled_from(["NO_FIRE", "NO_HEAVY_WEAPON_USE", "CEILING", "NO_ADVANCE", "NO_STIRRING"])),
        modality=draw(st.sampled_from(MODALITIES)),
        obligors=obligors,
        speech_status=draw(
            st.sampled_from(WORDS) | st.fixed_dictionaries(dict.fromkeys(obligors, st.sampled_from(WORDS)))
        ),
        raised_by=draw(_several(_ANYBODY)),
        beneficiaries=draw(parties),
        window=draw(WINDOWS if always else WINDOWS | st.just(...)),
        windows_disputed=draw(st.dictionaries(_SIDES, WINDOWS)),
    )
    others = [f"c{other}" for other in range(count) if other != number]
    more = _some(
        {},
        third_states=st.just(["C"]),
        quoted_text=texts,
        interpreted_by=texts,
        readings=_several(texts),
        patterns=_several(texts),
        measure=texts,
        objects=_several(texts),
        where=_places(texts),
        before_start=st.booleans(),
        quantity=_quantities(texts),
        exceptions=_several(_exceptions(texts)),
        recipient=texts,
        register=texts,
        severity=st.sampled_from(["minor", "serious", "grave"]),
        verifiable_by=_some({}, monitor=st.sampled_from(["yes", "none_deployed"]), party=st.just("claims_only")),
        mirror=st.sampled_from([None, *others]),
    )
    return usual | draw(more)


def _agreements(ids: Sequence[str], texts: Texts) -> Forms:
    known = st.sampled_from(ids)
    announced = _some({"at": st.just("2031-05-01T12:00Z")}, zone=st.just("UTC"), by=_SIDES)
    position = _some(
        {"party": _ANYBODY, "stance": texts}, at=texts, clause=known, conditions=_several(texts), source=texts
    )
    definition = _some({"name": texts, "text": texts, "clauses": _several(known, least=1)}, by=_several(_ANYBODY))
    return _some(
        {
            "title": texts,
            "type": st.sampled_from(["unilateral", "bilateral", "multilateral", "reciprocal_declarations"]),
            "state": st.sampled_from(["proposed", "agreed", "in_force", "disputed"]),
        },
        announced=announced,
        proposed_by=_several(_ANYBODY),
        window=WINDOWS,
        windows_disputed=st.dictionaries(_SIDES, WINDOWS),
        languages=_several(texts),
        positions=_several(position),
        definitions=_several(definition),
    )


def _papers(ids: Sequence[str], texts: Texts) -> Forms:
    """What stands around the clauses."""
    cited = _several(st.sampled_from(ids))
    when = _some({"at": st.just("2031-05-09 18:00"), "zone": st.sampled_from(["UTC", "Asia/Kathmandu"])}, by=_SIDES)
    body = _some({"name": texts}, members=_several(texts), quorum=st.integers(1, 5), rule=texts)
    instrument = _some(
        {"name": texts},
        parties=_several(_ANYBODY),
        **dict.fromkeys(("signed", "exchanged", "in_force", "relation", "quoted_text"), texts),
    )
    order = _some(
        {"by": _SIDES},
        **dict.fromkeys(("authority", "deposited_with"), texts),
        **dict.fromkeys(("addressees", "receipts"), _several(texts)),
        **dict.fromkeys(("issued", "effective"), when),
        text_hash=st.just("0" * 64),
        revocable=st.booleans(),
        clauses=cited,
    )
    guarantee = _some(
        {"what": texts},
        **dict.fromkeys(("guarantor", "trigger", "form"), texts),
        **dict.fromkeys(("asked_by", "asked_of"), _several(_SIDES)),
        status=st.sampled_from(WORDS),
    )
    consequence = _some(
        {"on": texts, "type": st.sampled_from(["none", "protest", "sanction", "suspension"])},
        **dict.fromkeys(("by", "notified"), texts),
        clauses=cited,
    )
    return _some(
        {},
        mechanism=_some({}, body=body, right_of_reply_hours=_NUMBERS, orders_deposited_with=texts),
        instruments=_several(instrument),
        orders=_several(order).map(lambda orders: [{**each, "id": f"o{at}"} for at, each in enumerate(orders)]),
        guarantees=_several(guarantee),
        consequences=_several(consequence),
    )


def _drawn(texts: Texts) -> Forms:
    """Lines and zones: ``front`` and ``ridge``, ``town`` and ``valley``."""
    files = st.none() | texts
    line = _some({"file": files}, author=texts, as_of=texts, error_km=_NUMBERS)
    kinds = st.sampled_from(["buffer", "no_fly", "storage", "settlements"])
    zone = _some({"file": files}, kind=kinds, author=texts, as_of=texts, claimed_by=_SIDES, window=WINDOWS)
    return st.fixed_dictionaries(
        {
            "lines": st.fixed_dictionaries({"front": line, "ridge": line}),
            "zones": st.fixed_dictionaries({"town": zone, "valley": zone}),
        }
    )


@st.composite
def terms_forms(draw: st.DrawFn, texts: Texts = PHRASES) -> dict[str, Any]:
    """Terms of two parties and a third state, with any parts of the language.

    Args:
        draw: by hypothesis.
        texts: words of people; for a swap they hold no code of a party.
    """
    count = draw(st.integers(1, 3))
    ids = [f"c{number}" for number in range(count)]
    agreement = draw(_agreements(ids, texts))
    always = "window" not in agreement
    entries = [draw(clause_forms(number, count, always=always, texts=texts)) for number in range(count)]
    third = {"third_states": {"C": {"name": "East"}}}
    return terms_form(*entries, agreement=agreement, **third, **draw(_drawn(texts)), **draw(_papers(ids, texts)))


TERMS_FORMS = terms_forms()


def drawn(
    *entries: tuple[str, BaseGeometry],
    source: str = "map",
    author: str = "R. Drawer",
    party: str = "A",
    error_km: float = 1.0,
) -> dy.DataFrame[Areas]:
    """Return areas of one author and party, each as a day and a shape."""
    rows = [
        {
            "source": source,
            "day": date.fromisoformat(day),
            "party": party,
            "author": author,
            "capture_id": CAPTURE,
            "line": 1,
            "geometry": shapely.to_wkb(shape),
            "area_km2": 0.0,
            "error_km": error_km,
            "licence": None,
            "may_republish": False,
        }
        for day, shape in entries
    ]
    return from_rows(Areas, rows)
