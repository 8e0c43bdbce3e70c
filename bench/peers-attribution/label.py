"""Let crowd-kit say who did it: claims in, the chance of the first side by each of its models out.

Run by ``bench/attribution.py`` in an environment of its own::

    python label.py FOLDER

reads every ``NAME.claims.parquet`` there, and writes ``NAME.said.parquet`` beside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from crowdkit.aggregation import DawidSkene, OneCoinDawidSkene

MODELS = {"dawid-skene": DawidSkene, "one-coin": OneCoinDawidSkene}
SIDE = "A"


def main(claims: Path, out: Path) -> None:
    """Write ``task`` and a column for each model."""
    told = pd.read_parquet(claims)
    found = {}
    for name, model in MODELS.items():
        chances = model(n_iter=100).fit_predict_proba(told)
        found[name] = chances.get(SIDE, 0.0)
    pd.DataFrame(found).rename_axis("task").reset_index().to_parquet(out, index=False)


if __name__ == "__main__":
    for file in sorted(Path(sys.argv[1]).glob("*.claims.parquet")):
        main(file, file.with_name(file.name.replace(".claims.", ".said.")))
