"""The answers for days and for sectors: by hand, along a line of 30 and of 10 km."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import pytest

from builders import at, clause, flat, only
from ceaseline.assessment import Covered, judge_parts
from ceaseline.tables import Findings, Incidents, VerdictParts, from_rows
from exposed import LINE, about, covered, exposed

pytestmark = pytest.mark.usefixtures("outside_shut")

NONE, CANNOT = "none_recorded_where_watched", "cannot_tell"
ESTABLISHED, BLIND = "violation_established", "not_verifiable"
THREE = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
DAYS = ("2031-05-10", "2031-05-11", "2031-05-12")
ALL = [exposed(day) for day in DAYS]
Row = dict[str, Any]


def incident(name: str = "i", when: str = "2031-05-11 08:00", **changes: Any) -> Row:
    until = at(str(changes.pop("until", when)))
    usual = {"phenomenon": "shot", "earliest": at(when), "latest": until, "observations": 1, "groups": 1}
    place = {"lon": 34.5, "lat": 12.5, "radius_m": 500.0}
    return {"incident_id": name, **usual, **place, **changes}


def finding(name: str = "i", **changes: Any) -> Row:
    usual = {"clause_id": "no-fire", "outcome": "violation", "probability": 1.0, "level": "observed"}
    return {
        "incident_id": name,
        "clock": "A",
        **usual,
        "attributed_to": "undetermined",
        "basis": "shot.",
        **changes,
    }


def lying(**sectors: str) -> pl.DataFrame:
    """Return in which sectors incidents may lie; in the first of those given it is counted."""
    rows = [
        (name, sector, "R. Drawer", not number)
        for name, those in sectors.items()
        for number, sector in enumerate(those.split(", "))
    ]
    return pl.DataFrame(rows, schema=["incident_id", "sector", "author", "nearest"], orient="row")


def parts(
    known: Covered,
    *held: tuple[Row, Row],
    as_of: str = "2031-06-01",
    about_clause: Mapping[str, Any] | None = None,
    **changes: Any,
) -> dy.DataFrame[VerdictParts]:
    """Return the answers on three days, for incidents with what is found of each."""
    return judge_parts(
        flat(clause(**{"window": THREE, **(about_clause or {})})),
        from_rows(Findings, [row for _, row in held]),
        from_rows(Incidents, [row for row, _ in held]),
        known,
        as_of=at(as_of),
        **changes,
    )


def words(table: dy.DataFrame[VerdictParts], obligor: str = "any") -> list[str]:
    """Return the answers day by day."""
    own = table.filter(obligor=obligor, clock="A").filter(pl.col("day").is_not_null())
    return own["verdict"].to_list()


def of_day(table: dy.DataFrame[VerdictParts], day: str, obligor: str = "any", clock: str = "A") -> Row:
    return only(table.iter_rows(named=True), day=date.fromisoformat(day), obligor=obligor, clock=clock)


def of_sector(table: dy.DataFrame[VerdictParts], name: str, obligor: str = "any") -> Row:
    return only(table.iter_rows(named=True), scope=name, obligor=obligor, clock="A")


# Days


def test_there_is_a_row_for_each_side_clock_and_day() -> None:
    table = parts(covered(*ALL)).filter(pl.col("day").is_not_null())
    assert 3 * 2 * 3 == table.height
    assert ["A", "B", "any"] == table["obligor"].unique(maintain_order=True).to_list()
    assert {"everywhere"} == set(table["scope"])


def test_a_day_watched_surely_on_which_nothing_was_recorded_has_a_zero() -> None:
    row = of_day(parts(covered(*ALL)), "2031-05-10")
    assert (NONE, 0, 1.0, 1.0, 0.95, "verifiable") == tuple(
        row[name] for name in ("verdict", "recorded", "watched_share", "sure_share", "chance_seen", "verifiable")
    )
    assert (
        "Nothing is recorded; 100 % of the hours were watched, 100 % with the chance that is asked."
        == row["reason"]
    )


def test_a_day_without_a_watch_has_no_number() -> None:
    blind = exposed("2031-05-11", watched=0, chance=0)
    table = parts(covered(*ALL, blind))
    assert [NONE, CANNOT, NONE] == words(table)
    assert (None, 0.0) == tuple(of_day(table, "2031-05-11")[name] for name in ("recorded", "watched_share"))


@pytest.mark.parametrize(("sure", "word"), [(0.8, NONE), (0.79, CANNOT)])
def test_nothing_is_called_so_from_the_share_of_sure_hours_that_the_case_asks_for(sure: float, word: str) -> None:
    assert [NONE, word, NONE] == words(parts(covered(*ALL, exposed("2031-05-11", sure=sure))))
    assert [NONE, NONE, NONE] == words(parts(covered(*ALL, exposed("2031-05-11", sure=sure), hours=0.7)))


def test_a_day_on_which_nothing_on_record_could_see_it_is_not_verifiable() -> None:
    nobody = exposed("2031-05-11", watched=0, chance=0, assets=0)
    table = parts(covered(*ALL, nobody))
    assert [NONE, BLIND, NONE] == words(table)
    assert "not_verifiable" == of_day(table, "2031-05-11")["verifiable"]
    assert "No asset on record can see such acts." == of_day(table, "2031-05-11")["reason"]


def test_where_a_source_tells_of_such_acts_a_day_without_assets_cannot_be_told() -> None:
    nobody = exposed("2031-05-11", watched=0, chance=0, assets=0)
    assert [NONE, CANNOT, NONE] == words(parts(covered(*ALL, nobody), spoken_of=["no-fire"]))


def test_days_before_the_first_watch_are_told_and_were_not_watched() -> None:
    table = parts(covered(*ALL[1:]))
    assert [BLIND, NONE, NONE] == words(table)
    assert (None, 0.0) == tuple(of_day(table, "2031-05-10")[name] for name in ("recorded", "watched_share"))


def test_with_no_watch_on_record_no_share_is_told() -> None:
    row = of_day(parts(covered()), "2031-05-10")
    assert (BLIND, None, None) == (row["verdict"], row["recorded"], row["watched_share"])


def test_an_act_counts_on_its_day_and_on_no_other() -> None:
    table = parts(covered(*ALL), (incident(), finding()))
    assert [NONE, ESTABLISHED, NONE] == words(table)
    assert [NONE, CANNOT, NONE] == words(table, "A")
    row = of_day(table, "2031-05-11")
    assert (1, "1 incident is recorded, 1 of them established") == (row["recorded"], row["reason"].split(";")[0])
    assert None is of_day(table, "2031-05-11", "A")["recorded"]


def test_an_act_that_is_determined_counts_for_its_side_and_keeps_nothing_from_the_other() -> None:
    table = parts(covered(*ALL), (incident(), finding(attributed_to="A", level="determined")))
    assert [ESTABLISHED, NONE, ESTABLISHED] == [
        of_day(table, "2031-05-11", side)["verdict"] for side in ("A", "B", "any")
    ]
    assert [1, 0, 1] == [of_day(table, "2031-05-11", side)["recorded"] for side in ("A", "B", "any")]


def test_what_may_be_an_act_is_counted_and_establishes_nothing() -> None:
    table = parts(covered(*ALL), (incident(), finding(outcome="indeterminate")))
    row = of_day(table, "2031-05-11")
    assert (CANNOT, 1) == (row["verdict"], row["recorded"])
    assert "none of them established" in row["reason"]


def test_what_only_a_party_says_changes_no_day() -> None:
    told = finding(level="alleged", outcome="indeterminate")
    assert [NONE, NONE, NONE] == words(parts(covered(*ALL), (incident(), told)))


def test_what_may_lie_on_two_days_counts_on_the_first_and_keeps_nothing_from_both() -> None:
    night = incident(when="2031-05-10 23:00", until="2031-05-11 01:00")
    table = parts(covered(*ALL), (night, finding()))
    assert [ESTABLISHED, CANNOT, NONE] == words(table)
    assert [1, None, 0] == [of_day(table, day)["recorded"] for day in DAYS]


def test_what_ends_with_a_day_keeps_nothing_from_the_next() -> None:
    late = incident(when="2031-05-10 23:00", until="2031-05-11 00:00")
    assert [ESTABLISHED, NONE, NONE] == words(parts(covered(*ALL), (late, finding())))


def test_a_doubt_keeps_nothing_from_its_day() -> None:
    unsure = pl.DataFrame({"incident_id": ["i"], "clause_id": ["no-fire"], "clock": ["A"]})
    table = parts(covered(*ALL), (incident(), finding(outcome="out_of_scope")), doubts=unsure)
    assert [NONE, CANNOT, NONE] == words(table)
    assert None is of_day(table, "2031-05-11")["recorded"]


def test_where_such_acts_happen_elsewhere_too_nothing_is_never_called_so() -> None:
    table = parts(covered(*ALL, clauses=about(*LINE, whole=False)))
    days = table.filter(pl.col("day").is_not_null())
    assert ({CANNOT}, {"partly"}, {None}) == tuple(
        set(days[name]) for name in ("verdict", "verifiable", "recorded")
    )


def test_a_day_that_is_not_over_has_no_zero_yet() -> None:
    noon = (at("2031-05-11"), at("2031-05-11 12:00"))
    known = covered(exposed("2031-05-10"), exposed("2031-05-11", cut=noon))
    table = parts(known, as_of="2031-05-11 12:00")
    assert [NONE, CANNOT] == words(table)
    row = of_day(table, "2031-05-11")
    assert (at("2031-05-11 12:00"), None, 1.0) == (row["until"], row["recorded"], row["watched_share"])
    assert "its window runs on" in row["reason"]


def test_each_clock_has_its_own_days() -> None:
    later = {"from": "2031-05-12", "until": "2031-05-13", "zone": "UTC"}
    table = parts(covered(*ALL), about_clause={"windows_disputed": {"B": later}})
    days = table.filter(pl.col("day").is_not_null(), obligor="any")
    assert [3, 1] == [days.filter(clock=clock).height for clock in "AB"]


def test_what_binds_nobody_or_had_not_begun_has_no_days() -> None:
    assert parts(covered(*ALL), about_clause={"speech_status": "demanded"}).is_empty()
    assert parts(covered(*ALL), as_of="2031-05-10").is_empty()


def test_what_a_register_shows_has_no_days() -> None:
    assert parts(covered(*ALL), about_clause={"code": "NO_REVOKING_ORDER"}).is_empty()


@pytest.mark.parametrize(
    ("code", "word", "verifiable"), [("NO_MOBILISATION", BLIND, BLIND), ("NO_CYBER", CANNOT, "partly")]
)
def test_days_of_acts_that_no_look_tells_for_sure_have_no_number(code: str, word: str, verifiable: str) -> None:
    table = parts(covered(*ALL), about_clause={"code": code})
    assert [word] * 3 == words(table)
    assert {(None, None, verifiable)} == set(table.select("recorded", "watched_share", "verifiable").rows())


def test_a_duty_is_never_called_kept_by_looking() -> None:
    table = parts(covered(*ALL), about_clause={"modality": "duty"})
    assert [CANNOT, CANNOT, CANNOT] == words(table)


def test_without_watches_and_without_an_end_days_are_told_up_to_the_last_incident() -> None:
    endless = {"window": {"from": "2031-05-10", "until": None, "zone": "UTC"}}
    assert parts(covered(), about_clause=endless).is_empty()
    table = parts(covered(), (incident(), finding()), about_clause=endless)
    assert [BLIND, ESTABLISHED] == words(table)


# What can be compared


@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({}, True),
        ({"watched": 0.9}, True),
        ({"watched": 0.89}, False),
        ({"sure": 0.85}, False),
        ({"chance": 0.84}, False),
        ({"chance": None}, None),
    ],
)
def test_a_day_is_comparable_where_it_was_watched_as_the_day_before(
    changes: dict[str, Any], alike: bool | None
) -> None:
    table = parts(covered(*ALL, exposed("2031-05-11", **changes)))
    assert [None, alike] == [of_day(table, day)["comparable"] for day in DAYS[:2]]


def test_two_days_that_nobody_watched_are_not_comparable() -> None:
    blind = [exposed(day, watched=0, chance=0) for day in DAYS]
    assert [None, False, False] == [of_day(parts(covered(*blind)), day)["comparable"] for day in DAYS]


# Sectors


def test_each_stretch_of_a_line_has_its_answer_over_all_of_the_window() -> None:
    shots = [(incident("i1"), finding("i1")), (incident("i2"), finding("i2"))]
    table = parts(covered(*ALL), *shots, lying_in=lying(i1=LINE[1], i2=LINE[1]))
    assert [(NONE, 0), (ESTABLISHED, 2)] == [
        (of_sector(table, name)["verdict"], of_sector(table, name)["recorded"]) for name in LINE
    ]
    row = of_sector(table, LINE[0])
    assert (None, at("2031-05-10"), at("2031-05-13")) == (row["day"], row["from"], row["until"])


def test_what_may_lie_in_two_sectors_counts_in_one_and_keeps_nothing_from_both() -> None:
    table = parts(covered(*ALL), (incident(), finding()), lying_in=lying(i=f"{LINE[0]}, {LINE[1]}"))
    assert [ESTABLISHED, CANNOT] == [of_sector(table, name)["verdict"] for name in LINE]


def test_what_has_no_place_keeps_nothing_from_every_sector() -> None:
    nowhere = incident(lon=None, lat=None, radius_m=None)
    table = parts(covered(*ALL), (nowhere, finding()))
    assert [CANNOT, CANNOT] == [of_sector(table, name)["verdict"] for name in LINE]


def test_what_lies_far_from_the_line_keeps_nothing_from_no_sector() -> None:
    table = parts(covered(*ALL), (incident(), finding()))
    assert [NONE, NONE] == [of_sector(table, name)["verdict"] for name in LINE]


def test_a_sector_with_a_blind_day_cannot_be_told_though_the_others_can() -> None:
    table = parts(covered(*ALL, exposed("2031-05-11", LINE[1], watched=0, chance=0)))
    assert [NONE, CANNOT] == [of_sector(table, name)["verdict"] for name in LINE]
    assert "was watched so not at all" in of_sector(table, LINE[1])["reason"]


def test_sectors_of_a_window_that_runs_on_have_no_zero_yet() -> None:
    table = parts(covered(*ALL), as_of="2031-05-12")
    assert [None, None] == [of_sector(table, name)["recorded"] for name in LINE]


# Nothing is made better by losing sight, and no side by its name


def test_exchanging_the_sides_exchanges_the_answers() -> None:
    keys = ["clause_id", "obligor", "scope", "clock", "from"]
    other = pl.col("obligor", "clock").replace({"A": "B", "B": "A"})

    def answers(one: str, two: str) -> pl.DataFrame:
        known = covered(*ALL, *(exposed(day, acts_of=two, watched=0.85, sure=0.82) for day in DAYS))
        shots = [
            (incident("i1"), finding("i1", attributed_to=one, clock=one)),
            (incident("i2"), finding("i2", outcome="indeterminate", clock=two)),
        ]
        return parts(known, *shots, lying_in=lying(i1=LINE[0], i2=LINE[1]))

    assert answers("A", "B").with_columns(other).sort(keys).equals(answers("B", "A").sort(keys))
    assert not answers("A", "B").sort(keys).equals(answers("B", "A").sort(keys))


@pytest.mark.parametrize("lost", DAYS)
def test_losing_a_watch_makes_no_zero_and_raises_no_share(lost: str) -> None:
    shots = [(incident(), finding())]
    before, after = (
        parts(known, *shots, lying_in=lying(i=LINE[0])).filter(pl.col("day").is_not_null())
        for known in (covered(*ALL), covered(*ALL, exposed(lost, LINE[0], watched=0.4, chance=0.3)))
    )
    assert set(after.filter(pl.col("recorded") == 0)["day"]) <= set(before.filter(pl.col("recorded") == 0)["day"])
    for name in ("watched_share", "sure_share", "chance_seen"):
        assert (after[name] <= before[name]).all()
    assert after.filter(pl.col("day") == date.fromisoformat(lost))["recorded"].eq_missing(0).sum() == 0
