"""Secrets that a maker of data asks for: in a file of their own, outside every case, and never shown."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from ceaseline.errors import SourceError

_OTHERS = 0o077  # whatever the group or everybody may do
# Letters that stand in an address as they are, so that what is blotted out is what was sent; a signing key has
# others. Shorter ones would be found in any file by accident.
_KEY = re.compile(rb"[A-Za-z0-9._~-]{8,200}")
_MOST = 1_000  # bytes; a key is one line


def read_key(file: str, case: Path, source: str) -> str:
    """Return the secret that *file* holds.

    Args:
        file: absolute path, or one that begins with ``~/``.
        case: folder of the case, which is copied and handed over, so that no secret may lie in it.
        source: whose key it is, for errors.

    Raises:
        SourceError: there is no file, others may read it, it lies in the case, or it holds no key; what it holds
            is never told.
    """
    try:
        place = Path(file).expanduser().resolve()
        if place.is_relative_to(case.resolve()):
            raise _refused(
                source, file, "lies in the case, which is handed over", "move it to ~/.config/ceaseline/"
            )
        found = place.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused(source, file, "is no file", "write the key into a file, and name that")
        if os.name == "posix" and found.st_mode & _OTHERS:
            raise _refused(source, file, "can be read or changed by others", f"chmod 600 {file}")
        with place.open("rb") as stream:
            text = stream.read(_MOST).strip()
    except FileNotFoundError:
        raise _refused(source, file, "is not there", "write the key into it, readable by you alone") from None
    except (OSError, RuntimeError):  # RuntimeError: there is no home for ~
        raise _refused(source, file, "cannot be read", "see whose it is, and chmod 600") from None
    if not _KEY.fullmatch(text):
        what = "holds no key" if text else "is empty"
        raise _refused(source, file, what, "write one line with the key alone: 8 to 200 letters, digits, - . _ ~")
    return text.decode("ascii")


def _refused(source: str, file: str, what: str, mend: str) -> SourceError:
    return SourceError(f"{source}: the key file {file} {what}. Mend: {mend}")
