"""How long a register takes: to enter lines by the sheet, and to list them, as a user at the command line sees it.

What starting Python and the program takes is measured in the same run and taken off. There is no peer: the figures
are seconds a person waits.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

_START = "import ceaseline.cli.registering; from ceaseline.pipeline.register_lines import kinds; kinds()"


def timed(*words: str, cwd: Path) -> float:
    """Return how many seconds a command takes on the clock of the wall, the best of three."""
    best = float("inf")
    for _ in range(3):
        began = monotonic()
        subprocess.run([sys.executable, *words], cwd=cwd, check=True, capture_output=True)
        best = min(best, monotonic() - began)
    return best


def main() -> None:
    """Print the table."""
    print("| lines | job | seconds | after start |")
    print("| ---: | --- | ---: | ---: |")
    for count in (1_000, 10_000):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "case"
            subprocess.run([sys.executable, "-m", "ceaseline", "new", str(folder)], check=True, capture_output=True)
            rows = [
                f'C-{n:05},A,B,2031-05-{n % 28 + 1:02}T10:00Z,hotline,"made up, number {n}"' for n in range(count)
            ]
            text = "\n".join(["complaint_id,complainant,respondent,lodged,channel,facts", *rows, ""])
            (folder / "c.csv").write_text(text, "utf-8")
            start = timed("-c", _START, cwd=folder)
            began = monotonic()
            add = [sys.executable, "-m", "ceaseline", "register", "complaints", "add", "--file", "c.csv"]
            subprocess.run(add, cwd=folder, check=True, capture_output=True)
            entered = monotonic() - began
            print(f"| {count:,} | enter them by the sheet | {entered:.2f} | {entered - start:.2f} |")
            for job, more in (("list them", []), ("list them as JSON", ["--json"])):
                took = timed("-m", "ceaseline", "register", "complaints", "list", *more, cwd=folder)
                print(f"| {count:,} | {job} | {took:.2f} | {took - start:.2f} |")


if __name__ == "__main__":
    main()
