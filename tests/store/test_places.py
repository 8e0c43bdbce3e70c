from __future__ import annotations

from pathlib import Path

import pytest

from ceaseline.errors import EvidenceError
from ceaseline.store.places import kind_of, refuse_network

MOUNTS = """/dev/sda1 / ext4 rw 0 0
host:/x /srv/share nfs4 rw 0 0
/dev/sdb1 /srv/share/disk xfs rw 0 0
//host/y /mnt/with\\040blank cifs rw 0 0
me@host: /mnt/ssh fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize("folder", ["/srv/share/case", "/mnt/with blank/case", "/mnt/ssh"])
def test_a_folder_on_a_network_file_system_is_refused(folder: str) -> None:
    with pytest.raises(EvidenceError, match="lies on a network file system"):
        refuse_network(Path(folder), MOUNTS)


@pytest.mark.parametrize("folder", ["/home/case", "/srv/share/disk/case", "/srv/shared"])
def test_a_folder_on_a_disk_is_not(folder: str) -> None:
    refuse_network(Path(folder), MOUNTS)


def test_the_innermost_mount_counts() -> None:
    assert "xfs" == kind_of(Path("/srv/share/disk/a/b"), MOUNTS)


def test_where_nothing_is_known_nothing_is_refused() -> None:
    refuse_network(Path("/anywhere"), "")
