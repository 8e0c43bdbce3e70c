"""One row for one file as it came."""

import dataframely as dy

from ceaseline.tables.columns import moment, word


class Captures(dy.Schema):
    """Bytes as they arrived, by their hash; the way back from every number ends here."""

    capture_id = dy.String(nullable=False, regex="^[0-9a-f]{64}$", metadata={"means": "SHA-256 of the bytes"})
    source = dy.String(nullable=False)
    name = dy.String(nullable=False, metadata={"means": "file name as given"})
    received = moment()
    bytes = dy.Int64(nullable=False, min=0)
    standing = word("counted", "superseded", "left_out")
