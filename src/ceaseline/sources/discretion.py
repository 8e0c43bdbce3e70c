"""What may be kept of a file: of some kinds, not all that came, because what came names people."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from ceaseline.captures import Arrival
from ceaseline.errors import FileRefused, SourceError
from ceaseline.sources.protocol import Source


@runtime_checkable
class Discreet(Protocol):
    """A source whose files name people, and which says what may be kept of them."""

    def without_names(self, arrival: Arrival) -> Arrival:
        """Return the file without names of people, numbers of telephones and of devices.

        Raises:
            FileRefused: the file is not of this kind, so nobody can tell what in it names people.
        """


def discreet(source: Source, arrival: Arrival) -> Arrival:
    """Return a file as it may be kept; no hash of what was left out is taken, as names can be guessed from one.

    Args:
        source: whose file it is.
        arrival: as it came.

    Raises:
        SourceError: nobody can tell what in it names people, so nothing of it may be kept.
    """
    if not isinstance(source, Discreet):
        return arrival
    try:
        return source.without_names(arrival)
    except FileRefused as error:
        raise SourceError(f"{arrival.name} for {source.form.name}: nothing of it is kept. {error}") from None
