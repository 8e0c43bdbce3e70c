"""Section 13: orders on record, what was announced, and what came of calls: by side, and never where."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.duties import SideOrders, duties
from ceaseline.publishing.material import Material
from ceaseline.publishing.notifications import Announced, Notified, notified
from ceaseline.publishing.report.excerpt import excerpt
from ceaseline.publishing.report.fields import columns, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Column, Section, Sentence, Table
from ceaseline.publishing.words import number

_ORDERS = (
    ("side", "#x_side", ""),
    ("orders", "#affected+orders", "orders"),
    ("deposited", "#affected+deposited", "orders"),
    ("late", "#status+late", ""),
    ("receipts", "#status+receipts", ""),
    ("revoked", "#affected+revoked", "orders"),
)
_ANNOUNCED = (
    ("act", "#event+type", ""),
    ("side", "#x_side", ""),
    ("in_time", "#affected+in_time", "announcements"),
    ("late_ones", "#affected+late", "announcements"),
    ("withdrawn", "#affected+withdrawn", "announcements"),
)


def section(frame: Frame) -> Section:
    """Return orders as far as they are on record, and announcements and calls of the time of the report."""
    say = frame.say
    held, now = duties(frame.material), notified(_in_time(frame))
    told, tables = [], []
    if held is not None and held.orders:
        told.append(Sentence(say("orders.so_far"), _files(frame.material, "orders")))
        tables.append(
            Table(
                "T-orders",
                say("orders.table"),
                "",
                columns(frame, "orders", _ORDERS),
                tuple(_orders(frame, held.orders)),
            )
        )
    else:
        told.append(Sentence(say("orders.no_orders"), _files(frame.material, "orders")))
    told += _told(frame, now)
    tables += [] if now is None else _tables(frame, now)
    return Section(
        13, "orders", say("contents.orders"), tuple(told), tuple(table for table in tables if table.rows)
    )


def _in_time(frame: Frame) -> Material:
    """Return the case with the announcements and calls of the time of the report alone."""
    material = frame.material
    meets = (pl.col("from") < frame.end) & (pl.col("until") > frame.begin)
    began = (pl.col("earliest") >= frame.begin) & (pl.col("earliest") < frame.end)
    own = material.incidents.filter(began)
    return excerpt(
        material,
        notifications=material.notifications.filter(meets),
        calls=material.calls.filter(pl.col("at") >= frame.begin, pl.col("at") < frame.end),
        incidents=own,
        findings=material.findings.join(own, on="incident_id", how="semi"),
    )


def _files(material: Material, *tables: str) -> tuple[str, ...]:
    return tuple(sorted({name for table in tables for name in getattr(material, table)["capture_id"]}))


def _told(frame: Frame, now: Notified | None) -> Iterator[Sentence]:
    say, files = frame.say, _files(frame.material, "notifications", "calls")
    if now is None:
        yield Sentence(say("orders.nothing_announced"), files)
        return
    for finding in now.findings:
        clause = finding.removeprefix("Held against ").split(":")[0].split(",")[0]
        yield Sentence(finding, (f"{clause}:any",))
    for note in now.notes:
        yield Sentence(note, files)
    if not now.called:
        yield Sentence(say("orders.no_calls"), _files(frame.material, "calls"))


def _orders(frame: Frame, rows: tuple[SideOrders, ...]) -> Iterator[tuple[Cell, ...]]:
    files = _files(frame.material, "orders")
    for each in rows:
        yield (
            words(each.who, files),
            _number(frame, each.orders, files),
            _number(frame, each.deposited, files),
            words(each.late, files),
            words(each.receipts, files),
            _number(frame, each.revoked, files),
        )


def _number(frame: Frame, value: int, files: tuple[str, ...]) -> Cell:
    """Return how many a register has; a register without any says so and gives no zero of what was done."""
    return Cell(value, number(value), files) if value else lacking(frame, "none_on_record", files)


def _tables(frame: Frame, now: Notified) -> Iterator[Table]:
    say = frame.say
    files, calls = _files(frame.material, "notifications"), _files(frame.material, "calls")
    rows = tuple(_announced(frame, each, files) for each in now.announced)
    yield Table(
        "T-announced",
        say("orders.announced"),
        say("orders.announced_note"),
        columns(frame, "orders", _ANNOUNCED),
        rows,
    )
    head = [Column("side", say("orders.side"), "#x_side")]
    head += [Column(f"outcome_{at}", told, "#affected+calls", "calls") for at, told in enumerate(now.outcomes)]
    yield Table(
        "T-calls",
        say("orders.calls"),
        say("orders.calls_note"),
        tuple(head),
        tuple(
            (words(each.side, calls), *(_number(frame, value, calls) for value in each.counts))
            for each in now.called
        ),
    )


def _announced(frame: Frame, each: Announced, files: tuple[str, ...]) -> tuple[Cell, ...]:
    counts = (_number(frame, value, files) for value in (each.in_time, each.late, each.withdrawn))
    return (words(each.act, files), words(each.side, files), *counts)
