"""Files from public addresses, and only when somebody asks: nothing else here goes over a network.

What comes is written to a temporary file, within limits, and kept by its hash before anybody reads it. Nothing is
tried twice: whoever asks is told what went wrong, and asks again.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from threading import Timer
from types import TracebackType
from typing import Any, BinaryIO

import attrs
import httpx

from ceaseline.captures import Arrival
from ceaseline.errors import SourceError
from ceaseline.sources.asking import KEY, dated, has_day, name_of
from ceaseline.sources.discretion import discreet
from ceaseline.sources.key_files import read_key
from ceaseline.sources.protocol import Source, SourceForm

_CHUNK = 1 << 16  # bytes read at once
_HOPS = 5  # times that a host may send us elsewhere on itself
_LOGS = ("httpx", "httpcore.connection", "httpcore.http11")  # they write whole addresses
_LATER = "ask again later"
_MENDS = {
    204: "it has nothing for that; see the address and the day",
    401: "see that the key is right",
    403: "see that the key is right, and that you may ask",
    404: "see the address and the day",
    429: "it was asked too often; ask again later, for fewer days",
}


@attrs.frozen
class Limits:
    """How much of somebody's time and disk one file may take.

    Attributes:
        bytes: of the file.
        seconds: from the first word to the last, whatever comes in between.
        connect_s: seconds until the host answers at all.
    """

    bytes: int = 500_000_000
    seconds: float = 900.0
    connect_s: float = 20.0


_LIMITS = Limits()


@contextmanager
def fetched(
    wanted: Sequence[Source],
    case: Path,
    days: Sequence[date],
    *,
    missed: Callable[[SourceError], None],
    tell: Callable[[str, int, int], None],
    limits: Limits = _LIMITS,
) -> Iterator[list[tuple[Source, Arrival]]]:
    """Go outside for the files of sources that have an address; gives what came, until the block is left.

    Args:
        wanted: sources, each with an address.
        case: its folder.
        days: which, where an address has a day.
        missed: told of each file that did not come; the others do not suffer by it.
        tell: told how far it has come.
        limits: of each file.
    """
    asked = [
        (source, day)
        for source in wanted
        for day in (dict.fromkeys(days) if has_day(source.form.address or "") else [None])
    ]
    with TemporaryDirectory(prefix="ceaseline-") as folder:
        came = []
        for number, (source, day) in enumerate(asked, start=1):
            try:
                whole = download(source.form, case, Path(folder), day=day, tell=tell, limits=limits)
                came.append((source, discreet(source, whole)))
            except SourceError as error:
                missed(error)
            tell("files fetched", number, len(asked))
        yield came


def download(
    form: SourceForm,
    case: Path,
    into: Path,
    *,
    day: date | None = None,
    tell: Callable[[str, int, int], None] = lambda *_: None,
    limits: Limits = _LIMITS,
) -> Arrival:
    """Fetch one file.

    Args:
        form: the entry, with an address.
        case: its folder, in which no key may lie.
        into: where the file is put.
        day: fills the day in the address.
        tell: told how many bytes have come, where it is known how many there are.
        limits: of size and time.

    Raises:
        SourceError: it did not come, whole and within the limits; says which source, which address, and the mend.
    """
    asked = _Asked(form, day, None if form.key_file is None else read_key(form.key_file, case, form.name))
    name = name_of(asked.address, day)
    handle, path = mkstemp(dir=into)
    try:
        with os.fdopen(handle, "wb") as file:
            _bring(asked, file, partial(tell, f"fetching {name}"), limits)
    except (SourceError, OSError) as error:
        Path(path).unlink()  # many that fail must not fill the disk
        if isinstance(error, SourceError):
            raise
        raise asked.failed(f"could not be written ({error.strerror})", "see that the disk has room") from None
    return Arrival(name, partial(_open, Path(path)))


def _bring(asked: _Asked, file: BinaryIO, tell: Callable[[int, int], None], limits: Limits) -> None:
    """Write the file that an address gives."""
    with _quiet(), _Deadline(limits.seconds) as deadline:
        try:
            with _client(limits) as client, _answer(client, asked, deadline) as response:
                size = _announced(response, asked, limits)
                for done in _written(response, file, asked, limits):
                    if size is not None:  # else nobody knows how far it is
                        tell(done, size)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if deadline.is_over:
                what = f"was not done after {limits.seconds:g} seconds"
                raise asked.failed(what, f"{_LATER}, or for less at once") from None
            raise asked.failed(*_in_words(error, limits)) from None


@attrs.frozen
class _Asked:
    """What is asked of whom; only :attr:`url` has the key in it."""

    form: SourceForm
    day: date | None
    key: str | None = attrs.field(repr=False)

    @property
    def address(self) -> str:
        """As the entry has it."""
        return self.form.address or ""

    @property
    def url(self) -> str:
        """As it is sent."""
        return dated(self.address, self.day).replace(KEY, self.key or "")

    def failed(self, what: str, mend: str) -> SourceError:
        """Return the failure in words, with the hole in place of the key wherever somebody else's words hold it."""
        said = f"{self.form.name}: {dated(self.address, self.day)} {what}. Mend: {mend}"
        blotted = re.sub(re.escape(self.key), KEY, said, flags=re.IGNORECASE) if self.key else said
        return SourceError(
            "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in blotted)
        )


class _Deadline:
    """Ends the connections it was shown when the time is up, so that a host that drips letters holds nobody."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a connection; httpx calls this at each step."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.is_over:
                self._end()

    def _end(self) -> None:
        self.is_over = True
        for each in self._sockets:
            with suppress(OSError):  # one that was closed, or wrapped in another
                socket.socket.shutdown(each, socket.SHUT_RDWR)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries from writing addresses, which hold the key, into anybody's log."""
    logs = [logging.getLogger(name) for name in _LOGS]

    def nothing(_: logging.LogRecord) -> bool:  # one of its own for each file, since several may come at once
        return False

    for log in logs:
        log.addFilter(nothing)
    try:
        yield
    finally:
        for log in logs:
            log.removeFilter(nothing)


def _client(limits: Limits) -> httpx.Client:
    return httpx.Client(
        headers={"User-Agent": "ceaseline", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(limits.seconds, connect=limits.connect_s),
        trust_env=False,  # no settings and no passwords from the environment
    )


@contextmanager
def _answer(client: httpx.Client, asked: _Asked, deadline: _Deadline) -> Iterator[httpx.Response]:
    """Give the answer with the file, following the host where it sends us elsewhere on itself."""
    url = httpx.URL(asked.url)
    for _ in range(_HOPS + 1):
        with client.stream("GET", url, extensions={"trace": deadline.note}) as response:
            onward = response.next_request
            if onward is None:
                if response.status_code != httpx.codes.OK:
                    said = f"answers {response.status_code} {httpx.codes.get_reason_phrase(response.status_code)}"
                    mend = _MENDS.get(response.status_code, f"see the address, or {_LATER}")
                    raise asked.failed(said.rstrip(), mend)
                yield response
                return
            if (onward.url.scheme, onward.url.host, onward.url.port) != (url.scheme, url.host, url.port):
                mend = "see whose that is, and write that address if you trust it"
                raise asked.failed(
                    f"leads to another host, {onward.url.scheme}://{onward.url.netloc.decode()}", mend
                )
            url = onward.url
    raise asked.failed(f"leads on more than {_HOPS} times", "see the address in a browser")


def _announced(response: httpx.Response, asked: _Asked, limits: Limits) -> int | None:
    """Return how many bytes are announced, and refuse what could not be taken whole."""
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":  # it could unpack to any size
        raise asked.failed(f"answers packed as {encoding!r}, which was not asked for", "fetch it in a browser")
    length = response.headers.get("Content-Length")
    if length is None and "Transfer-Encoding" not in response.headers:
        raise asked.failed("does not say where its file ends, so a torn one would look whole", "fetch it yourself")
    if length is not None and int(length) > limits.bytes:
        raise _too_large(asked, limits)
    return None if length is None else int(length)


def _written(response: httpx.Response, file: BinaryIO, asked: _Asked, limits: Limits) -> Iterator[int]:
    """Write what comes, telling how much; stop where it is too much, or holds the key, which is no evidence."""
    done, end, key = 0, b"", (asked.key or "").encode()
    for chunk in response.iter_raw(_CHUNK):
        done += len(chunk)
        if done > limits.bytes:
            raise _too_large(asked, limits)
        if key and key in end + chunk:
            raise asked.failed("repeats the key in its answer, so it is not kept", "see what it says in a browser")
        end = (end + chunk)[-len(key) :] if key else b""
        file.write(chunk)
        yield done
    if not done:
        raise asked.failed("sends an empty file", "see the address and the day")


def _too_large(asked: _Asked, limits: Limits) -> SourceError:
    return asked.failed(
        f"sends more than {limits.bytes:,} bytes", "ask for less at once, or put the file into inbox/"
    )


def _in_words(error: Exception, limits: Limits) -> tuple[str, str]:
    """Return what went wrong and the mend."""
    if isinstance(error, httpx.ConnectTimeout):
        return f"does not answer within {limits.connect_s:g} seconds", f"see that you are connected, or {_LATER}"
    if isinstance(error, httpx.ConnectError):
        return f"cannot be reached ({error})", "see that you are connected, and how the host is spelt"
    if isinstance(error, httpx.InvalidURL):
        return "is no address", "write https://HOST/PATH"
    return f"broke off ({str(error) or type(error).__name__})", f"{_LATER}; nothing of it was taken"


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
