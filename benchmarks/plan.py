"""What the world's news would take: ``python benchmarks/plan.py [--words 500] [--core-hour 0.04]``.

Takes the rate and the Parquet of the last ``benchmarks/cluster.py`` (``benchmarks/results/cluster.json``) and prints,
for one month of CC-NEWS and for all of it, the hours of a core, days, Parquet and money, as a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

RESULT = Path(__file__).with_name("results") / "cluster.json"
MONTH, ARCHIVE = 11_500_000, 1_350_000_000
"""Articles of a month of CC-NEWS and of all of it, about."""

CORES = 64
"""Of one machine."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=500, help="of an article (default: %(default)s)")
    parser.add_argument("--core-hour", type=float, default=0.04, help="its price (default: %(default)s)")
    parser.add_argument("--machines", type=int, default=10, help=f"of {CORES} cores (default: %(default)s)")
    args = parser.parse_args()
    measured = json.loads(RESULT.read_text())
    rate = measured["words_per_second"]["ten"] / 2
    size = measured["parquet_bytes_per_document"] * args.words * measured["documents"] / measured["words"]
    each = f"{args.words} words and {size / 1000:.1f} KB of Parquet an article"
    print(f"{rate:,.0f} words a second on a core, {each}\n")
    print(f"| | articles | hours of a core | days on {args.machines} machines | Parquet | money |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, articles in (("a month of CC-NEWS", MONTH), ("all of CC-NEWS", ARCHIVE)):
        hours = articles * args.words / rate / 3600
        days = hours / (args.machines * CORES) / 24
        print(
            f"| {name} | {articles:,} | {hours:,.0f} | {days:,.1f} | {articles * size / 1e9:,.0f} GB "
            f"| {hours * args.core_hour:,.0f} |"
        )


if __name__ == "__main__":
    main()
