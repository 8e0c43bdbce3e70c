"""Which of the files of VIINA it is, by its header; those without events are refused by what they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ceaseline.errors import FileRefused

_EVERY = ("date", "longitude", "latitude", "GEO_PRECISION")
_MEND = "give event_1pd here, or event_info"


def is_of_reports(header: Collection[str]) -> bool:
    """Tell whether it is ``event_info``, which has a row for each report, by the one column all its rows need."""
    return "event_id" in header


def refuse_other_files(header: Sequence[str]) -> None:
    """Refuse what is neither ``event_info`` nor ``event_1pd``.

    Raises:
        FileRefused: it is another file; the message says which, and what to give in its place.
    """
    placed = "longitude" in header and "latitude" in header
    if not placed and any(name == "status" or name.startswith("status_") for name in header):
        raise FileRefused(
            "This is the control file: who is said to hold each place on each day. It holds no events, and no "
            f"line is drawn from it here. Mend: {_MEND}."
        )
    if any(name.endswith("_pred") for name in header):
        raise FileRefused(f"This is a file of VIINA 1, whose columns mean other things. Mend: {_MEND}, of VIINA 2.")
    if not placed and any(name.startswith("t_") for name in header):
        raise FileRefused(f"This is the file of labels, which has no places. Mend: {_MEND}; event_1pd has both.")
    needed = (*_EVERY, *(("time",) if is_of_reports(header) else ("event_id_1pd",)))
    missing = [name for name in needed if name not in header]
    if missing:
        listed = ", ".join(repr(name[:60]) for name in header[:20])
        raise FileRefused(
            f"There is no column {missing[0]!r}; the columns are {listed}. Mend: {_MEND}, of VIINA 2."
        )
