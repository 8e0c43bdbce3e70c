"""Files from addresses, held against a real server on this computer."""

from __future__ import annotations

import gzip
import logging
import os
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ceaseline.errors import SourceError
from ceaseline.sources import Arrival, SourceForm, addresses
from ceaseline.sources.addresses import Limits, _Deadline, download
from outside import Outside, body, outside, status

KEY = "K3Y-that-nobody-may-see"
TABLE = b"day,count\n2031-05-02Z,3\n"
SHORT = Limits(bytes=100_000, seconds=5.0, connect_s=2.0)


@pytest.fixture(scope="module")
def _server() -> Iterator[Outside]:
    with outside() as server:
        yield server


@pytest.fixture
def world(_server: Outside) -> Outside:
    _server.answers.clear()
    _server.asked.clear()
    return _server


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "firms.key"
    path.write_text(KEY + "\n", "utf-8")
    path.chmod(0o600)
    return path


def form(address: str, **keys: Any) -> SourceForm:
    entry = {"name": "fires", "kind": "firms", "file": "inbox/f.csv", "role": "instrument", "address": address}
    return SourceForm.model_validate(entry | keys)


def fetch(entry: SourceForm, tmp_path: Path, day: date | None = None, limits: Limits = SHORT) -> Arrival:
    for name in ("case", "into"):
        (tmp_path / name).mkdir(exist_ok=True)
    return download(entry, tmp_path / "case", tmp_path / "into", day=day, limits=limits)


def content(arrival: Arrival) -> bytes:
    with arrival.open() as stream:
        return stream.read()


def test_a_good_file_arrives_byte_for_byte_under_a_safe_name(world: Outside, tmp_path: Path) -> None:
    world.answers["/files/a%20b/events.csv?x=1"] = body(TABLE)
    arrival = fetch(form(world.url("/files/a%20b/events.csv?x=1")), tmp_path)
    assert ("files-a-20b-events.csv", TABLE) == (arrival.name, content(arrival))
    assert TABLE == content(arrival)


def test_two_days_are_asked_for_by_their_own_addresses_and_get_two_names(world: Outside, tmp_path: Path) -> None:
    world.answers |= {"/d/2031-05-02/20310502": body(b"second"), "/d/2031-05-03/20310503": body(b"third")}
    entry = form(world.url("/d/{day}/{yyyymmdd}"))
    two = [fetch(entry, tmp_path, date(2031, 5, day)) for day in (2, 3)]
    assert [("d-2031-05-02", b"second"), ("d-2031-05-03", b"third")] == [(a.name, content(a)) for a in two]


def test_a_file_that_comes_in_pieces_of_no_stated_length_is_taken_whole(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = chunked([b"day,", b"count\n"], ends=True)
    assert b"day,count\n" == content(fetch(form(world.url("/x")), tmp_path))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (204, "answers 204 No Content. Mend: it has nothing for that"),
        (206, "answers 206 Partial Content. Mend: see the address"),
        (304, "answers 304 Not Modified. Mend: see the address"),
        (401, "answers 401 Unauthorized. Mend: see that the key is right"),
        (404, "answers 404 Not Found. Mend: see the address and the day"),
        (429, "answers 429 Too Many Requests. Mend: it was asked too often"),
        (500, "answers 500 Internal Server Error. Mend: see the address, or ask again later"),
    ],
)
def test_an_answer_that_is_no_file_is_told_in_words_and_asked_for_once(
    world: Outside, tmp_path: Path, code: int, said: str
) -> None:
    world.answers["/x.csv"] = status(code)
    with pytest.raises(SourceError) as caught:
        fetch(form(world.url("/x.csv")), tmp_path)
    assert str(caught.value).startswith(f"fires: {world.url('/x.csv')} {said}")
    assert ["/x.csv"] == world.asked


@pytest.mark.parametrize("drips", ["nothing", "headers", "letters"])
def test_a_slow_host_holds_nobody_beyond_the_limit(world: Outside, tmp_path: Path, drips: str) -> None:
    def slow(to: BaseHTTPRequestHandler) -> None:
        if drips == "letters":
            to.send_response(200)
            to.send_header("Content-Length", "1000")
            to.end_headers()
        elif drips == "headers":
            to.send_response(200)
            to.flush_headers()
        while not world.over.wait(0.05):
            if drips != "nothing":
                to.wfile.write(b"x")

    world.answers["/slow"] = slow
    began = monotonic()
    with pytest.raises(SourceError, match=r"was not done after 0\.5 seconds\. Mend: ask again later"):
        fetch(form(world.url("/slow")), tmp_path, limits=Limits(bytes=100_000, seconds=0.5, connect_s=0.5))
    assert monotonic() - began < 3


def test_a_file_that_is_announced_too_large_is_not_begun(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(TABLE, Content_Length="100001")
    with pytest.raises(SourceError, match=r"sends more than 100,000 bytes\. Mend: ask for less at once"):
        fetch(form(world.url("/x")), tmp_path)


def test_a_file_of_no_stated_length_is_left_where_it_grows_too_large(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = chunked([b"x" * 60_000] * 1_000, ends=True)
    with pytest.raises(SourceError, match=r"sends more than 100,000 bytes"):
        fetch(form(world.url("/x")), tmp_path)
    assert written(tmp_path) <= 200_000


def test_a_file_of_just_the_largest_size_is_taken(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(b"x" * 100_000)
    assert 100_000 == len(content(fetch(form(world.url("/x")), tmp_path)))


def test_a_length_that_promises_more_than_comes_is_a_torn_file(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(TABLE, Content_Length=str(len(TABLE) + 1))
    with pytest.raises(SourceError, match=r"broke off \(.*\)\. Mend: ask again later; nothing of it was taken"):
        fetch(form(world.url("/x")), tmp_path)


def test_pieces_without_their_end_are_a_torn_file(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = chunked([b"day,", b"count\n"], ends=False)
    with pytest.raises(SourceError, match="broke off"):
        fetch(form(world.url("/x")), tmp_path)


def test_what_comes_after_the_stated_length_is_no_part_of_the_file(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(TABLE + b"more", Content_Length=str(len(TABLE)))
    assert TABLE == content(fetch(form(world.url("/x")), tmp_path))


def test_an_answer_that_nowhere_says_where_it_ends_is_refused(world: Outside, tmp_path: Path) -> None:
    def endless(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + TABLE)

    world.answers["/x"] = endless
    with pytest.raises(SourceError, match="does not say where its file ends"):
        fetch(form(world.url("/x")), tmp_path)


def test_what_speaks_no_http_is_told_as_such(world: Outside, tmp_path: Path) -> None:
    def mail(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"220 mail\r\n\r\n")

    world.answers["/x"] = mail
    with pytest.raises(SourceError, match="broke off"):
        fetch(form(world.url("/x")), tmp_path)


def test_an_empty_file_is_no_arrival(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(b"")
    with pytest.raises(SourceError, match=r"sends an empty file\. Mend: see the address and the day"):
        fetch(form(world.url("/x")), tmp_path)


def test_a_packed_bomb_is_not_unpacked(world: Outside, tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < SHORT.bytes
    world.answers["/x"] = body(bomb, Content_Encoding="gzip")
    with pytest.raises(SourceError, match=r"answers packed as 'gzip', which was not asked for"):
        fetch(form(world.url("/x")), tmp_path)
    assert 0 == written(tmp_path)


def test_a_host_may_send_us_elsewhere_on_itself(world: Outside, tmp_path: Path) -> None:
    world.answers |= {"/old": status(302, Location="/new"), "/new": body(TABLE)}
    arrival = fetch(form(world.url("/old")), tmp_path)
    assert ("old", TABLE) == (arrival.name, content(arrival))


@pytest.mark.parametrize("other", ["http://localhost:{port}/new", "http://127.0.0.1:1/new", "https://example.org/"])
def test_no_host_may_send_us_to_another(world: Outside, tmp_path: Path, other: str) -> None:
    where = other.format(port=world.server_port)
    world.answers |= {"/old": status(302, Location=where), "/new": body(TABLE)}
    with pytest.raises(SourceError, match=r"leads to another host, https?://.+\. Mend: see whose that is"):
        fetch(form(world.url("/old")), tmp_path)
    assert ["/old"] == world.asked


def test_a_ring_of_addresses_is_left(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = status(302, Location="/x")
    with pytest.raises(SourceError, match="leads on more than 5 times"):
        fetch(form(world.url("/x")), tmp_path)
    assert 6 == len(world.asked)


def test_a_host_that_is_not_there_is_told(tmp_path: Path) -> None:
    with outside() as gone:
        entry = form(gone.url("/x"))
    with pytest.raises(SourceError, match=r"cannot be reached \(.+\)\. Mend: see that you are connected"):
        fetch(entry, tmp_path)


def test_what_failed_leaves_no_part_of_a_file_behind(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(TABLE, Content_Length="1000")
    with pytest.raises(SourceError):
        fetch(form(world.url("/x")), tmp_path)
    assert [] == list((tmp_path / "into").iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_told(world: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.answers["/x"] = body(TABLE)
    place = tmp_path / "half"
    place.touch()
    monkeypatch.setattr(addresses, "mkstemp", lambda **_: (os.open("/dev/full", os.O_WRONLY), str(place)))
    with pytest.raises(
        SourceError, match=r"could not be written \(No space left on device\)\. Mend: see that the disk"
    ):
        fetch(form(world.url("/x")), tmp_path)
    assert not place.exists()


def test_the_key_is_sent_and_stands_nowhere_else(
    world: Outside,
    tmp_path: Path,
    key_file: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    world.answers |= {
        f"/{KEY}/2031-05-02.csv": status(302, Location=f"/moved/{KEY}"),
        f"/moved/{KEY}": body(TABLE),
        f"/{KEY}/2031-05-03.csv": status(302, Location=f"http://{KEY}.example.org/{KEY}"),
    }
    entry = form(world.url("/{key}/{day}.csv"), key_file=str(key_file))
    arrival = fetch(entry, tmp_path, date(2031, 5, 2))
    failures = []
    for day in (3, 4):
        with pytest.raises(SourceError) as caught:
            fetch(entry, tmp_path, date(2031, 5, day))
        failures.append(str(caught.value))
    assert f"fires: {world.url('/{key}/2031-05-04.csv')} answers 404" in failures[1]
    printed = capfd.readouterr()
    told = [arrival.name, *failures, caplog.text, printed.out, printed.err, repr(entry), repr(arrival)]
    assert [False] * len(told) == [KEY.lower() in text.lower() for text in told]
    assert "leads to another host, http://{key}.example.org. Mend" in failures[0]
    assert ["2031-05-02.csv"] == [arrival.name]


@pytest.mark.parametrize("at", [0, 65_530, 65_536])
def test_an_answer_that_repeats_the_key_is_not_kept(
    world: Outside, tmp_path: Path, key_file: Path, at: int
) -> None:
    world.answers[f"/{KEY}"] = body(b"x" * at + KEY.encode() + b"\n")
    with pytest.raises(SourceError, match="repeats the key in its answer") as caught:
        fetch(form(world.url("/{key}"), key_file=str(key_file)), tmp_path)
    assert KEY not in str(caught.value)


def test_the_log_speaks_again_afterwards(world: Outside, tmp_path: Path) -> None:
    world.answers["/x"] = body(TABLE)
    fetch(form(world.url("/x")), tmp_path)
    assert [] == logging.getLogger("httpx").filters


def test_nothing_of_the_environment_is_asked(
    world: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    world.answers["/x"] = body(TABLE)
    assert TABLE == content(fetch(form(world.url("/x")), tmp_path))


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[tuple[Outside, ssl.SSLContext]]:
    """A server that speaks TLS with a certificate nobody vouches for, and what trusts it all the same."""
    key, begin = ec.generate_private_key(ec.SECP256R1()), datetime(2020, 1, 1, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    draft = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=36_500))
    hosts = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = draft.add_extension(hosts, critical=False).sign(key, hashes.SHA256())
    public = signed.public_bytes(Encoding.PEM)
    pem = tmp_path / "localhost.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + public)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(pem)
    with outside() as server:
        server.socket = theirs.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        yield server, ssl.create_default_context(cadata=public.decode())


def secure(server: Outside, path: str) -> SourceForm:
    return form(f"https://localhost:{server.server_port}{path}")


def test_a_certificate_that_nobody_vouches_for_is_refused(
    encrypted: tuple[Outside, ssl.SSLContext], tmp_path: Path
) -> None:
    server, _ = encrypted
    server.answers["/x"] = body(TABLE)
    with pytest.raises(SourceError, match=r"cannot be reached \(.*certificate verify failed"):
        fetch(secure(server, "/x"), tmp_path)
    assert [] == server.asked


def test_a_slow_host_holds_nobody_over_an_encrypted_line_either(
    encrypted: tuple[Outside, ssl.SSLContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, trusting = encrypted
    monkeypatch.setattr(addresses, "_client", lambda _: httpx.Client(verify=trusting, timeout=30))

    def slow(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "1000")
        to.end_headers()
        while not server.over.wait(0.05):
            to.wfile.write(b"x")

    server.answers |= {"/x": body(TABLE), "/slow": slow}
    assert TABLE == content(fetch(secure(server, "/x"), tmp_path))
    began = monotonic()
    with pytest.raises(SourceError, match=r"was not done after 0\.5 seconds"):
        fetch(secure(server, "/slow"), tmp_path, limits=Limits(bytes=100_000, seconds=0.5, connect_s=0.5))
    assert monotonic() - began < 3


def test_a_line_that_opens_when_the_time_is_over_is_closed_at_once() -> None:
    ours, theirs = socket.socketpair()
    stream = MockStream({"socket": ours})
    with ours, theirs, _Deadline(0) as deadline:
        deadline._timer.join(5)
        theirs.settimeout(5)
        deadline.note("connection.connect_tcp.complete", {"return_value": stream})
        assert b"" == theirs.recv(1)


class MockStream:
    def __init__(self, extra: dict[str, Any]) -> None:
        self.get_extra_info = extra.get


def chunked(pieces: list[bytes], *, ends: bool) -> Any:
    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Transfer-Encoding", "chunked")
        to.end_headers()
        for piece in pieces:
            to.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if ends:
            to.wfile.write(b"0\r\n\r\n")

    return answer


def written(tmp_path: Path) -> int:
    return sum(path.stat().st_size for path in (tmp_path / "into").iterdir())
