"""Three invented patrols, as every program exports them, with names planted wherever one could put them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from ceaseline.sources.patrol.fields import TEMPLATE_COLUMNS

Cells = Mapping[str, str]
PLANTED = "planted"  # in each name, so that one look finds them all
IDS = ["uuid:11111111-aaaa-4111-8111-111111111111", "uuid:2222", "uuid:3333"]

_WHO = {  # what exports say of people and their telephones, and a question that is none of ours
    "SubmitterID": "planted-7",
    "SubmitterName": "Ivan Planted",
    "DeviceID": "collect:planted",
    "username": "planted_user",
    "phonenumber": "+0 555 planted",
    "deviceid": "planted-imei",
    "simserial": "planted-sim",
    "subscriberid": "planted-imsi",
    "email": "ivan@planted.example",
    "audit": "planted-audit.csv",
    "commander": "Colonel Planted",
}

NOTHING = {
    "asset": "P-07",
    "watched_from": "2031-05-01T06:00:00.000+03:00",
    "watched_until": "2031-05-01T12:00:00.000+03:00",
    "observed": "nothing",
    "observer": "12.51234 34.51234",
}
SOMETHING = NOTHING | {"asset": "P-08", "observed": "something", "remarks": 'a "calm" day, they said'}
NOT_WATCHED = NOTHING | {"asset": "P-09", "observed": "not_watched", "observer": ""}
HEARD = {
    "phenomenon": "explosion",
    "description": "undetermined",
    "at": "2031-05-01T07:40:00.000+03:00",
    "count": "3",
    "count_is": "at_least",
    "means": "heard",
    "direction_deg": "215",
    "direction_error_deg": "20",
    "range_km": "4",
    "range_error_km": "2",
    "observation_remarks": "=1+1, or so",
}
FELL = {
    "phenomenon": "explosion",
    "description": "incoming",
    "at": "2031-05-01T08:00:00.000+03:00",
    "at_until": "2031-05-01T08:10:00.000+03:00",
    "count": "2",
    "count_is": "exact",
    "means": "seen",
    "event": "12.55555 34.55555",
    "event_error_m": "150",
    "weapon": "mortar",
    "media_sha256": "AB" * 32,
}
FLASHED = {
    "phenomenon": "muzzle_flash",
    "at": "2031-05-01T08:05:00.000+03:00",
    "count": "10",
    "count_is": "about",
    "means": "recorded",
    "direction_deg": "80.5",
    "direction_error_deg": "5",
    "event": "12.61111 34.61111",  # where fire came from: never kept
    "event_error_m": "10",
}
DENIED = {
    "restriction_type": "denial",
    "restricted_from": "2031-05-01T09:00:00.000+03:00",
    "restricted_until": "2031-05-01T10:00:00.000+03:00",
    "imposed_by": "A",
    "established": "yes",
    "what_happened": "stopped at a barrier",
}
SHOT_AT = {"restriction_type": "gunfire_near", "restricted_from": "2031-05-01T06:00:00.000+03:00"}


class Sent:
    """One submission, with what the office said of it."""

    def __init__(
        self,
        report: str,
        cells: Cells,
        observations: Sequence[Cells] = (),
        restrictions: Sequence[Cells] = (),
        *,
        review: str = "",
        edits: int = 0,
    ) -> None:
        self.report, self.cells = report, cells
        self.observations, self.restrictions = observations, restrictions
        self.review, self.edits = review, edits

    @property
    def counted(self) -> dict[str, str]:
        """The answers, with how many of each repeat the form counts."""
        return {
            **self.cells,
            "observations": str(len(self.observations)),
            "restrictions": str(len(self.restrictions)),
        }


def week() -> list[Sent]:
    return [
        Sent(IDS[0], NOTHING),
        Sent(IDS[1], SOMETHING, [HEARD, FELL, FLASHED], [DENIED], review="hasIssues"),
        Sent(IDS[2], NOT_WATCHED, [], [SHOT_AT], review="approved"),
    ]


# ODK Central


def central_zip(sent: Iterable[Sent]) -> bytes:
    """A ZIP, with groups, media and names of files that name people."""
    root, parts = central_tables(sent)
    tables = {"planted.csv": root, **{f"planted-{name}.csv": rows for name, rows in parts.items()}}
    return zipped(
        {name: table(rows) for name, rows in tables.items() if rows} | {"media/planted.jpg": b"planted" * 9}
    )


def central_root(sent: Iterable[Sent]) -> bytes:
    return table(central_tables(sent)[0])


def central_tables(sent: Iterable[Sent]) -> tuple[list[Cells], dict[str, list[Cells]]]:
    root: list[Cells] = []
    parts: dict[str, list[Cells]] = {"observation": [], "restriction": []}
    for each in sent:
        answers = split(each.counted, "{}-Latitude", "{}-Longitude")
        root.append(
            {"SubmissionDate": "2031-05-02T05:10:00.000Z"}
            | {f"watch-{key}": cell for key, cell in answers.items()}
            | {"meta-instanceID": each.report, "KEY": each.report, "Status": ""}
            | {"ReviewState": each.review, "Edits": str(each.edits), "FormVersion": "1", **_WHO}
        )
        for name, rows in (("observation", each.observations), ("restriction", each.restrictions)):
            for number, cells in enumerate(rows, 1):
                keys = {"PARENT_KEY": each.report, "KEY": f"{each.report}/{name}[{number}]"}
                parts[name].append(split(cells, "{}-Latitude", "{}-Longitude") | _WHO | keys)
    return root, parts


def odata(sent: Iterable[Sent], *, wkt: bool = False) -> bytes:
    """The answer to Submissions?$expand=*; with *wkt* places as text."""

    def point(place: str) -> Any:
        if not place:
            return None
        lat, lon = place.split()
        if wkt:
            return f"POINT ({lon} {lat} 140)"
        accuracy = {"accuracy": 8.5, "planted": PLANTED}
        return {"type": "Point", "coordinates": [float(lon), float(lat), 140], "properties": accuracy}

    def typed(cells: Cells) -> dict[str, Any]:
        numbers = ("count", "direction_deg", "direction_error_deg", "range_km", "range_error_km", "observations")
        plain = {key: float(cell) if key in numbers else cell for key, cell in cells.items()}
        return {
            **{key: cell for key, cell in plain.items() if key not in ("observer", "event")},
            **{f"{key}_place": point(cells[key]) for key in ("observer", "event") if key in cells},
        }

    def one(each: Sent) -> dict[str, Any]:
        system = {"submissionDate": "2031-05-02T05:10:00.000Z", "updatedAt": None, "submitterId": "planted"}
        system |= {"submitterName": "Planted", "deviceId": "planted", "reviewState": each.review or None}
        return {
            "__id": each.report,
            "__system": {**system, "edits": each.edits, "status": None, "deletedAt": None},
            "meta": {"instanceID": each.report, "instanceName": "Planted"},
            "watch": typed(each.counted),
            "observation": [{**typed(cells), **_WHO, "__id": "planted"} for cells in each.observations],
            "restriction": [{**typed(cells), **_WHO} for cells in each.restrictions],
            **_WHO,
        }

    return json.dumps({"@odata.context": "https://planted.example/$metadata", "value": [*map(one, sent)]}).encode()


# Kobo

_KOBO_REVIEWS = {"approved": "approved", "rejected": "not_approved", "hasIssues": "on_hold", "": ""}


def kobo_json(sent: Iterable[Sent]) -> bytes:
    def pointed(cells: Cells, group: str = "") -> dict[str, Any]:
        return {
            group + (f"{key}_place" if key in ("observer", "event") else key): f"{cell} 140 8.5"
            if key in ("observer", "event") and cell
            else cell
            for key, cell in cells.items()
            if cell
        }

    def one(number: int, each: Sent) -> dict[str, Any]:
        review = _KOBO_REVIEWS[each.review]
        said = {"uid": f"validation_status_{review}", "label": review, "by_whom": "planted"} if review else {}
        return {
            "_id": number,
            "formhub/uuid": "planted",
            **pointed(each.counted, "watch/"),
            "observation": [
                pointed(cells, "observation/") | {"observation/commander": "Planted"} for cells in each.observations
            ],
            "restriction": [pointed(cells, "restriction/") for cells in each.restrictions],
            "meta/instanceID": each.report,
            "meta/instanceName": "Planted",
            "_uuid": each.report.removeprefix("uuid:"),
            "_attachments": [{"filename": "planted/1.jpg"}],
            "_geolocation": [12.5, 34.5],
            "_submission_time": "2031-05-02T05:11:02",
            "_validation_status": said,
            "_notes": ["Planted"],
            "_submitted_by": "planted_user",
            **_WHO,
        }

    results = [one(number, each) for number, each in enumerate(sent, 1)]
    return json.dumps({"count": len(results), "next": None, "results": results}, ensure_ascii=False).encode()


def kobo_zip(sent: Iterable[Sent]) -> bytes:
    """The table of the form and those of its repeats, saved as CSV, cells parted by semicolons."""
    root, parts = kobo_tables(sent)
    tables = {"a.csv": root, "planted.csv": parts["observation"], "z.csv": parts["restriction"]}
    return zipped({name: table(rows, delimiter=";") for name, rows in tables.items() if rows})


def kobo_xlsx(sent: Iterable[Sent]) -> bytes:
    """The same on sheets, as Kobo exports it."""
    root, parts = kobo_tables(sent)
    return workbook({"Planted form": root, **{name: rows for name, rows in parts.items() if rows}})


def kobo_tables(sent: Iterable[Sent]) -> tuple[list[Cells], dict[str, list[Cells]]]:
    root: list[Cells] = []
    parts: dict[str, list[Cells]] = {"observation": [], "restriction": []}
    for number, each in enumerate(sent, 1):
        answers = split(each.counted, "_{}_latitude", "_{}_longitude")
        root.append(
            {f"watch/{key}": cell for key, cell in answers.items()}
            | {"_id": str(500 + number), "_uuid": each.report.removeprefix("uuid:"), "_index": str(number)}
            | {"_submission_time": "2031-05-02T05:11:02", "_notes": "Planted", "_submitted_by": "planted_user"}
            | {"_validation_status": _KOBO_REVIEWS[each.review].replace("_", " ").capitalize(), **_WHO}
        )
        for name, rows in (("observation", each.observations), ("restriction", each.restrictions)):
            keys = {"_index": "1", "_parent_table_name": "planted", "_parent_index": str(number)}
            parts[name] += [split(cells, "_{}_latitude", "_{}_longitude") | _WHO | keys for cells in rows]
    return root, parts


# The template


def template_rows(sent: Iterable[Sent]) -> list[Cells]:
    """A row for each observation and restriction, the first with the watch; or one for the watch."""
    rows: list[Cells] = []
    for each in sent:
        for at, part in enumerate([*each.observations, *each.restrictions] or [{}]):
            whose = each.cells if at == 0 else {key: each.cells[key] for key in ("asset", "observer")}
            cells = {**whose, **part}
            rows.append({"report": each.report, **split(cells, "{}_lat", "{}_lon", place="{}"), **_WHO})
    return rows


def template_csv(sent: Iterable[Sent]) -> bytes:
    return table(template_rows(sent))


def template_xlsx(sent: Iterable[Sent]) -> bytes:
    empty = dict.fromkeys(TEMPLATE_COLUMNS, "")
    return workbook({"patrol": [empty | dict(row) for row in template_rows(sent)]})


FORMATS = {
    "central_zip": central_zip,
    "odata": odata,
    "kobo_json": kobo_json,
    "kobo_zip": kobo_zip,
    "kobo_xlsx": kobo_xlsx,
    "template_csv": template_csv,
    "template_xlsx": template_xlsx,
}


def split(cells: Cells, lat: str, lon: str, place: str = "{}_place") -> dict[str, str]:
    """Write the places of *cells* as two columns each."""
    found = {key: cell for key, cell in cells.items() if key not in ("observer", "event")}
    for key in ("observer", "event"):
        if key in cells:
            north, east = [*cells[key].split(), "", ""][:2]
            found |= {lat.format(place.format(key)): north, lon.format(place.format(key)): east}
    return found


def table(rows: Sequence[Cells], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = csv.DictWriter(out, names, restval="", delimiter=delimiter)
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue().encode()


def workbook(sheets: Mapping[str, Sequence[Cells]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        names = list(dict.fromkeys(name for row in rows for name in row))
        for line, row in enumerate([dict(zip(names, names, strict=True)), *rows]):
            for column, name in enumerate(names):
                sheet.write_string(line, column, row.get(name, ""))
    book.close()
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
