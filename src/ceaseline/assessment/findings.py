"""Whether an incident broke a clause: act, place and time, each as far as records show it; never whose it was.

Which words of sources are such an act, and which only may be, the library of codes says.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.assessment.weapons import CEILING, of_class, too_many
from ceaseline.tables import Clauses, Findings, Incidents, Members, Observations, Sources, Whereabouts
from ceaseline.terms.codes import CODES

SURE = 0.95  # what is as likely as this is taken as so, and what is as unlikely as the rest as not so
HELD_TO = ("prohibition", "duty")  # modalities whose codes forbid the act


def tellers(
    incidents: dy.DataFrame[Incidents],
    members: dy.DataFrame[Members],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
) -> pl.DataFrame:
    """Return who says of each incident what it was, with the level that gives.

    Those who recorded something without saying what are not asked. What only sources of a party tell is
    ``alleged``; two independent groups that are no party's make it ``corroborated``; else it is ``observed``
    by a monitor, ``detected`` by an instrument, or ``reported``.

    Returns:
        ``incident_id``, ``roles`` (in words), ``groups``, ``level``, ``watched`` (by a monitor or an instrument)
        and ``monitored``; no row where nobody says.
    """
    said = (
        members.join(observations.select("observation_id", "source", "phenomenon"), on="observation_id")
        .join(incidents.select("incident_id", "phenomenon"), on=["incident_id", "phenomenon"])
        .join(sources.select("source", "role", "group"), on="source")
    )
    role = pl.col("role")
    level = (
        pl.when("claimed")
        .then(pl.lit("alleged"))
        .when(pl.col("neutral") > 1)
        .then(pl.lit("corroborated"))
        .when("monitored")
        .then(pl.lit("observed"))
        .when("watched")
        .then(pl.lit("detected"))
        .otherwise(pl.lit("reported"))
    )
    return (
        said.group_by("incident_id", maintain_order=True)
        .agg(
            roles=role.unique().sort().str.join(", "),
            groups=pl.col("group").n_unique(),
            neutral=pl.col("group").filter(role != "party").n_unique(),
            claimed=(role == "party").all(),
            monitored=(role == "monitor").any(),
            watched=role.is_in(["monitor", "instrument"]).any(),
        )
        .with_columns(level=level)
    )


def find(
    incidents: dy.DataFrame[Incidents],
    told: pl.DataFrame,
    clauses: dy.DataFrame[Clauses],
    whereabouts: dy.DataFrame[Whereabouts],
) -> dy.DataFrame[Findings]:
    """Return a finding for each incident that may have broken a clause, on each clock, exceptions left aside.

    A ``violation`` is an act that a monitor or an instrument recorded as such, in the place and within the window
    of a clause, each with a chance of 95 % or more. ``not_violation`` is what one of them assessed as no such act,
    and what breaks a clause inside its place only and lies outside. All else is ``indeterminate``. No row is
    written for anything else outside the place or the window with such a chance, for incidents of which nobody says
    what they were, for those without a place where the clause has one, and for clauses whose place is not drawn.
    Nor is one for a weapon that the clause is not about, by its class or its number.

    Args:
        incidents: what happened.
        told: who says so, as :func:`tellers` gives it.
        clauses: the terms laid flat; those that bind somebody and forbid an act are looked at.
        whereabouts: where each incident lies, for each clause with a place; the obligors a clause binds may measure
            from different lines, and then the chances of all of them are looked at, as nobody knows whose it was.

    Returns:
        Rows in the order of the incidents, then of the clauses. ``probability`` is the chance that it lies in the
        place and the window; whether it was such an act is not in it. ``attributed_to`` is always ``undetermined``.
    """
    asked = _asked(clauses)
    places = (
        whereabouts.join(
            clauses.filter("binding").select("clause_id", "obligor").unique(), on=["clause_id", "obligor"]
        )
        .group_by("incident_id", "clause_id")
        .agg(pl.col("low").min(), pl.col("high").max())
    )
    everywhere = pl.col("scope") == "everywhere"
    certain = (pl.col("low") >= SURE) & (pl.col("share") >= SURE) & pl.col("act") & pl.col("watched")
    outside = pl.col("free_outside") & pl.col("watched") & (pl.col("high") <= 1 - SURE)
    held = (
        incidents.with_row_index("row")
        .join(told, on="incident_id", suffix="_telling")
        .join(_acts(), on="phenomenon")
        .join(asked, on="code")
        .with_columns(share=share_within())
        .filter(pl.col("share") > 1 - SURE)
        .join(places, on=["incident_id", "clause_id"], how="left")
        .with_columns(pl.when(everywhere).then(1.0).otherwise(name).alias(name) for name in ("low", "high"))
        .pipe(of_class, clauses)
        .filter((pl.col("high") > 1 - SURE) | outside)
        .pipe(too_many)
        .with_columns(cleared=outside | (pl.col("none") & pl.col("watched")))
        .sort("row", "turn")
    )
    return Findings.validate(
        held.select(
            "incident_id",
            "clause_id",
            "clock",
            "level",
            outcome=pl.when("cleared")
            .then(pl.lit("not_violation"))
            .when(certain)
            .then(pl.lit("violation"))
            .otherwise(pl.lit("indeterminate")),
            probability=pl.col("low") * pl.col("share"),
            attributed_to=pl.lit("undetermined"),
            basis=_basis(),
        )
    )


def watching(
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    clauses: dy.DataFrame[Clauses],
    whereabouts: dy.DataFrame[Whereabouts],
) -> frozenset[str]:
    """Return the clauses of whose acts a source that is no party's recorded one, or what may be one, anywhere."""
    neutral = sources.filter(pl.col("role") != "party").select("source")
    words = observations.join(neutral, on="source").select("phenomenon").unique()
    placed = (pl.col("scope") == "everywhere") | pl.col("clause_id").is_in(
        whereabouts["clause_id"].unique().to_list()
    )
    spoken_of = _acts().filter(~pl.col("none")).join(words, on="phenomenon").select("code").unique()
    return frozenset(_asked(clauses).filter(placed).join(spoken_of, on="code")["clause_id"])


def _acts() -> pl.DataFrame:
    """Return the words that are an act against a code, those that may be one, and those that are ``none``."""
    rows = [
        (code, word, word in entry.shown_by, word in entry.not_by, word in entry.free_outside)
        for code, entry in CODES.items()
        for word in (*entry.shown_by, *entry.hinted_by, *entry.not_by)
    ]
    flags = dict.fromkeys(("act", "none", "free_outside"), pl.Boolean)
    return pl.DataFrame(rows, schema={"code": pl.String, "phenomenon": pl.String, **flags}, orient="row")


def _asked(clauses: pl.DataFrame) -> pl.DataFrame:
    """Return the clauses that forbid somebody an act, one row for each clock; obligors share its window."""
    ceiling = (pl.col("code") == CEILING) & (pl.col("modality") == "ceiling")
    return (
        clauses.filter("binding", pl.col("modality").is_in(HELD_TO) | ceiling)
        .with_columns(pl.col("held_from").alias("from"), pl.col("held_until").alias("until"))
        .unique(["clause_id", "clock"], keep="first", maintain_order=True)
        .select("clause_id", "clock", "code", "scope", "from", "until")
        .with_row_index("turn")
    )


def share_within() -> pl.Expr:
    """Return how much of ``earliest`` to ``latest`` lies within ``from`` to ``until``, from 0 to 1."""
    begin, until = pl.max_horizontal("earliest", "from"), pl.min_horizontal("latest", "until")
    length = (pl.col("latest") - pl.col("earliest")).dt.total_microseconds()
    inside = (pl.col("from") <= pl.col("earliest")) & (
        pl.col("until").is_null() | (pl.col("earliest") < pl.col("until"))
    )
    share = ((until - begin).dt.total_microseconds() / length).clip(0.0, 1.0)
    return pl.when(length == 0).then(inside.cast(pl.Float64)).otherwise(share)


def _basis() -> pl.Expr:
    """Return a sentence with the elements: act, place, time, obligor, and who recorded it."""
    what = pl.col("phenomenon").str.replace_all("_", " ", literal=True)
    least, most = _percent("low"), _percent("high")
    elements = [
        what
        + pl.when(pl.col("none") & pl.col("watched"))
        .then(pl.lit(", assessed as no such act"))
        .when("none")
        .then(pl.lit(", no such act"))
        .when("act")
        .then(pl.lit(", such an act"))
        .when("cleared")
        .then(pl.lit(", which breaks the clause inside its place only"))
        .otherwise(pl.lit(", which may be such an act or none"))
        + pl.when((pl.col("act") | pl.col("none")) & ~pl.col("watched"))
        .then(pl.lit(" as told, seen by no monitor or instrument"))
        .otherwise(pl.lit("")),
        pl.when(pl.col("scope") == "everywhere")
        .then(pl.lit("the clause holds everywhere"))
        .when(pl.col("low") == pl.col("high"))
        .then(pl.format("{} with a chance of {}", "spot", most))
        .otherwise(pl.format("{} with a chance of {} to {}, by weapon and side", "spot", least, most)),
        pl.when(pl.col("share") == 1)
        .then(pl.lit("within the window"))
        .otherwise(pl.format("with a share of {} within the window", _percent("share"))),
        pl.col("remarks"),
        pl.lit("whose it was is not established"),
        pl.format(
            "recorded by {} independent {} ({})",
            "groups",
            pl.when(pl.col("groups") == 1).then(pl.lit("group")).otherwise(pl.lit("groups")),
            "roles",
        ),
    ]
    return pl.concat_str(elements, separator="; ", ignore_nulls=True) + "."


def _percent(column: str) -> pl.Expr:
    """Return a chance in words: never all or nothing where it is neither."""
    rounded = (pl.col(column) * 100).round().cast(pl.Int64)
    return (
        pl.when((rounded == 100) & (pl.col(column) < 1))
        .then(pl.lit("over 99 %"))
        .when((rounded == 0) & (pl.col(column) > 0))
        .then(pl.lit("under 1 %"))
        .otherwise(pl.format("{} %", rounded))
    )
