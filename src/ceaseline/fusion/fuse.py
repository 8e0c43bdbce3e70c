"""From records to happenings: incidents, which records tell of which, and which incident answers which."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import dataframely as dy
import polars as pl

from ceaseline.fusion.acquaintance import Recall, anew
from ceaseline.fusion.answers import answers
from ceaseline.fusion.by_days import Records, Tell, by_days, days_and_words, in_order
from ceaseline.fusion.ruling import Ruling
from ceaseline.tables import Incidents, Members, Observations, Responses, Sources


@attrs.frozen
class Fused:
    """What records tell of, taken together."""

    incidents: dy.DataFrame[Incidents]
    members: dy.DataFrame[Members]
    responses: dy.DataFrame[Responses]


def fuse(
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    *,
    rulings: Sequence[Ruling] = (),
    recall: Recall = anew,
    tell: Tell = lambda *_: None,
) -> Fused:
    """Return the incidents that records tell of; every record belongs to exactly one.

    Two records are put together where it is likelier that they tell of one happening than of two: by their places
    and moments within the errors that they state and that their sources turn out to make, by how many others there
    are about, and by their words, weapons, numbers and directions. See :func:`~ceaseline.fusion.joining.join`. Some
    days are put together at a time: see :func:`~ceaseline.fusion.by_days.by_days`, which is for files of any size.

    A record stays alone that has no place, is less exact than 25 km or twelve hours, or says that nothing happened.
    Whom a source blames is not looked at.

    Args:
        observations: in any order.
        sources: their groups; a source that is not there is a group of its own.
        rulings: what analysts said of records that belong together or do not.
        recall: may know what was worked out before of the same days.
        tell: told how many records are put together.

    Returns:
        Incidents and members, by time and then by id of the first record. ``probability`` of a member is the chance
        that it belongs there, against standing alone and all other happenings near it; 1 where a person said so.
    """
    days, words = days_and_words(observations)
    rows, begins, done = in_order(observations), {}, 0
    for day in sorted(days):
        begins[day] = done
        done += days[day]
    records = Records(days, words, lambda day: rows.slice(begins[day], days[day]))
    told = list(by_days(records, sources, rulings=rulings, recall=recall, tell=tell))
    made = Incidents.cast(pl.concat([Incidents.create_empty(), *(each for each, _ in told)]))
    members = Members.cast(pl.concat([Members.create_empty(), *(each for _, each in told)]))
    return Fused(made, members, answers(made))
