"""The command that reads files on many machines: `cluster`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from onrecord.cli.output import ALL_WELL, SOME_BAD, tell
from onrecord.errors import OnrecordError
from onrecord.facts import MAX_CHARS

_TOLD = 20


@contextmanager
def needed() -> Iterator[None]:
    """Tell what to install where the libraries of the extra are not."""
    try:
        yield
    except ImportError as error:
        raise OnrecordError(f"{error.name} is not installed; install it with: pip install 'onrecord[ray]'") from error


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(file_okay=False), required=True, metavar="DIR", help="A folder all machines see."
)
@click.option("--address", metavar="ADDRESS", help="Of a Ray cluster, or auto; else the cores of this machine.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Without an address: processes that read.")
@click.option(
    "--max-chars", type=click.IntRange(1), default=MAX_CHARS, show_default=True, metavar="N",
    help="Refuse documents of more characters.",
)  # fmt: skip
def cluster(inputs: tuple[str, ...], out: str, address: str | None, workers: int | None, max_chars: int) -> int:
    """Read many files on many machines with Ray, and write what is found as Parquet.

    An INPUT is a file (JSONL, WARC, Parquet), a folder or a quoted pattern, on a disk or at an address such as s3:// or
    https://. Each file is a shard, and gets a folder in DIR when all of it is read, with documents, statements,
    relations and a manifest. What is there is skipped, so the same command goes on after an interruption, and reads
    again what has changed. Documents that cannot be read stop no other; the manifests list them.

    \b
    Examples:
      onrecord cluster news/*.warc.gz --out found
      onrecord cluster 's3://bucket/2031/*.jsonl' --out /shared/found --address auto
      duckdb -c "SELECT speaker.name, count(*) FROM 'found/*/statements.parquet' GROUP BY 1"
    """
    from onrecord.screen import counting

    with needed():
        from onrecord.cluster import Progress, run
    with counting(sys.stderr, "shards") as count:

        def hear(far: Progress) -> None:
            rate = far.words / far.seconds if far.seconds else 0
            count(far.done, far.total, f"shards, {far.documents:,} documents, {rate:,.0f} words/s")

        report = run(inputs, Path(out), address=address, workers=workers, max_chars=max_chars, progress=hear)
    documents, statements = (sum(getattr(each, name) for each in report.read) for name in ("documents", "statements"))
    click.echo(
        f"{out}: {len(report.read):,} shards read, {report.known:,} known already; "
        f"{documents:,} documents, {statements:,} statements"
    )
    bad = sum(each.failed for each in report.read)
    if bad:
        tell(f"{bad:,} documents could not be read; the manifests in {out} say which and why")
    for reason in report.lost[:_TOLD]:
        tell(f"  {reason}")
    if len(report.lost) > _TOLD:
        tell(f"  and {len(report.lost) - _TOLD:,} more shards")
    return SOME_BAD if bad or report.lost else ALL_WELL


COMMANDS = (cluster,)
