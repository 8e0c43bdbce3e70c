"""The Easter example as a case to work in, and the same with its parties exchanged."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import ceaseline

NOW = datetime(2031, 5, 2, 12, 0, tzinfo=UTC)
LATER = datetime(2031, 5, 3, 12, 0, tzinfo=UTC)
FORMS = ("terms.yaml", "sources.yaml", "case.toml")


def easter(folder: Path) -> Path:
    """Return a copy of the example to work in."""
    return Path(shutil.copytree(ceaseline.example("easter-truce-2025"), folder / "case"))


def coded(case: Path) -> Path:
    """Give the parties codes that are no words and names of one length, so that only exchanging them shows."""
    for name in FORMS:
        path = case / name
        text = re.sub(r"#.*", "", path.read_text("utf-8"))
        path.write_text(re.sub(r"\bA\b", "PA", re.sub(r"\bB\b", "PB", text)), "utf-8")
    for path in [*(case / name for name in FORMS), case / "inbox" / "party_claims.csv"]:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\bRussia\b", "Norland", re.sub(r"\bUkraine\b", "Sudland", text)), "utf-8")
    return case


def exchanged(case: Path) -> Path:
    """Exchange the parties, by code and by name, in every file of the case."""
    for path in [*(case / name for name in FORMS), case / "inbox" / "party_claims.csv"]:
        path.write_text(swap(path.read_text("utf-8")), "utf-8")
    return case


def swap(text: str) -> str:
    """Exchange the parties' codes and names wherever they stand."""
    pairs = {"PA": "PB", "Norland": "Sudland", "Росія": "Україна", "Россия": "Украина"}
    both = pairs | {other: one for one, other in pairs.items()}
    return re.sub(r"\b(" + "|".join(both) + r")\b", lambda match: both[match[0]], text)


def blind_to_hashes(text: str) -> str:
    """Put a number for each hash, claim and ruling, in order: they follow the bytes, not the facts."""
    seen: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        return seen.setdefault(match[0][:8] if len(match[0]) == 64 else match[0][-12:], f"#{len(seen)}")

    return re.sub(r"claim-[0-9a-f]{12}|\bd-[0-9a-f]{10}\b|\b[0-9a-f]{64}\b", number, text)
