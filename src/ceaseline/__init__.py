"""Ceaseline: control and verification of a ceasefire. Software proposes; people determine.

>>> import ceaseline as cl
>>> [clause.id for clause in cl.open(cl.example("easter-truce-2025")).terms.clauses]
['no-air-attack', 'no-ground-fire']
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceaseline.case import Case

__all__ = ["example", "open"]
__version__ = "0.1.0"


def open(folder: str | Path) -> Case:
    """Return the case in *folder*, or in the nearest folder above it that holds ``case.toml``.

    Raises:
        InputError: there is no ``case.toml`` there or above.

    Examples:
        >>> open(example("easter-truce-2025")).settings.case.name
        'Easter truce 2025'
    """
    from ceaseline.case import Case  # noqa: PLC0415  tables take most of a second to load

    return Case.find(Path(folder))


def example(name: str) -> Path:
    """Return the folder of an example case that comes with the program; copy it before working in it.

    Raises:
        UnknownName: no example is called so.

    Examples:
        >>> example("easter-truce-2025").name
        'easter-truce-2025'
    """
    from ceaseline.errors import UnknownName  # noqa: PLC0415

    shelf = Path(__file__).parent / "examples"
    names = [folder.name for folder in shelf.iterdir() if (folder / "case.toml").is_file()]
    if name not in names:
        raise UnknownName("example", name, names)
    return shelf / name
