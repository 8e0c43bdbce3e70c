"""Columns that mean the same in every table."""

import dataframely as dy

# The letters grade the source, the digits the report; F6, cannot be judged, is the default and not a middle mark.
GRADES = [letter + digit for letter in "ABCDEF" for digit in "123456"]


def moment(
    *,
    alias: str | None = None,
    nullable: bool = False,
    primary_key: bool = False,
    metadata: dict[str, str] | None = None,
) -> dy.Datetime:
    """Return a column of UTC microseconds; ``alias`` is for names that Python keeps to itself."""
    return dy.Datetime(
        alias=alias,
        nullable=nullable,
        primary_key=primary_key,
        time_unit="us",
        time_zone="UTC",
        metadata=metadata,
    )


def word(*choices: str, nullable: bool = False) -> dy.String:
    """Return a column of closed words, as text so that files stay readable everywhere."""
    return dy.String(nullable=nullable, regex=f"^({'|'.join(choices)})$")
