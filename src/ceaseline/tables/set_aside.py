"""One row for one row of a file that could not be taken."""

import dataframely as dy


class SetAside(dy.Schema):
    """Rows kept aside with the rule they broke, so that they can be mended and fed again."""

    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    file = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)
    field = dy.String(nullable=False)
    value = dy.String(nullable=True, metadata={"means": "the offending text, cut"})
    rule = dy.String(nullable=False)
    mend = dy.String(nullable=False)
    row = dy.String(nullable=False, metadata={"means": "the row as it stood, as a JSON list of cells"})
