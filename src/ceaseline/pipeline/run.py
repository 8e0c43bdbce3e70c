"""From the forms and the kept files to every table, in the order of the rooms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import dataframely as dy
import polars as pl

from ceaseline.accounts import claim_relays, claim_series, compare_windows, reckon
from ceaseline.assessment import (
    Covered,
    Records,
    Registers,
    Relevance,
    Watching,
    attributed,
    check_exceptions,
    check_registers,
    doubts,
    find,
    held_back,
    judge_clauses,
    judge_parts,
    judge_series,
    procedures,
    rests_on_older,
    sightings,
    supported,
    tallies,
    tellers,
    watching,
    weapon_checks,
    weigh,
)
from ceaseline.coverage import cut, unknown_sectors
from ceaseline.line import changes, check_advances, holding, place, side_by_side
from ceaseline.pipeline.covering import Cover, coverage, layout_of, reporting_days
from ceaseline.pipeline.grounds import grounds
from ceaseline.pipeline.hearing import hear
from ceaseline.pipeline.intake import Taken, Tell, understand
from ceaseline.pipeline.lines import all_lines
from ceaseline.pipeline.locating import locate
from ceaseline.pipeline.lying import lying_in
from ceaseline.pipeline.mending import mendable
from ceaseline.pipeline.naming import NONE
from ceaseline.pipeline.outcome import CaseForms, Outcome
from ceaseline.pipeline.putting_together import put_together
from ceaseline.pipeline.releasing import release
from ceaseline.pipeline.remembering import FORGETFUL, Memory, hashed_terms, locating
from ceaseline.pipeline.stationed import stationed
from ceaseline.pipeline.whose import whose
from ceaseline.review import cases, complaint_days, decided, determined, fold, left_out
from ceaseline.sources import Capture, Source
from ceaseline.sources import table as sources_table
from ceaseline.sources.claims import ClaimsForm, with_ids
from ceaseline.sources.patrol import PatrolSource
from ceaseline.sources.series import SeriesForm
from ceaseline.tables import (
    Allegations,
    Areas,
    Assets,
    Calls,
    Captures,
    Claims,
    Complaints,
    Consequences,
    Corrections,
    Counts,
    Guarantees,
    Incidents,
    Inventories,
    Lines,
    Notices,
    Notifications,
    Observations,
    Orders,
    Positions,
    Restrictions,
    Series,
    SetAside,
    SiteChecks,
    Sources,
    Statements,
    Steps,
    Watches,
    Weather,
    from_rows,
)
from ceaseline.terms import clauses

S = TypeVar("S", bound=dy.Schema)


def run(
    forms: CaseForms,
    captures: Sequence[Capture],
    rulings: Sequence[Mapping[str, Any]],
    entered: Sequence[tuple[Source, Taken]] = (),
    *,
    as_of: datetime | None,
    tell: Tell,
    memory: Memory = FORGETFUL,
    named: pl.DataFrame = NONE,
) -> Outcome:
    """Work everything out from what was kept; the same evidence and forms give the same tables.

    Args:
        forms: what people wrote.
        captures: the evidence, in the order it came.
        rulings: what people decided, in that order, with the columns of the decisions but for ``standing``.
        entered: what people entered into registers, each read by its own.
        as_of: the moment to judge from, UTC; None for that of the newest evidence.
        tell: told how the work goes on.
        memory: what earlier runs worked out; what comes out is the same with it and without.
        named: which records each incident had that was ever named; see :mod:`ceaseline.pipeline.naming`.
    """
    terms_hash = hashed_terms(forms.terms)
    standings = _standings(captures, left_out(decided(rulings)))
    taken: list[tuple[Source, Taken]] = [
        (source, memory.taken(source, capture, terms_hash, tell))
        for source in forms.sources
        for capture, standing in zip(captures, standings, strict=True)
        if standing == "counted" and capture.source == source.form.name
    ]
    taken += entered
    came = [capture.received for capture in [*captures, *(each.capture for _, each in entered)]]
    as_of = as_of or max(came, default=None)
    totals = {form.name: form.totals for form in _of_kind(forms, ClaimsForm)}
    relevances = list(_relevances(forms))
    flat = clauses(forms.terms)
    areas, drawn = Areas.validate(_joined(Areas, taken)), Lines.validate(_joined(Lines, taken))
    lines = all_lines(drawn, areas, forms.sources, forms.ground, forms.settings.line.scale_km)
    heard = hear(
        Statements.validate(_joined(Statements, taken)),
        Allegations.validate(_joined(Allegations, taken)),
        Positions.validate(_joined(Positions, taken)),
        sources=sources_table([*forms.sources, *(source for source, _ in entered)]),
        terms=forms.terms,
        settlements=forms.settlements,
        lines=lines,
    )
    sources = heard.sources
    observations = Observations.validate(pl.concat([_joined(Observations, taken), heard.observations]))
    watches = Watches.validate(_joined(Watches, taken))
    restrictions = Restrictions.validate(_joined(Restrictions, taken))
    assets, weather = Assets.validate(_joined(Assets, taken)), Weather.validate(_joined(Weather, taken))
    complaints, steps = Complaints.validate(_joined(Complaints, taken)), Steps.validate(_joined(Steps, taken))
    series = Series.validate(_joined(Series, taken))
    claims = reckon(_all_claims(taken), totals)
    signals = judge_series(series, flat, relevances, forms.settings.compared_with())
    layout = layout_of(forms, flat, assets=assets, lines=lines, sources=sources)
    watched = cut(watches, restrictions, stationed(layout, assets))
    could_see = coverage(
        forms,
        flat,
        layout,
        assets=assets,
        watched=watched,
        weather=weather,
        sources=sources,
        as_of=as_of,
    )
    covered = Covered(
        could_see.exposure,
        could_see.layout.sectors,
        could_see.layout.clauses,
        reporting_days(forms, flat, as_of),
        hours=forms.settings.verdicts.hours_watched,
        chance=forms.settings.verdicts.chance_seen,
    )
    together = put_together(observations, sources, rulings, named, memory)
    fused, decisions = together.fused, together.decisions
    ruled = determined(decisions)
    told = tellers(fused.incidents, fused.members, observations, sources)
    whereabouts = locate(fused.incidents, forms.places, locating(memory))
    registers = _registers(taken, sources, restrictions)
    on_record = grounds(
        taken,
        fused.incidents,
        observations,
        sources,
        forms.zones,
        notifications=registers.notifications,
        calls=registers.calls,
        orders=registers.orders,
    )
    found = find(fused.incidents, told, flat, whereabouts)
    parties = list(forms.terms.parties)
    exceptions = check_exceptions(found, fused.incidents, fused.responses, on_record, forms.terms)
    likely = whose(
        fused.incidents,
        fused.members,
        observations,
        sources,
        reviewed=_reviewed(ruled, fused.incidents),
        threshold=forms.settings.release.threshold,
        parties=parties,
        lines=lines,
        weapons_of=forms.weapons_of,
        notifications=registers.notifications,
        announced=on_record.announced_at,
        older=observations.filter(rests_on_older())["observation_id"].to_list(),
    )
    out = release(ruled, likely.proposals, attribution=forms.settings.release.attribution, parties=parties)
    findings = held_back(weigh(attributed(found, flat, out.whose, parties), exceptions), out.held_back)
    unsure = doubts(
        findings,
        fused.incidents,
        members=fused.members,
        observations=observations,
        sources=sources,
        clauses=flat,
        whereabouts=whereabouts,
    )
    lying = lying_in(fused.incidents, layout)
    telling = watching(observations, sources, flat, whereabouts)
    site_checks = SiteChecks.validate(_joined(SiteChecks, taken))
    checks = check_registers(flat, registers, as_of=as_of)
    names = {code: party.name for code, party in forms.terms.parties.items()}
    verdicts = judge_clauses(
        flat,
        signals=signals,
        series=series,
        relevances=relevances,
        names=names,
        as_of=as_of,
        records=Records(
            tallies=tallies(findings, told, lying),
            watching=telling,
            doubts={
                (clause, clock): many for clause, clock, many in unsure.group_by("clause_id", "clock").len().rows()
            },
        ),
        checks=checks,
        watching=Watching(assets, watched, sources, names, as_of),
        covered=covered,
        hours_watched=forms.settings.verdicts.hours_watched,
    )
    parts = judge_parts(
        flat,
        findings,
        fused.incidents,
        covered,
        as_of=as_of,
        doubts=unsure,
        lying_in=lying,
        spoken_of=telling | {each.clause_id for each in relevances if each.role != "party"},
    )
    return Outcome(
        captures=_captures(captures, standings),
        sources=sources,
        clauses=flat,
        observations=observations,
        areas=areas,
        lines=lines,
        line_changes=changes(areas),
        line_pairs=side_by_side(holding(lines)),
        advance_checks=check_advances(observations, areas),
        assets=assets,
        watches=watches,
        restrictions=restrictions,
        watched=watched,
        weather=weather,
        sectors=could_see.layout.sectors,
        clause_sectors=could_see.layout.clauses,
        exposure=could_see.exposure,
        orders=registers.orders,
        notifications=registers.notifications,
        calls=registers.calls,
        consequences=registers.consequences,
        guarantees=Guarantees.validate(_joined(Guarantees, taken)),
        inventories=registers.inventories,
        site_checks=site_checks,
        counts=registers.counts,
        complaints=complaints,
        steps=steps,
        cases=cases(complaints, steps, mechanism=forms.terms.mechanism, as_of=as_of),
        complaint_days=complaint_days(complaints),
        incidents=fused.incidents,
        members=fused.members,
        lineage=together.lineage,
        responses=procedures(fused.responses, exceptions),
        attributions=likely.attributions,
        evidence=likely.evidence,
        proposals=likely.proposals,
        releases=out.releases,
        placements=place(fused.incidents, lines, forms.settings.line.sector_km),
        series=series,
        claims=claims,
        claim_windows=compare_windows(claims, totals),
        claim_series=claim_series(claims),
        claim_relays=claim_relays(claims),
        statements=heard.statements,
        allegations=heard.allegations,
        place_candidates=heard.candidates,
        notices=Notices.validate(_joined(Notices, taken)),
        positions=heard.positions,
        signals=signals,
        whereabouts=whereabouts,
        exception_checks=exceptions,
        findings=supported(findings, fused.incidents, parts),
        sightings=sightings(fused.incidents, told),
        weapon_checks=weapon_checks(flat, registers.inventories, site_checks, sources),
        register_checks=checks,
        decisions=decisions,
        verdicts=fold(verdicts, decisions),
        verdict_parts=parts,
        corrections=from_rows(Corrections, []),
        set_aside=_set_aside(taken),
        mendable=mendable((each, source.form.encoding) for source, each in taken),
        as_of=as_of,
    )


# What coverage is worked out from.
_OF_COVERAGE = (Assets, Watches, Restrictions, Weather, Lines, Areas)


def cover(
    forms: CaseForms,
    captures: Sequence[Capture],
    rulings: Sequence[Mapping[str, Any]],
    entered: Sequence[tuple[Source, Taken]] = (),
    *,
    tell: Tell,
) -> Cover:
    """Work out what could be seen, and nothing else: files that say nothing of it are not read.

    Args:
        forms: what people wrote.
        captures: the evidence, in the order it came.
        rulings: what people decided; files that are left out are left out here too.
        entered: what people entered into registers, each read by its own.
        tell: told how the work goes on.
    """
    telling = [each for each in forms.sources if each.schema in _OF_COVERAGE or isinstance(each, PatrolSource)]
    standings = _standings(captures, left_out(decided(rulings)))
    taken = [
        *(
            (source, understand(source, capture, tell=tell))
            for source in telling
            for capture, standing in zip(captures, standings, strict=True)
            if standing == "counted" and capture.source == source.form.name
        ),
        *entered,
    ]
    came = [capture.received for capture in [*captures, *(each.capture for _, each in entered)]]
    as_of = max(came, default=None)
    flat = clauses(forms.terms)
    areas, drawn = Areas.validate(_joined(Areas, taken)), Lines.validate(_joined(Lines, taken))
    lines = all_lines(drawn, areas, forms.sources, forms.ground, forms.settings.line.scale_km)
    assets, weather = Assets.validate(_joined(Assets, taken)), Weather.validate(_joined(Weather, taken))
    restrictions = Restrictions.validate(_joined(Restrictions, taken))
    sources = sources_table([*forms.sources, *(source for source, _ in entered)])
    layout = layout_of(forms, flat, assets=assets, lines=lines, sources=sources)
    watched = cut(Watches.validate(_joined(Watches, taken)), restrictions, stationed(layout, assets))
    seen = coverage(
        forms, flat, layout, assets=assets, watched=watched, weather=weather, sources=sources, as_of=as_of
    )
    unknown = unknown_sectors(layout.sectors, weather, restrictions)
    return Cover(seen, flat, reporting_days(forms, flat, as_of), unknown, as_of)


def _reviewed(ruled: Mapping[str, str], incidents: dy.DataFrame[Incidents]) -> pl.DataFrame:
    """Return what people determined of incidents that still are what they were."""
    rows = pl.DataFrame(
        {"incident_id": list(ruled), "hypothesis": list(ruled.values())},
        schema={"incident_id": pl.String, "hypothesis": pl.String},
    )
    return rows.filter(pl.col("incident_id").is_in(incidents["incident_id"].implode()))


def _registers(
    taken: Sequence[tuple[Source, Taken]], sources: dy.DataFrame[Sources], restrictions: dy.DataFrame[Restrictions]
) -> Registers:
    """Return the registers of which a file could be read: one that never came is not kept, and is not empty."""
    read = [source.form.name for source, each in taken if each.reading is not None]
    return Registers(
        sources=Sources.validate(sources.filter(pl.col("source").is_in(read))),
        orders=Orders.validate(_joined(Orders, taken)),
        notifications=Notifications.validate(_joined(Notifications, taken)),
        calls=Calls.validate(_joined(Calls, taken)),
        consequences=Consequences.validate(_joined(Consequences, taken)),
        inventories=Inventories.validate(_joined(Inventories, taken)),
        counts=Counts.validate(_joined(Counts, taken)),
        restrictions=restrictions,
    )


def _standings(captures: Sequence[Capture], out: frozenset[str]) -> list[str]:
    """Say of each file whether it is counted; leaving out a newer one brings back those it stood in place of."""
    left = [bool({capture.capture_id, f"{capture.capture_id}:{capture.source}"} & out) for capture in captures]
    gone = {
        (capture.source, older, capture.name)
        for capture, is_out in zip(captures, left, strict=True)
        if not is_out
        for older in capture.supersedes
    }
    return [
        "left_out"
        if is_out
        else "superseded"
        if (capture.source, capture.capture_id, capture.name) in gone
        else "counted"
        for capture, is_out in zip(captures, left, strict=True)
    ]


F = TypeVar("F")


def _of_kind(forms: CaseForms, kind: type[F]) -> Iterator[F]:
    for source in forms.sources:
        if isinstance(source.form, kind):
            yield source.form


def _relevances(forms: CaseForms) -> Iterator[Relevance]:
    for form in _of_kind(forms, SeriesForm):
        if form.signals is not None:
            yield Relevance(
                source=form.name,
                clause_id=form.signals.clause,
                acts_of=form.signals.acts_of,
                evidence=form.kind_of_evidence,
                role=form.role,
            )


def _joined(schema: type[S], taken: Sequence[tuple[Source, Taken]]) -> pl.DataFrame:
    """Return all rows meant for one table; where two files give the same thing, the newer one's word stands."""
    return _concatenated(schema, taken).unique(schema.primary_key(), keep="last", maintain_order=True)


def _concatenated(schema: type[S], taken: Sequence[tuple[Source, Taken]]) -> pl.DataFrame:
    read = [(source.schema, each.reading) for source, each in taken if each.reading is not None]
    rows = [rows for main, reading in read for rows in reading.of(schema, main)]
    return pl.concat([schema.create_empty(), *rows], how="diagonal")


def _all_claims(taken: Sequence[tuple[Source, Taken]]) -> pl.DataFrame:
    """Return every claim once, however many files have it; two sides may say the very same thing of each other."""
    joined = _concatenated(Claims, taken)
    said = [name for name in joined.columns if name not in ("claim_id", "line", "capture_id")]
    return with_ids(joined.unique(said, keep="first", maintain_order=True))


def _captures(captures: Sequence[Capture], standings: Sequence[str]) -> dy.DataFrame[Captures]:
    return from_rows(
        Captures,
        [
            {
                "capture_id": capture.capture_id,
                "source": capture.source,
                "name": capture.name,
                "received": capture.received,
                "bytes": capture.bytes,
                "standing": standing,
            }
            for capture, standing in zip(captures, standings, strict=True)
        ],
    )


def _set_aside(taken: Sequence[tuple[Source, Taken]]) -> dy.DataFrame[SetAside]:
    rows = [each.reading.set_aside for _, each in taken if each.reading is not None]
    refused = [
        {
            "source": each.capture.source,
            "capture_id": each.capture.capture_id,
            "file": each.capture.name,
            "line": 1,
            "field": "(file)",
            "value": None,
            "rule": "refused",
            "mend": each.refused,
            "row": "[]",
        }
        for _, each in taken
        if each.refused is not None
    ]
    return SetAside.validate(pl.concat([*rows, from_rows(SetAside, refused)]))
