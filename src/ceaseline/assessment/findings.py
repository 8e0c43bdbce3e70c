"""Whether an incident broke a clause: act, place and time, each as far as records show it; never whose it was.

Which words of sources are such an act, and which only may be, the library of codes says.
"""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import polars as pl

from ceaseline.assessment.contradicted import contradicted
from ceaseline.assessment.counted import too_often
from ceaseline.assessment.elements import SURE, complete, sentence, with_elements
from ceaseline.assessment.weapons import joined, of_class, too_many
from ceaseline.tables import Clauses, Findings, Incidents, Members, Observations, Sources, Whereabouts
from ceaseline.terms.codes import CODES

_WRONG_CLOCK = timedelta(hours=1)  # cameras are set to other zones more often, and then by whole hours; assumed
HELD_TO = ("prohibition", "duty", "ceiling")  # modalities whose codes forbid the act, or so many of them


def tellers(
    incidents: dy.DataFrame[Incidents],
    members: dy.DataFrame[Members],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
) -> pl.DataFrame:
    """Return who says of each incident what it was, with the level that gives.

    Those who recorded something without saying what are not asked. What only sources of a party tell is
    ``alleged``; two independent groups that are no party's make it ``corroborated``; else it is ``observed``
    by a monitor, ``detected`` by an instrument, or ``reported``. A record that rests on a picture or film older
    than what it tells of raises no level.

    Returns:
        ``incident_id``, ``roles`` and ``told_by`` (in words), ``by`` (groups of sources), ``groups`` (how many),
        ``level``, ``watched`` (by a monitor or an instrument), ``monitored`` and ``older`` (whether all rest on
        what is older); no row where nobody says.
    """
    said = (
        members.join(
            observations.select("observation_id", "source", "phenomenon", older=rests_on_older()),
            on="observation_id",
        )
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
            told_by=pl.col("source").unique().sort().str.join(", "),
            by=pl.col("group").unique().sort(),
            groups=pl.col("group").n_unique(),
            neutral=pl.col("group").filter(role != "party", ~pl.col("older")).n_unique(),
            claimed=(role == "party").all(),
            monitored=((role == "monitor") & ~pl.col("older")).any(),
            watched=(role.is_in(["monitor", "instrument"]) & ~pl.col("older")).any(),
            older=pl.col("older").all(),
        )
        .with_columns(level=level)
    )


def rests_on_older() -> pl.Expr:
    """Tell of observations whether the picture or film they rest on is older than what they tell of.

    An hour is left for clocks that are wrong.
    """
    return (pl.col("made_at") < pl.col("earliest") - _WRONG_CLOCK).fill_null(value=False)


def find(
    incidents: dy.DataFrame[Incidents],
    told: pl.DataFrame,
    clauses: dy.DataFrame[Clauses],
    whereabouts: dy.DataFrame[Whereabouts],
) -> dy.DataFrame[Findings]:
    """Return a finding for each incident that may have broken a clause, on each clock, exceptions left aside.

    A ``violation`` is an act that a monitor or an instrument recorded as such, in the place and within the window
    of a clause, each with a chance of 95 % or more, with what the clause is about, and where it binds all sides.
    ``not_violation`` is what one of them assessed as no such act, and what breaks a clause inside its place only
    and lies outside. All else is ``indeterminate``: so is what two independent ones of them contradict each other
    on, and what is not counted in the unit of the clause. No row is written for anything else outside the place or
    the window with such a chance, for incidents of which nobody says what they were, for those without a place
    where the clause has one, and for clauses whose place is not drawn. Nor is one for a weapon that the clause is
    not about, by its class or its number, and for acts that are no more than a clause allows.

    Where something fell says nothing of whose it was: fire can fall on the side that fired it.

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
    acts = _acts()
    against = contradicted(incidents, told, acts)
    held = (
        _held(incidents, told, clauses, whereabouts)
        .join(against, on=["incident_id", "code"], how="left")
        .with_columns(
            enough=pl.lit(value=True),
            remarks=joined([pl.format("but {}", "against"), _of_older(), pl.col("remarks")]),
        )
        .pipe(too_many)
        .pipe(too_often)
        .pipe(with_elements)
        .sort("row", "turn")
        .with_columns(outcome=_outcome())
    )
    return Findings.validate(
        held.select(
            *(name for name in Findings.column_names() if name not in ("probability", "attributed_to", "basis")),
            probability=pl.col("low") * pl.col("share"),
            attributed_to=pl.lit("undetermined"),
            basis=sentence(),
        )
    )


def _held(
    incidents: pl.DataFrame, told: pl.DataFrame, clauses: pl.DataFrame, whereabouts: pl.DataFrame
) -> pl.DataFrame:
    """Return each incident with each clause and clock it may be an act against: by word, time, place, class."""
    bound = clauses.filter("binding").select("clause_id", "obligor").unique()
    places = (
        whereabouts.join(bound, on=["clause_id", "obligor"])
        .group_by("incident_id", "clause_id")
        .agg(pl.col("low").min(), pl.col("high").max())
    )
    everywhere = pl.col("scope") == "everywhere"
    return (
        incidents.with_row_index("row")
        .drop("groups", "observations", "lon", "lat", "radius_m", "bearing_deg", "bearing_sigma_deg")
        .join(told.drop("by", "told_by", "monitored"), on="incident_id")
        .join(_acts(), on="phenomenon")
        .join(_asked(clauses), on="code")
        .with_columns(
            act=pl.col("act") | (pl.col("inside") & (pl.col("scope") != "everywhere")), share=share_within()
        )
        .filter(pl.col("share") > 1 - SURE)
        .join(places, on=["incident_id", "clause_id"], how="left")
        .with_columns(pl.when(everywhere).then(1.0).otherwise(name).alias(name) for name in ("low", "high"))
        .pipe(of_class, clauses)
        .filter((pl.col("high") > 1 - SURE) | (pl.col("free_outside") & pl.col("watched") & (pl.col("high") >= 0)))
    )


def _of_older() -> pl.Expr:
    """Return what is said of an incident of which nothing is known but by older pictures."""
    said = (
        "the picture or film it rests on was made before it is said to have happened, and nobody has looked at it"
    )
    return pl.when("older").then(pl.lit(said))


def _outcome() -> pl.Expr:
    """Return what follows from the elements."""
    outside = pl.col("free_outside") & pl.col("watched") & (pl.col("place") == "not_met")
    return (
        pl.when((pl.col("act") == "not_met") | outside)
        .then(pl.lit("not_violation"))
        .when(complete() & ~pl.col("one_sided"))
        .then(pl.lit("violation"))
        .otherwise(pl.lit("indeterminate"))
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
    """Return the words that are an act against a code, everywhere or ``inside``, may be one, or are ``none``."""
    rows = [
        (
            code,
            word,
            word in entry.shown_by,
            word in entry.shown_inside,
            word in entry.not_by,
            word in entry.free_outside,
        )
        for code, entry in CODES.items()
        for word in (*entry.shown_by, *entry.hinted_by, *entry.not_by)
    ]
    flags = dict.fromkeys(("act", "inside", "none", "free_outside"), pl.Boolean)
    return pl.DataFrame(rows, schema={"code": pl.String, "phenomenon": pl.String, **flags}, orient="row")


def _asked(clauses: pl.DataFrame) -> pl.DataFrame:
    """Return the clauses that forbid somebody an act, one row for each clock; obligors share its window."""
    return (
        clauses.filter("binding", pl.col("modality").is_in(HELD_TO))
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
