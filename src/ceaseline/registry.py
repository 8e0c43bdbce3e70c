"""Things of one kind, found by name: built-in ones and other people's alike."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Generic, TypeVar

import attrs

from ceaseline.errors import UnknownName

T = TypeVar("T")


@attrs.frozen
class Registry(Generic[T]):
    """The plug-ins of one entry-point group, listed without being imported.

    Attributes:
        group: entry-point group, such as ``ceaseline.sources``.
        what: what one of them is called in an error.

    Examples:
        >>> "series" in Registry[object]("ceaseline.sources", "kind of source").names()
        True
    """

    group: str
    what: str

    def names(self) -> list[str]:
        """Return the names there are, sorted."""
        return sorted({point.name for point in entry_points(group=self.group)})

    def get(self, name: str) -> T:
        """Import and return the thing called *name*.

        Raises:
            UnknownName: nothing is called so; the names there are stand in the message.
        """
        for point in entry_points(group=self.group, name=name):
            thing: T = point.load()
            return thing
        raise UnknownName(self.what, name, self.names())
