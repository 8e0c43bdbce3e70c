"""Where a log may lie: on a disk of this machine, whose flushes mean what they say."""

from __future__ import annotations

from pathlib import Path

from ceaseline.errors import EvidenceError

# File systems over a network: their locks and flushes do not bind what another machine sees or keeps.
_ELSEWHERE = frozenset(
    {
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "9p",
        "davfs",
        "lustre",
        "glusterfs",
    }
)
_MOUNTS = Path("/proc/mounts")  # Linux; elsewhere nothing is known, and nothing is refused


def refuse_network(folder: Path, mounts: str | None = None) -> None:
    """Refuse a folder that lies on a network file system.

    Args:
        folder: where the log is to lie; it need not be there yet.
        mounts: what the system has mounted, as ``/proc/mounts`` says it; None reads that file.

    Raises:
        EvidenceError: it does; SQLite cannot promise there that what was acknowledged is kept.
    """
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.is_file() else ""
    kind = kind_of(folder.resolve(), mounts)
    if kind in _ELSEWHERE or kind.startswith(("fuse.ssh", "fuse.s3")):
        raise EvidenceError(
            f"{folder} lies on a network file system ({kind}), where nobody can promise that what was acknowledged "
            "is kept. Mend: put the case on a disk of this machine, and copy it over when nothing is writing"
        )


def kind_of(folder: Path, mounts: str) -> str:
    r"""Return the kind of file system that *folder* lies on; empty where that is not known.

    Examples:
        >>> kind_of(Path("/srv/share/case"), "/dev/sda1 / ext4 rw 0 0\nhost:/x /srv/share nfs4 rw 0 0\n")
        'nfs4'
    """
    found = [line.split(" ") for line in mounts.splitlines()]
    # blanks in a name are spelled as octal
    places = [(Path(words[1].replace("\\040", " ")), words[2]) for words in found if len(words) > 2]
    around = [
        (len(place.parts), number, kind)
        for number, (place, kind) in enumerate(places)
        if folder.is_relative_to(place)
    ]
    return max(around)[2] if around else ""  # the innermost, and of those the one mounted last
