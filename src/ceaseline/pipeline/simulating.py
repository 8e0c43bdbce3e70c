"""From a world to a case: forms, raw files as each source would have sent them, evidence, and the truth apart.

What a mission would have been sent lies in the inbox, and is kept as evidence with a moment of the world: all of it
on the day the last came, or each day's mail at the end of that day, so that ``run --as-of`` knows what was known
when. The truth lies in ``truth/``, and nothing but scoring reads it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path

import attrs
import numpy as np
import polars as pl
import shapely
from shapely.geometry import mapping

from ceaseline.errors import InputError
from ceaseline.pipeline.intake import Tell
from ceaseline.pipeline.simulated_forms import FIRES, LINE, POCKET, case_form, sources_form, terms_form
from ceaseline.pipeline.simulated_patrols import Beside, Patrols, ended
from ceaseline.pipeline.simulated_weather import weather
from ceaseline.settings import parse as parse_settings
from ceaseline.simulation import Day, World, assets, days
from ceaseline.simulation.course import shifted
from ceaseline.simulation.papers import pocket_place
from ceaseline.sources import Capture, Source, Writes, discreet, parse
from ceaseline.sources.files import at
from ceaseline.sources.patrol import PatrolSource
from ceaseline.store import Evidence
from ceaseline.tables import Notifications, Orders, Restrictions, Watches
from ceaseline.terms import parse as parse_terms

TRUTH = ("truth_incidents", "truth_members", "truth_rates")
_PARTS = "parts"  # below truth/ while days come


@attrs.frozen
class Simulated:
    """What was made.

    Attributes:
        folder: the case.
        observations: records of all sources.
        incidents: what really happened.
        files: how many were delivered.
    """

    folder: Path
    observations: int
    incidents: int
    files: int


def simulate(
    world: World, folder: Path, *, by_day: bool = False, until: int | None = None, tell: Tell
) -> Simulated:
    """Make a case from a world, day by day; no more than a few days are in memory.

    Args:
        world: see :func:`ceaseline.simulation.world`.
        folder: the case; it must not be there yet.
        by_day: keep each day's mail as received at its end; else all of it as received when the last of it came.
        until: the case as it stands after so many days; None for all days, and what comes late after them.
        tell: told how many days are done.

    Raises:
        InputError: the folder is there, or cannot be made.
        EvidenceError: the evidence could not be kept.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made: {error}. Mend: choose another name") from None
    forms = {"case.toml": case_form(world), "terms.yaml": terms_form(world), "sources.yaml": sources_form(world)}
    for name, text in forms.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, content in _drawn(world):
        (folder / name).write_bytes(content)
    sources = parse(forms["sources.yaml"], parse_terms(forms["terms.yaml"]))
    patrols = Patrols.of(world)
    mail = _Mail(folder, {source.form.name: source for source in sources}, patrols, by_day)
    mail.put("asset-register", assets(world))
    pending, watches, orders, told, happened = pl.DataFrame(), pl.DataFrame(), pl.DataFrame(), 0, 0
    end = ended(world.date(0))
    many = world.days if until is None else min(until, world.days)
    for day in islice(days(world), many):
        end = ended(day.date)
        reported, sent = patrols.reported(day)
        records = _as_read(mail.sources[FIRES], patrols.without(day.observations), reported)
        _keep_truth(folder, day, records)
        pending = pl.concat([pending, records.drop("of")], how="diagonal")
        watches = pl.concat([watches, sent], how="diagonal")
        orders = _papers(mail, day, orders)
        mail.put_day(day)
        mail.put_each(weather(world, day.number), day.date)
        beside = ((Watches, watches.filter(pl.col("sent") <= end)), (Restrictions, patrols.restrictions(day)))
        mail.put_records(pending.filter(pl.col("received") < end), beside, day.date)
        watches = watches.filter(pl.col("sent") > end)
        pending = _alone(pending.filter(pl.col("received") >= end))
        told, happened = told + records.height, happened + day.incidents.height
        if by_day:
            mail.deliver(end)
        tell("days of the world", day.number + 1, many)
    last = pending["received"].dt.date().max() if pending.height and until is None else None
    if isinstance(last, date):
        mail.put_records(pending, ((Watches, watches),), last)
        end = ended(last)
    mail.deliver(end)
    _join_truth(folder, world)
    return Simulated(folder, told, happened, mail.files)


def happened(world: World, until: int) -> dict[str, int]:
    """Return for each clause how many happenings there really were against it in the first days of a world.

    Args:
        world: as in :func:`simulate`.
        until: how many days.
    """
    against = pl.concat(
        day.incidents.filter(pl.col("outcome") == "violation").select("clause_id")
        for day in islice(days(world), until)
    )
    counts = dict(against.group_by("clause_id").len().iter_rows())
    return {name: counts.get(name, 0) for name in world.scenario.clauses}


def remove_simulated(folder: Path) -> None:
    """Delete a simulated case.

    Raises:
        InputError: the folder holds something else.
    """
    form = folder / "case.toml"
    made_up = form.is_file() and (folder / "truth").is_dir()
    if not made_up or not parse_settings(form.read_text(encoding="utf-8-sig")).case.simulated:
        raise InputError(f"{folder} holds no simulated case; nothing was changed. Mend: choose another name")
    shutil.rmtree(folder)


def _alone(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows without the memory of those they were taken from: some that are late would hold whole days."""
    buffer = BytesIO()
    rows.write_parquet(buffer)
    buffer.seek(0)
    return pl.read_parquet(buffer)


@attrs.define
class _Mail:
    """Files on their way: put into the inbox, and kept as evidence with the mail they belong to."""

    folder: Path
    sources: Mapping[str, Source]
    patrols: Patrols
    by_day: bool
    files: int = 0
    _waiting: dict[Path, str] = attrs.field(factory=dict)

    def put(self, source: str, rows: pl.DataFrame, name: str | None = None) -> None:
        """Write rows into a file of their source, if there are any; one that waits and is a table is added to.

        Args:
            source: whose they are.
            rows: of its table.
            name: of the file; None for that of the source itself.
        """
        writer = self.sources[source]
        if not rows.is_empty() and isinstance(writer, Writes):
            self._put(source, writer.write(rows), name)

    def put_reports(self, source: str, rows: pl.DataFrame, beside: Beside, name: str | None) -> None:
        """Write what a team of patrols observed, and who of it watched, into one file, if there is any of it."""
        writer = self.sources[source]
        some = rows.height + sum(each.height for _, each in beside)
        if some and isinstance(writer, PatrolSource):
            self._put(source, writer.write(rows, beside), name)

    def _put(self, source: str, content: bytes, name: str | None) -> None:
        path = self.folder / "inbox" / source / (name or f"{source}.csv")
        if path in self._waiting:
            with path.open("ab") as file:
                file.write(content[content.index(b"\n") + 1 :])  # without the header
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._waiting[path] = source

    def replace(self, source: str, rows: pl.DataFrame) -> None:
        """Write rows in place of those that wait."""
        self._waiting.pop(self.folder / "inbox" / source / f"{source}.csv", None)
        self.put(source, rows)

    def put_each(self, rows: pl.DataFrame, day: date) -> None:
        """Write the rows of each source into its file, or into that of the day."""
        for (source,), own in rows.partition_by("source", as_dict=True, maintain_order=True).items():
            self.put(str(source), own, self._named(day))

    def put_records(self, rows: pl.DataFrame, beside: Beside, day: date) -> None:
        """Write the records of each source; those of patrols with the watches and restrictions beside them."""
        self.put_each(self.patrols.without(rows), day)
        for source, own, others in self.patrols.mail(self.patrols.own(rows), beside):
            self.put_reports(source, own, others, self._named(day))

    def _named(self, day: date) -> str | None:
        return f"{day}.csv" if self.by_day else None

    def put_day(self, day: Day) -> None:
        """Write what registers, parties and maps say at the end of a day; patrols tell of their own watches."""
        for register in (self.patrols.without(day.watches), self.patrols.without(day.restrictions), day.claims):
            self.put_each(register, day.date)
        for (source,), rows in day.lines.partition_by("source", as_dict=True, maintain_order=True).items():
            self.put(str(source), rows, f"{day.date}.geojson")

    def deliver(self, received: datetime) -> None:
        """Keep what waits as evidence, received at that moment."""
        replacing = frozenset(name for name, source in self.sources.items() if source.replaces)
        arrivals = [(discreet(self.sources[source], at(path)), source) for path, source in self._waiting.items()]
        Evidence(self.folder / "evidence").keep(arrivals, received, replacing)
        self.files += len(arrivals)
        self._waiting.clear()


def _as_read(fires: Source, given: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """Return the records of a day with the ids under which the case will know them; ``of`` holds their own.

    A file of observations keeps an id and puts its source before it; one of fires has none, so each is written and
    read: places, times and errors are then those of such files.

    Args:
        fires: the source whose files are those of FIRMS.
        given: records of all but patrols.
        reported: those of patrols, under such ids already.
    """
    own = given.with_columns(of="observation_id").sort("received", maintain_order=True)
    burning = own.filter(pl.col("source") == FIRES)
    named = own.filter(pl.col("source") != FIRES).with_columns(
        pl.format("{}-{}", "source", "observation_id").alias("observation_id")
    )
    others = pl.concat([named, reported.select(named.columns)]).sort("received", maintain_order=True)
    if burning.is_empty() or not isinstance(fires, Writes):
        return others
    raw = fires.write(burning)
    capture = Capture(
        sha256(raw).hexdigest(), FIRES, "", datetime.min.replace(tzinfo=UTC), len(raw), partial(BytesIO, raw)
    )
    beside = burning.select("of", "received", line=pl.int_range(pl.len(), dtype=pl.Int64) + 2)
    return pl.concat(
        [others, fires.read(capture).rows.join(beside, on="line", maintain_order="left")], how="diagonal"
    )


def _papers(mail: _Mail, day: Day, orders: pl.DataFrame) -> pl.DataFrame:
    """Write the registers of what parties announced and ordered; return the orders there are so far.

    Notifications come with the mail of the day they concern; their own column says when each came in. The register
    of orders is one file, and stands in place of the one before.
    """
    announced = day.notices.filter(pl.col("subject").is_in(["exercise", "demining"])).select(
        "party",
        "from",
        "until",
        "lon",
        "lat",
        "radius_m",
        notification_id="notice_id",
        act="subject",
        notified="received",
    )
    mail.put_each(_filled(Notifications, announced, "notification-register"), day.date)
    given = day.notices.filter(pl.col("subject") == "order").select(
        "party",
        order_id="notice_id",
        orders=pl.lit("cease_fire"),
        issued="from",
        effective="from",
        deposited="received",
        deposited_with=pl.lit("the mission"),
    )
    back = day.notices.filter(pl.col("subject") == "order_withdrawn").select("party", revoked="from")
    if given.is_empty() and back.is_empty():
        return orders
    every = _filled(Orders, pl.concat([orders, given], how="diagonal"), "order-register")
    every = every.update(back, on="party", how="left")
    mail.replace("order-register", every)
    return every


def _filled(schema: type[Notifications | Orders], rows: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return rows with all columns of a table, null where they have none."""
    return pl.concat([schema.create_empty(), rows], how="diagonal").with_columns(source=pl.lit(source))


def _keep_truth(folder: Path, day: Day, records: pl.DataFrame) -> None:
    """Write the truth of a day, members under the ids that records have in the case."""
    known = records.select("of", "observation_id")
    members = (
        day.members.rename({"observation_id": "of"})
        .join(known, on="of", how="inner", maintain_order="left")
        .select("observation_id", "incident_id")
        .unique("observation_id", keep="first", maintain_order=True)
    )
    for name, rows in zip(TRUTH, (day.incidents, members, day.rates), strict=True):
        part = folder / "truth" / _PARTS / name / f"{day.number:05d}.parquet"
        part.parent.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(part)


def _join_truth(folder: Path, world: World) -> None:
    """Join the days of each table of the truth into one file, and say what the world was made from."""
    truth = folder / "truth"
    for name in TRUTH:
        parts = truth / _PARTS / name
        pl.scan_parquet(parts / "*.parquet").sink_parquet(truth / f"{name}.parquet")
        for part in parts.iterdir():
            part.unlink()
        parts.rmdir()
    (truth / _PARTS).rmdir()
    made = {"seed": world.seed, "scenario": world.scenario.model_dump(mode="json", by_alias=True)}
    (truth / "scenario.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _drawn(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield what the terms draw: the line on the first day of the ceasefire, and the pocket if one is claimed."""
    first, chainage = world.scenario.days_before, world.course.chainage
    line = shapely.LineString(np.column_stack(world.places(first, chainage, np.zeros(len(chainage)))))
    yield f"{LINE}.geojson", json.dumps(mapping(line)).encode()
    pocket = world.scenario.pocket
    if pocket is not None:
        lon, lat = world.places(first, *pocket_place(world, pocket))
        turn = np.linspace(0.0, 2 * np.pi, 65)[:-1]
        around = shifted(
            np.repeat(lon, 64),
            np.repeat(lat, 64),
            1000 * pocket.radius_km * np.cos(turn),
            1000 * pocket.radius_km * np.sin(turn),
        )
        yield f"{POCKET}.geojson", json.dumps(mapping(shapely.Polygon(np.column_stack(around)))).encode()
