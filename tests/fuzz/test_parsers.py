"""Whatever others give is read, or refused in words: every parser of foreign bytes, fed with broken ones."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from builders import terms_text
from ceaseline import settings, verifier
from ceaseline.captures import Arrival
from ceaseline.errors import FileRefused, FormError, LedgerError
from ceaseline.forms import read_toml, read_yaml
from ceaseline.ledger import Checkpoint, Entry, PrivateKey, PublicKey, Receipt, commitments, open_note
from ceaseline.ledger.merkle import leaf_hash
from ceaseline.places.drawing import AREAS, LINES, POINTS, drawing
from ceaseline.sources import SOURCES, Source
from ceaseline.sources import parse as parse_sources
from ceaseline.store import Evidence, bundle, decide, opened_checkpoint
from ceaseline.store.places import kind_of
from ceaseline.terms import parse as parse_terms
from ceaseline.testing import captured, toy_terms
from ceaseline.times import TimeProblem, moment

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
KEY = PrivateKey("mission", bytes(range(32)))
EXAMPLE = Path(__file__).parents[2] / "examples" / "easter-truce-2025"
# What the program inside a bundle turns into DOES NOT HOLD.
DOES_NOT_HOLD = (verifier.Refused, OSError, ValueError, KeyError, TypeError, IndexError, RecursionError)

Errors = tuple[type[Exception], ...]


@attrs.frozen
class Parser:
    """Something that reads what others give.

    Attributes:
        read: takes the bytes.
        seeds: valid ones.
        refuses: what it may raise, as its documentation says.
        refuses_some: whether there is anything it refuses.
        slow: whether it makes tables or files, so that a tenth as many broken ones have to do.
    """

    read: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]
    refuses: Errors
    refuses_some: bool = True
    slow: bool = False


def text(raw: bytes) -> str:
    """Bytes that are no UTF-8 become lone surrogates, as they do in names of files."""
    return raw.decode("utf-8", "surrogateescape")


def spelled(*texts: str) -> Callable[[], list[bytes]]:
    return lambda: [each.encode() for each in texts]


@cache
def bundled() -> dict[str, bytes]:
    """The parts of a bundle about a file that was ruled on."""
    with zipfile.ZipFile(io.BytesIO(_bundle())) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _bundle() -> bytes:
    evidence = Evidence(_folder[0] / "evidence")
    evidence.keep([(Arrival(f"{n}.csv", partial(io.BytesIO, b"%d;" % n * 50)), "posts") for n in range(3)], NOON)
    digest = evidence.captures()[1].capture_id
    words = {"outcome": "left_out", "reason": "Wrong file.", "reviewer": "R. One"}
    decide(evidence, about=digest, **words, as_of=NOON, now=NOON)
    return bundle(evidence, digest, KEY, to="a court", now=NOON)


_folder: list[Path] = []  # of the one test that runs; seeds are made in it, and broken bundles laid out


@pytest.fixture(autouse=True)
def _in_memory(folder_in_memory: Path) -> None:
    _folder[:] = [folder_in_memory]


def entries() -> list[bytes]:
    return [content for name, content in bundled().items() if name.endswith(".json")]


def receipts() -> list[bytes]:
    extra = bundled()["receipt.tlog-proof"].replace(b"\nindex", b"\nextra QUJD\nindex", 1)
    return [bundled()["receipt.tlog-proof"], extra]


def notes() -> list[bytes]:
    note = Checkpoint("mission", 3, bytes(32)).signed(KEY)
    stranger = PrivateKey("example.org/witness", bytes(32)).sign("mission\n3\nx\n").rpartition("\n\n")[2]
    return [note.encode(), (note + stranger).encode()]


def unpacked(part: str, content: bytes) -> Path:
    """Lay a bundle out with other content in one of its parts."""
    folder = _folder[0] / "bundle"
    for name, right in {**bundled(), part: content}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(right)
    return folder


def part_of_bundle(part: str) -> list[bytes]:
    return [bundled()[part]]


def checked(part: str, raw: bytes) -> object:
    held = verifier.check(unpacked(part, raw), str(KEY.public))
    # a proof may say what is passed over; of all else every byte counts
    assert part.endswith(".tlog-proof") or raw == bundled()[part], "changed, and holds"
    return held


def checked_though_signed(raw: bytes) -> object:
    """An entry that its forger put into a log and signed."""
    folder = unpacked("entry.json", raw)
    signed = Checkpoint("mission", 1, leaf_hash(raw)).signed(KEY)
    receipt = Receipt(0, (), signed).text()
    for part in ["receipt.tlog-proof", *(part for part in bundled() if part.startswith("custody/"))]:
        (folder / part).write_text(receipt, "utf-8")
        if part.endswith(".json"):
            (folder / part).write_bytes(raw)
    return verifier.check(folder, str(KEY.public))


def sample(kind: str, name: str) -> bytes:
    return (files("ceaseline.sources") / kind / "sample" / name).read_bytes()


def captures_of(kind: str) -> list[bytes]:
    folder = Path(str(files("ceaseline.sources") / kind / "sample"))
    return [file.read_bytes() for file in sorted(folder.glob("capture.*"))]


@cache
def source(kind: str) -> Source:
    (found,) = parse_sources(text(sample(kind, "sources.yaml")), toy_terms())
    return found


def captured_by(kind: str, raw: bytes) -> object:
    return source(kind).read(captured(raw))


def timed(raw: bytes) -> object:
    words, _, zone = text(raw).partition("|")
    return moment(words, zone or None)


def case_forms(name: str) -> list[bytes]:
    return [(EXAMPLE / name).read_bytes()]


PARSERS = {
    "Entry.parse": Parser(Entry.parse, entries, (LedgerError,)),
    "Entry.parse, spelled again": Parser(lambda raw: Entry.parse(raw).id, entries, (LedgerError,)),
    "Checkpoint.parse": Parser(lambda raw: Checkpoint.parse(text(raw)), notes, (LedgerError,)),
    "Checkpoint.opened": Parser(lambda raw: Checkpoint.opened(text(raw), [KEY.public]), notes, (LedgerError,)),
    "Receipt.parse": Parser(lambda raw: Receipt.parse(text(raw)), receipts, (LedgerError,)),
    "Receipt.verify": Parser(
        lambda raw: Receipt.parse(text(raw)).verify(bundled()["entry.json"], [KEY.public]),
        receipts,
        (LedgerError,),
    ),
    "PublicKey.parse": Parser(
        lambda raw: PublicKey.parse(text(raw)),
        spelled(f"{KEY.public}\n", str(KEY.public)),
        (LedgerError,),
    ),
    "PrivateKey.parse": Parser(
        lambda raw: PrivateKey.parse(text(raw)),
        spelled(f"{KEY.to_text()}\n", KEY.to_text()),
        (LedgerError,),
    ),
    "open_note": Parser(lambda raw: open_note(text(raw), [KEY.public]), notes, (LedgerError,)),
    "words_of": Parser(
        commitments.words_of, lambda: [commitments.opening("Jane Roe", bytes(32))] * 2, (LedgerError,)
    ),
    "opened_checkpoint": Parser(lambda raw: opened_checkpoint(text(raw), KEY.public), notes, (LedgerError,)),
    "kind_of": Parser(
        lambda raw: kind_of(Path("/srv/share/case"), text(raw)),
        spelled("/dev/sda1 / ext4 rw 0 0\nhost:/x /srv/share nfs4 rw 0 0\n", "a /srv\\040x cifs rw 0 0\n"),
        (),
        refuses_some=False,
    ),
    "verifier.parse_key": Parser(
        lambda raw: verifier.parse_key(text(raw)), spelled(str(KEY.public)), DOES_NOT_HOLD
    ),
    "verifier.parse_receipt": Parser(lambda raw: verifier.parse_receipt(text(raw)), receipts, DOES_NOT_HOLD),
    "verifier.parse_checkpoint": Parser(lambda raw: verifier.parse_checkpoint(text(raw)), notes, DOES_NOT_HOLD),
    "verifier.open_note": Parser(
        lambda raw: verifier.open_note(text(raw), KEY.name, KEY.public.id, KEY.public.raw), notes, DOES_NOT_HOLD
    ),
    **{
        f"verifier.check, {part}": Parser(
            partial(checked, part), partial(part_of_bundle, part), DOES_NOT_HOLD, slow=True
        )
        for part in [
            "blob",
            "entry.json",
            "name.opening",
            "receipt.tlog-proof",
            "custody/00000001.json",
            "custody/00000001.tlog-proof",
        ]
    },
    "verifier.check, signed by a forger": Parser(
        checked_though_signed, lambda: [bundled()["entry.json"]], DOES_NOT_HOLD, slow=True
    ),
    "read_yaml": Parser(
        lambda raw: read_yaml(text(raw), "x.yaml"),
        lambda: [*case_forms("terms.yaml"), b"a: [1, {b: no}]\n"],
        (FormError,),
    ),
    "read_toml": Parser(
        lambda raw: read_toml(text(raw), "x.toml"),
        lambda: [*case_forms("case.toml"), b"[a]\nb = 1e3\n"],
        (FormError,),
    ),
    "settings.parse": Parser(
        lambda raw: settings.parse(text(raw)),
        lambda: [*case_forms("case.toml"), f'[case]\nname = "x"\n[evidence]\nkey = "{KEY.public}"\n'.encode()],
        (FormError,),
    ),
    "terms.parse": Parser(
        lambda raw: parse_terms(text(raw)),
        lambda: [terms_text().encode(), *case_forms("terms.yaml")],
        (FormError,),
    ),
    "sources.parse": Parser(
        lambda raw: parse_sources(text(raw), toy_terms()),
        lambda: [sample("claims", "sources.yaml"), sample("series", "sources.yaml")],
        (FormError,),
        slow=True,
    ),
    **{
        f"{kind}.read": Parser(partial(captured_by, kind), partial(captures_of, kind), (FileRefused,), slow=True)
        for kind in SOURCES.names()
    },
    "places.drawing": Parser(
        lambda raw: drawing(raw, "x.geojson", AREAS | LINES | POINTS),
        lambda: [*captures_of("areas"), *captures_of("lines"), b'{"type": "Point", "coordinates": [30, 50]}'],
        (FormError,),
    ),
    "times.moment": Parser(
        timed,
        spelled("2031-05-01 18:00|Europe/Berlin", "2031-05-01T18:00:00.5+03:00|", "2031-W18-4|UTC"),
        (TimeProblem,),
    ),
}

WORD = re.compile(rb'"[^"]*"|[\w.+:/-]+')
VALUES = [b"null", b"[]", b"{}", b"0", b"-1", b"1.5", b'""', b'"x"', b"[" * 5_000, b'{"a":' * 5_000]
LONGEST_RUN = 40_000  # bytes; longer ones only take longer
TOKENS = [
    b"\0",
    b"\0\0\0\0",
    b"\xed\xa0\x80",
    b"\xff",
    b"\\ud800",
    b"\\u0000",
    b"\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b" ",
    b"\t",
    b"+",
    b"\xe2\x80\x94 ",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b'"',
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b":",
    b": ",
    b"- ",
    b"#",
    b"null",
    b"true",
    b"NaN",
    b"-Infinity",
    b"=",
    b"..",
    b"/",
    b"-",
    b"--",
    b"0",
    b"-1",
    b"1e999",
    b"0x7f",
    b"1_000",
    b"9" * 20,
    b"9" * 400,
    b"9" * 5_000,
    b"18446744073709551616",
    b"0001-01-01T00:00:00+23:59",
    b"9999-12-31T23:59:59-23:59",
    b"\xd9\xa3",
    b"\xc2\xb2",
    b"extra ",
    b"index ",
    b"&a ",
    b"*a",
    b"!!python/none ",
    b"\xf0\x9f\x95\x8a",
]


Change = Callable[[bytes, bytes, random.Random], bytes]


def span(raw: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randint(0, len(raw))
    return start, min(len(raw), start + dice.choice([1, 2, 5, 20, 200]))


def flip(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw) + 1)
    return (
        raw[:place] + bytes([byte ^ (1 << dice.randrange(8)) for byte in raw[place : place + 1]]) + raw[place + 1 :]
    )


def delete(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    start, stop = span(raw, dice)
    return raw[:start] + raw[stop:]


def insert(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    start, _stop = span(raw, dice)
    return raw[:start] + dice.randbytes(dice.randint(1, 4)) + raw[start:]


def double(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    start, stop = span(raw, dice)
    return raw[:stop] + raw[start:]


def splice(raw: bytes, other: bytes, dice: random.Random) -> bytes:
    return raw[: span(raw, dice)[0]] + other[span(other, dice)[0] :]


def transplant(raw: bytes, other: bytes, dice: random.Random) -> bytes:
    (start, stop), (first, last) = span(raw, dice), span(other, dice)
    return raw[:start] + other[first:last] + raw[stop:]


def truncate(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    return raw[: span(raw, dice)[0]]


def repeat(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    start, stop = span(raw, dice)
    run = dice.choice([raw[start:stop] or b"x", dice.choice(TOKENS)])
    return raw[:start] + (run * dice.choice([30, 300, 30_000]))[:LONGEST_RUN] + raw[stop:]


def put_token(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    start, stop = span(raw, dice)
    return raw[:start] + dice.choice(TOKENS) + raw[dice.choice([start, stop]) :]


def replace_word(raw: bytes, _: bytes, dice: random.Random) -> bytes:
    """Put something else in place of a whole value, so that the rest stays as it should be."""
    words = [found.span() for found in WORD.finditer(raw)]
    start, stop = dice.choice(words) if words else (0, 0)
    return raw[:start] + dice.choice([*TOKENS, *VALUES]) + raw[stop:]


CHANGES: list[Change] = [
    *(flip, delete, insert, double, splice, transplant, truncate, repeat, put_token),
    *(replace_word, replace_word, replace_word),
]


def mutated(seeds: list[bytes], dice: random.Random) -> bytes:
    raw = dice.choice(seeds)
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        raw = dice.choice(CHANGES)(raw, dice.choice(seeds), dice)
    return raw


@pytest.mark.parametrize("name", PARSERS)
def test_every_seed_is_read(name: str) -> None:
    for seed in PARSERS[name].seeds():
        PARSERS[name].read(seed)


@pytest.mark.parametrize("count", [2_000, pytest.param(50_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", PARSERS)
def test_broken_bytes_are_read_or_refused_in_words_and_never_end_otherwise(name: str, count: int) -> None:
    parser = PARSERS[name]
    seeds = parser.seeds()
    refused = 0
    for number in range(count // 10 if parser.slow else count):
        raw = mutated(seeds, random.Random(f"{name} {number}"))
        try:
            parser.read(raw)
        except parser.refuses:
            refused += 1
    assert parser.refuses_some == (refused > 0)


DEEP = "Europe/" + "a/" * 1_000 + "a"
ENTRY = '{"v":1,"kind":"capture","key":"k","received":"2031-05-01T12:00:00+00:00","body":{"a":1}}'
WITH_BLANK = str(KEY.public).replace("mission", "my mission")
SURROGATE = "\udce9"


@pytest.mark.parametrize(
    ("read", "refusal"),
    [
        pytest.param(lambda: moment("2031-05-01", DEEP), TimeProblem, id="deep name of a zone"),
        pytest.param(
            lambda: settings.parse(f'[case]\nname = "x"\nshow_zones = ["{DEEP}"]'),
            FormError,
            id="deep zone in a form",
        ),
        pytest.param(lambda: PublicKey.parse("mission+0981c332+\u00e9"), LedgerError, id="key that is not ASCII"),
        pytest.param(lambda: PublicKey.parse(WITH_BLANK), LedgerError, id="blank in the name of a key"),
        pytest.param(
            lambda: PrivateKey.parse(KEY.to_text().replace("mission", "my mission")),
            LedgerError,
            id="blank in the name of a private key",
        ),
        pytest.param(
            lambda: PublicKey.parse(str(KEY.public).replace("mission", SURROGATE)),
            LedgerError,
            id="surrogate in a key",
        ),
        pytest.param(
            lambda: open_note(KEY.sign("a\n").replace("a\n", SURROGATE + "\n", 1), [KEY.public]),
            LedgerError,
            id="surrogate in a note",
        ),
        *[
            pytest.param(lambda raw=raw: Entry.parse(raw.encode()).id, LedgerError, id=f"entry with {what}")
            for what, raw in {
                "no number": ENTRY.replace('"a":1', '"a":NaN'),
                "a huge number": ENTRY.replace('"a":1', '"a":9007199254740993'),
                "a surrogate": ENTRY.replace('"a":1', '"a":"\\ud800"'),
                "a time before all times": ENTRY.replace("2031-05-01T12:00:00+00:00", "0001-01-01T00:00:00+14:00"),
            }.items()
        ],
    ],
)
def test_what_is_refused_is_refused_with_the_documented_error(
    read: Callable[[], object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        read()
