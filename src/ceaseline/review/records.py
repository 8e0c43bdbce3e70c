"""Rulings on which records belong together: incidents that are one, and records that are another incident."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs
import dataframely as dy
import polars as pl

from ceaseline.errors import InputError, UnknownName
from ceaseline.review.subjects import Subject, present
from ceaseline.tables import Decisions, Lineage, Members
from ceaseline.tables.decisions import merged_by, on_merging, on_splitting, split_by
from ceaseline.tables.incidents import incident_of

MERGED, SPLIT = "merged", "split"
_MOST = 1000  # records taken off at once: they are spelled in an entry of the log, and typed by a person


@attrs.frozen
class Apart:
    """Records that somebody ruled on, by their marks.

    Attributes:
        one, other: the records of either side.
        together: whether they tell of one happening.
    """

    one: tuple[str, ...]
    other: tuple[str, ...]
    together: bool


def merging(
    name: str, others: Sequence[str], members: dy.DataFrame[Members], was: dy.DataFrame[Lineage]
) -> Subject:
    """Return what a ruling is about by which incidents are one.

    Args:
        name: an incident, by an id that it has or had.
        others: those that are the same.
        members: of those there are.
        was: where former ones are.

    Raises:
        UnknownName: no incident is called so.
        InputError: it is one already, or its records are in several now.
    """
    there = members["incident_id"].unique(maintain_order=True)
    names = {name, *others}
    leads = {each: {each} if each in there else set(was.filter(pl.col("was") == each)["now"]) for each in names}
    nows = set[str]().union(*leads.values())
    if len(names) > 1 and len(nows) == 1 and all(leads.values()):
        raise InputError(
            f"{' and '.join(sorted(names))} are one already: {nows.pop()}. Mend: nothing is left to do"
        )
    ids = {present(each, there, was) for each in names}
    if len(ids) == 1:
        raise InputError(f"{name} cannot be merged with itself. Mend: name another incident with --merge")
    return Subject("records", on_merging(ids))


def splitting(
    name: str, records: Collection[str], members: dy.DataFrame[Members], was: dy.DataFrame[Lineage]
) -> Subject:
    """Return what a ruling is about by which some records of an incident tell of another happening.

    Args:
        name: the incident, by an id that it has or had.
        records: ids of observations; the rest stays what it is.
        members: of the incidents there are.
        was: where former ones are.

    Raises:
        UnknownName: no incident is called so, or it has no such record.
        InputError: nothing would be left, or too many are named.
    """
    incident_id = present(name, members["incident_id"].unique(maintain_order=True), was)
    own = members.filter(pl.col("incident_id") == incident_id)["observation_id"].to_list()
    for each in records:
        if each not in own:
            raise UnknownName(f"record of {incident_id}", each, own)
    if len(set(records)) == len(own):
        raise InputError(f"{incident_id} has no other record, so nothing is split. Mend: name some of its records")
    if len(set(records)) > _MOST:
        raise InputError(f"More than {_MOST:,} records are taken off at once. Mend: name those that are fewer")
    return Subject("records", on_splitting(incident_id, (incident_of([each]) for each in set(records))))


def on_records(decisions: dy.DataFrame[Decisions], named: pl.DataFrame) -> Iterator[Apart]:
    """Yield what stands of rulings on records, in the order in which they were made.

    Args:
        decisions: every ruling, with whether it stands.
        named: ``incident_id`` and ``record`` of every incident that was ever named.
    """
    abouts = decisions.filter(pl.col("standing") == "stands")["about"].to_list()
    of = _records([each for about in abouts for each in _incidents(about)], named)
    for about in abouts:
        if merged := merged_by(about):
            first, *others = (of[each] for each in merged)
            yield Apart(first, tuple(record for each in others for record in each), together=True)
        elif split := split_by(about):
            incident_id, off = split
            yield Apart(off, tuple(each for each in of[incident_id] if each not in off), together=False)


def _incidents(about: str) -> tuple[str, ...]:
    split = split_by(about)
    return merged_by(about) if split is None else (split[0],)


def _records(incident_ids: Sequence[str], named: pl.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """Return the records of incidents; none of those that were never named."""
    wanted = named.filter(pl.col("incident_id").is_in(list(incident_ids)))
    each = (
        wanted.unique(["incident_id", "record"]).sort("incident_id", "record").group_by("incident_id").agg("record")
    )
    known = {incident_id: tuple(records) for incident_id, records in each.iter_rows()}
    return {incident_id: known.get(incident_id, ()) for incident_id in incident_ids}
