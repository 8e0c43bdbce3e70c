"""Weapons that were seen, held against clauses about weapons: of which class, where, by when, and how many.

Whose a weapon is does not follow from where it stands, and no site of storage is looked up here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from ceaseline.terms.codes import CLASSES, CODES, class_word

SEEN = ("weapon_presence", "presence", "movement")  # words for what stands or moves, and does nothing else
CEILING = "CEILING"
STORED = "STORE_AT_SITE"  # the one code whose place is where weapons may be
ABOUT_WEAPONS = (
    "WITHDRAW_TO_LINE", STORED, CEILING, "NO_FORCE_IN_ZONE", "NO_HW_IN_SETTLEMENT", "NO_HEAVY_WEAPON_USE",
    "NO_FIRE_SMALL_ARMS",
)  # fmt: skip


def of_class(held: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose weapon is of a class of the clause, or may be.

    Of fire with a weapon that is not known, the word may say enough: shelling is with heavy weapons. What a clause
    about something else than weapons protects is in no record, so that whether it was struck is open, unless its
    drawn place was. What lies at a site of storage lies where it may; what lies elsewhere, may not.

    Args:
        held: incidents with what they are held against: ``code``, ``clause_id``, ``clock``, ``phenomenon``,
            ``weapon``, ``act``, ``inside``, ``scope``, and the chances ``low`` and ``high``.
        clauses: the terms laid flat.

    Returns:
        The rows that are left, with ``low`` and ``high`` as they then are, ``object`` (whether its class is one of
        the clause), ``one_sided`` (another may do this), ``spot`` (where the chances are of), ``at_most``,
        ``allowed_unit``, ``allowed_per``, ``modality``, and ``remarks`` in words; a null remark says nothing.
    """
    about = held.join(_spoken_of(clauses), on=["clause_id", "clock"], how="left", maintain_order="left")
    pairs = _classed(about.select("code", "weapon", "objects").unique(), known_classes(clauses))
    weighed = pl.col("code").is_in(ABOUT_WEAPONS)
    seen = pl.col("phenomenon").is_in(SEEN)
    spoken = pl.col("of_class").is_null() & weighed & pl.col("act") & ~seen & pl.col("by_word")
    struck = pl.col("inside") & (pl.col("scope") != "everywhere")
    unclear = pl.col("object") == "may_be"
    inverted = (pl.col("code") == STORED) & (pl.col("scope") != "everywhere")
    remarks = [
        pl.when(unclear & weighed)
        .then(pl.lit("whether it is of a class of the clause is not known"))
        .when(unclear)
        .then(pl.lit("whether it was with, or struck, what the clause is about is not known")),
        pl.when(pl.col("one_sided") & weighed & seen)
        .then(pl.lit("the clause does not bind all sides, and another may have it there"))
        .when("one_sided")
        .then(pl.lit("the clause does not bind all sides, and another may do this")),
        pl.when(weighed & pl.col("due").is_not_null()).then(
            pl.format("it had to be done by {} UTC", pl.col("due").dt.strftime("%Y-%m-%d %H:%M"))
        ),
    ]
    return (
        about.join(pairs, on=["code", "weapon", "objects"], how="left", nulls_equal=True, maintain_order="left")
        .filter(~weighed | pl.col("of_class").fill_null(value=True))
        .with_columns(
            object=pl.when(pl.col("objects").is_null())
            .then(pl.lit("not_asked"))
            .when(pl.col("of_class").fill_null(value=False) | spoken | struck)
            .then(pl.lit("met"))
            .otherwise(pl.lit("may_be")),
            low=pl.when(inverted).then(1 - pl.col("high")).otherwise("low"),
            high=pl.when(inverted).then(1 - pl.col("low")).otherwise("high"),
            spot=pl.when(inverted)
            .then(pl.lit("outside the sites of the clause"))
            .otherwise(pl.lit("in the place of the clause")),
        )
        .with_columns(remarks=joined(remarks))
    )


def too_many(held: pl.DataFrame) -> pl.DataFrame:
    """Return the rows without those sightings that are no more than a ceiling allows.

    One sighting of more than are allowed is an act against it. Several of one day (UTC) that only together are more
    may be one: they may be the same weapons, or of several sides. A number that is not stated counts as one weapon.
    What only parties tell is added up by itself.

    Args:
        held: as :func:`of_class` gives it, with ``enough``, ``quantity_low``, ``quantity_high``, ``unit``,
            ``earliest`` and ``level``.
    """
    least = pl.col("quantity_low").fill_null(1.0)
    most = pl.max_horizontal(least, pl.col("quantity_high").fill_null(least))
    comparable = (pl.col("unit") == pl.col("allowed_unit")).fill_null(value=True)
    day = ["clause_id", "clock", pl.col("earliest").dt.date(), pl.col("level") == "alleged"]
    together = pl.when(comparable).then(most).otherwise(0.0).sum().over(day)
    allowed = pl.col("at_most")
    ceiling = pl.col("code") == CEILING
    over = (comparable & (least > allowed)).fill_null(value=False)
    remark = (
        pl.when(~ceiling)
        .then(None)
        .when(allowed.is_null())
        .then(pl.lit("how many are allowed is not said"))
        .when(~comparable)
        .then(pl.format("counted in {}, and the clause in {}", "unit", "allowed_unit"))
        .when(over | (most > allowed))
        .then(pl.format("{} seen where {} are allowed", span(least, most), number(allowed)))
        .otherwise(
            pl.format(
                "{} seen in all on that day where {} are allowed, and they may be the same weapons seen twice",
                number(together),
                number(allowed),
            )
        )
    )
    several = (pl.len().over(day) > 1) & (together > allowed)
    told = allowed.is_null() | ~comparable | over | (most > allowed) | several
    return held.with_columns(
        enough=pl.col("enough") & (~ceiling | over),
        remarks=joined([pl.col("remarks"), remark]),
        told=~ceiling | told,
    ).filter("told")


def belongs(weapon: str | None, objects: Collection[str], known: Collection[str]) -> bool | None:
    """Tell whether a weapon is of one of the classes a clause is about; None where nobody can say.

    A class that holds others, and a word that neither the library nor any clause has, leave it open.

    Args:
        weapon: its class, in the source's word; None where not stated.
        objects: the classes of the clause; none of them means every weapon.
        known: words that are known to be classes, each as :func:`~ceaseline.terms.codes.class_word` spells it.

    Examples:
        >>> known = {"artillery", "tank"}
        >>> belongs("Tanks", ["heavy_weapons"], known), belongs("tank", ["artillery"], known)
        (True, False)
        >>> belongs("heavy weapons", ["artillery"], known), belongs("a new word", ["artillery"], known)
        (None, None)
    """
    if not objects:
        return True
    if weapon is None:
        return None
    word = class_word(weapon)
    wanted = {class_word(each) for each in objects}
    held = {class_word(name): {class_word(each) for each in members} for name, members in CLASSES.items()}
    if word in wanted or any(word in held.get(each, ()) for each in wanted):
        return True
    if wanted & held.get(word, set()):
        return None
    return False if word in known else None


def known_classes(clauses: pl.DataFrame) -> set[str]:
    """Return the words that the library or a clause about weapons has for a class, in one spelling."""
    named = clauses.filter(pl.col("code").is_in(ABOUT_WEAPONS))["objects"].drop_nulls()
    words = {word for objects in named for word in objects.split()}
    return {class_word(word) for word in words.union(CLASSES, *CLASSES.values())}


def _classed(pairs: pl.DataFrame, known: Collection[str]) -> pl.DataFrame:
    """Return each code, weapon and classes of a clause with whether it is one, or the code's own classes are."""
    own = {code: [each.strip() for each in (entry.object or "").split(",")] for code, entry in CODES.items()}
    kinds = {class_word(word) for word in (*CLASSES, *(each for held in CLASSES.values() for each in held))}
    spelt = {code: [each for each in named if class_word(each) in kinds] for code, named in own.items()}
    rows = [
        (
            belongs(weapon, wanted, known),
            bool(spelt[code]) and all(belongs(each, wanted, known) for each in spelt[code]),
        )
        for code, weapon, objects in pairs.iter_rows()
        for wanted in [(objects or "").split()]
    ]
    return pairs.with_columns(
        of_class=pl.Series([each[0] for each in rows], dtype=pl.Boolean),
        by_word=pl.Series([each[1] for each in rows], dtype=pl.Boolean),
    )


def _spoken_of(clauses: pl.DataFrame) -> pl.DataFrame:
    """Return what each clause says of weapons on each clock, and whether it leaves a side free."""
    sides = clauses["clock"].unique().to_list()
    bound = pl.col("obligor").filter(pl.col("binding") & pl.col("obligor").is_in(sides)).n_unique()
    return clauses.group_by("clause_id", "clock").agg(
        pl.col("objects").first(),
        at_most=pl.col("quantity_high").first(),
        allowed_unit=pl.col("quantity_unit").first(),
        allowed_per=pl.col("quantity_per").first(),
        modality=pl.col("modality").first(),
        due=pl.col("held_from").filter(pl.col("held_from") != pl.col("from")).first(),
        one_sided=bound < len(sides),
    )


def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
    """Return remarks one after another; null where none says anything."""
    return pl.concat_str(parts, separator="; ", ignore_nulls=True).replace("", None)


def span(least: pl.Expr, most: pl.Expr) -> pl.Expr:
    """Return a range in words, and one number where both are equal."""
    return pl.when(least == most).then(number(least)).otherwise(pl.format("{} to {}", number(least), number(most)))


def number(value: pl.Expr) -> pl.Expr:
    """Return a number in words, without a point where it is whole."""
    return (
        pl.when(value == value.floor()).then(value.cast(pl.Int64).cast(pl.String)).otherwise(value.cast(pl.String))
    )
