"""The list of what there is to watch with: posts, cameras, patrols, sensors."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy

from ceaseline.sources.registers import Column, PlacedRegisterForm, RegisterForm, RegisterSource
from ceaseline.sources.registers.columns import key, party, place, word
from ceaseline.tables import Assets
from ceaseline.tables.assets import KINDS


class AssetsSource(RegisterSource):
    """A table of assets; ``asset`` and ``kind`` are needed."""

    Form: ClassVar[type[RegisterForm]] = PlacedRegisterForm
    schema: ClassVar[type[dy.Schema]] = Assets
    columns: ClassVar[tuple[Column, ...]] = (
        key("asset", "name that never changes"),
        word("kind", "what it is", KINDS),
        party("owner", "whose it is; empty where it is no party's"),
        party("acts_of", "whose acts it can see, or any", any_side=True),
        place("where it stands; empty where it moves about"),
    )
