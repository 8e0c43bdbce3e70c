"""What every source of observations is, but for how it reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

import attrs
import dataframely as dy

from ceaseline.captures import Arrival
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing.form import ObservingForm
from ceaseline.sources.observing.reading import refuse_unknown_parties
from ceaseline.tables import Observations
from ceaseline.terms import Terms

F = TypeVar("F", bound=ObservingForm)


@attrs.frozen(init=False)
class ObservingSource(Generic[F]):
    """A source of observations; a kind adds its ``Form`` and ``read``.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    schema: ClassVar[type[dy.Schema]] = Observations
    replaces: ClassVar[bool] = False

    form: F

    def __init__(self, form: F, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        self.__attrs_init__(form)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)
