"""How long it takes to keep without names, and to read, ten thousand rows that patrols sent in."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from ceaseline.sources import Arrival, discreet, parse
from ceaseline.testing import captured, toy_terms
from patrols import DENIED, FELL, FLASHED, FORMATS, HEARD, NOTHING, SOMETHING, Sent

ROWS = 10_000
ENTRY = "sources: [{name: patrols, kind: patrol, file: inbox/patrols, role: monitor}]"


def sent(rows: int) -> list[Sent]:
    """Return submissions that come to some *rows* rows: five of one patrol, one of the next."""
    found = []
    for number in range(rows // 6):
        post = {"asset": f"P-{number}"}
        found.append(Sent(f"uuid:{number}a", SOMETHING | post, [HEARD, FELL, FLASHED], [DENIED]))
        found.append(Sent(f"uuid:{number}b", NOTHING | {"asset": f"Q-{number}"}))
    return found


def main(rows: int) -> None:
    """Print a row for each program: keeping without names, and reading what was kept, apart."""
    (source,) = parse(ENTRY, toy_terms())
    print("| from | MB | rows | keeping: CPU s | wall s | reading: CPU s | wall s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, write in FORMATS.items():
        raw = write(sent(rows))
        started = perf_counter(), process_time()
        kept = discreet(source, Arrival(name, lambda raw=raw: io.BytesIO(raw))).open().read()
        halfway = perf_counter(), process_time()
        reading = source.read(captured(kept, source="patrols"))
        ended = perf_counter(), process_time()
        wall, cpu = zip(started, halfway, ended, strict=True)
        print(
            f"| {name.replace('_', ' ')} | {len(raw) / 1e6:.1f} | {reading.seen:,} | {cpu[1] - cpu[0]:.2f} "
            f"| {wall[1] - wall[0]:.2f} | {cpu[2] - cpu[1]:.2f} | {wall[2] - wall[1]:.2f} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
