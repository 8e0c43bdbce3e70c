"""Read a Parquet file in a process of its own: bytes on stdin, rows of text as an Arrow stream on stdout.

A broken Parquet file can end the process that reads it, or ask for all of its memory; so none is read where that
would matter. Run by :mod:`ceaseline.sources.parquet`, never imported by it.
"""

# Stands alone, so that starting it costs little: python parquet_apart.py MOST_ROWS MOST_BYTES

import io
import sys

import polars as pl

REFUSED = 3  # exit code beside which stderr holds a sentence


def main() -> int:
    """Turn stdin into an Arrow stream of text columns on stdout; return the exit code."""
    most_rows, most_bytes = int(sys.argv[1]), int(sys.argv[2])
    _limit_memory(most_bytes)
    lazy = pl.scan_parquet(io.BytesIO(sys.stdin.buffer.read()))
    rows = lazy.select(pl.len()).collect().item()  # from the footer: nothing is unpacked yet
    if rows > most_rows:
        sys.stderr.write(f"has {rows:,} rows, more than {most_rows:,}")
        return REFUSED
    frame = lazy.collect()
    simple = [column for column in frame if not column.dtype.is_nested() and column.dtype != pl.Binary]
    text = [as_text(column).alias(f"{number} {column.name}") for number, column in enumerate(simple)]
    pl.DataFrame(text).write_ipc_stream(sys.stdout.buffer)
    return 0


def as_text(column: pl.Series) -> pl.Series:
    """Return a column as people would write it; times without a zone stay without one."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is None:
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    if kind.is_float():
        value = pl.col("value").fill_nan(None)  # which stands for not known
        whole = pl.when(value == value.round()).then(value.cast(pl.Int64, strict=False).cast(pl.String))
        return pl.DataFrame({"value": column}).select(pl.coalesce(whole, value.cast(pl.String))).to_series()
    return column.cast(pl.String)


def _limit_memory(most_bytes: int) -> None:
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # not on every system; there the other limits have to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


if __name__ == "__main__":
    sys.exit(main())
