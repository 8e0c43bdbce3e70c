"""How far long work has come, on stderr, and only once it has taken two seconds."""

from __future__ import annotations

from time import monotonic
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_PATIENCE_S = 2.0
_SHOWN = 6  # bars at once; those of the newest work


class Patience:
    """Shows nothing for two seconds, then a bar for each of the newest pieces of work."""

    def __init__(self) -> None:
        self._began = monotonic()
        self._shown: Progress | None = None
        self._bars: dict[str, int] = {}

    def __enter__(self) -> Patience:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown is not None:
            self._shown.stop()

    def __call__(self, work: str, done: int, whole: int) -> None:
        """Take note that *done* of *whole* is done."""
        if self._shown is None:
            if monotonic() - self._began < _PATIENCE_S:
                return
            self._shown = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._shown.start()
        if work not in self._bars:
            self._bars[work] = self._shown.add_task(work, total=whole)
            for old in list(self._bars.values())[-_SHOWN - 1 : -_SHOWN]:
                self._shown.update(old, visible=False)  # type: ignore[arg-type]
        self._shown.update(self._bars[work], completed=done)  # type: ignore[arg-type]
