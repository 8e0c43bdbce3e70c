"""What invented speakers speak of, as data: read once when the program loads."""

from __future__ import annotations

from importlib.resources import files

from ceaseline.forms import FormPart, read_yaml


class Demand(FormPart):
    """A matter wanted instead of asked."""

    direct: tuple[str, ...]
    indirect: tuple[str, ...]


class Matter(FormPart):
    """One thing that can be said, in several wordings; see the file for what each key is."""

    direct: tuple[str, ...]
    indirect: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    asks: bool = False
    personal: bool = False
    change: str | None = None
    slot: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    demand: Demand | None = None
    rebuttal: tuple[str, ...] = ()


class Matters(FormPart):
    """The whole file."""

    matters: dict[str, Matter]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    lands: tuple[str, ...]
    titles: tuple[str, ...]
    narration: tuple[str, ...]
    headlines: tuple[str, ...]
    cues: dict[str, tuple[str, ...]]


def _read(name: str) -> Matters:
    text = (files(__name__.rpartition(".")[0]) / f"{name}.yaml").read_text("utf-8")
    return read_yaml(text, f"{name}.yaml").read_as(Matters)


# Read once, when the program loads: the core opens no files later.
VOCABULARIES: dict[str, Matters] = {
    name: _read(name)
    for name in ("matters", "others", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
}
