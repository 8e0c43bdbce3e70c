"""The columns of the table that every export of the form becomes, and the only ones that are kept."""

from __future__ import annotations

WATCH = ("watched_from", "watched_until", "observed")
PLACE = ("observer_lat", "observer_lon")
OBSERVATION = (
    *("phenomenon", "description", "at", "at_until", "count", "count_is", "means"),
    *("direction_deg", "direction_error_deg", "range_km", "range_error_km"),
    *("event_lat", "event_lon", "event_error_m", "weapon", "media_sha256", "observation_remarks"),
)
RESTRICTION = (
    *("restriction_type", "restricted_from", "restricted_until", "imposed_by", "established", "what_happened"),
)
TEMPLATE_COLUMNS = ("report", "asset", *WATCH, *PLACE, *OBSERVATION, *RESTRICTION, "remarks")

# What the way in adds: where a row stood, which line was none, what the office said of it, which version it is,
# how many observations and restrictions the form counted, and the id of the row.
ADDED = ("record", "where", "flaw", "review", "edits", "submitted", "replaces", "observations", "restrictions")
COLUMNS = (*TEMPLATE_COLUMNS, *ADDED)

# Where a place may stand that the monitors found for the event itself: where something fell or was blown up. Where
# weapons stood and where an exercise was has to be known to hold a withdrawal and a zone against it, and is kept to
# two decimals, a kilometre, as is no more than that takes. Of anything else it could be where fire came from, and
# none of it is kept.
LOCATED = (("explosion", "incoming"), ("explosion", "controlled"))
COARSELY = ("weapon_presence", "weapon_absence")
EXERCISES = ("exercise_inside", "exercise_outside")
EVENT = ("event_lat", "event_lon", "event_error_m")
