"""Commands that ask a record: `search`, `show`, `about`, `copies` and `counts`."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from typing import Any

import click

from onrecord.cli.options import filters, json_option, query, record_option, whole_json_option
from onrecord.cli.output import ALL_WELL, tell, write_json


@click.command()
@click.argument("words", nargs=-1)
@record_option
@filters
@click.option("--meaning", metavar="WORDS", help="What says so in whatever words, the nearest first.")
@click.option("--originals", is_flag=True, help="Leave out near copies of other documents.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many at once.")
@click.option("--page", metavar="PLACE", help="Go on where the last page ended.")
@json_option
def search(words: tuple[str, ...], path: str, as_json: bool, meaning: str | None, **given: Any) -> int:  # noqa: ANN401 - what Query takes
    """Find statements by their words, or by what they mean.

    All words must occur; "…" holds a phrase together, a star stands for any ending. Without words, the newest come
    first.

    \b
    Examples:
      onrecord search sanctions
      onrecord search 'recogni*' --speaker Aldvar-Losten --since 2031-05-01
      onrecord search '"double standards"' --json
      onrecord search --target Veltania --sign - --event DEMAND
      onrecord search --for Veltania
      onrecord search --meaning "the port stays open" --originals
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.search import search as find

    asked, meant = query(words, given), None
    if meaning is not None:
        from onrecord.statements.meaning import meaning as meaning_of

        meant = meaning_of(meaning)
        asked = replace(asked, meaning=meant)
    with open_record(path, create=False) as record:
        page = find(record, asked)
        unmeant = len(record.unmeant(meant.model)) if meant else 0
        opened = list(page.opened(record)) if as_json else []
    if as_json:
        write_json(opened)
    else:
        Screen(sys.stdout).hits(page.hits)
    if not page.hits:
        tell("nothing found")
    if unmeant:
        tell(f"{unmeant:,} documents have no meanings by this version's model; make them with: onrecord rebuild")
    if page.next:
        tell(f"there is more; add: --page {page.next}")
    return ALL_WELL


@click.command()
@click.argument("words", nargs=-1)
@record_option
@filters
@click.option(
    "--by",
    type=click.Choice(["speaker", "speaks-for", "target", "outlet", "month", "year", "language", "mode"]),
    help="Tell apart.",
)
@click.option("--copies", is_flag=True, help="Count each near copy of a report, too.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many rows.")
@json_option
def counts(
    words: tuple[str, ...],
    path: str,
    as_json: bool,
    by: str | None,
    copies: bool,
    limit: int,
    **given: Any,  # noqa: ANN401 - what Query takes
) -> int:
    """Count documents, statements and words; what is in most documents comes first.

    A report that many outlets printed counts once. Documents come first, since an interview has a statement for each
    of its sentences. WORDS and filters are those of `onrecord search`.

    \b
    Examples:
      onrecord counts
      onrecord counts --by speaker --since 2031-05-01
      onrecord counts sanctions --by outlet --json
      onrecord counts --by speaks-for
    """
    from onrecord.record import By, open_record
    from onrecord.screen import Screen
    from onrecord.views.counts import counts as count

    asked = query(words, given)
    with open_record(path, create=False) as record:
        found = count(record, asked, By(by.replace("-", "_")) if by else None, copies=copies)
    if as_json:
        write_json(asdict(weight) for weight in found[:limit])
    else:
        Screen(sys.stdout).counts(found[:limit], by or "in all")
    if len(found) > limit:
        tell(f"there are {len(found) - limit:,} more; add: --limit {len(found)}")
    return ALL_WELL


@click.command()
@record_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="How many groups.")
@json_option
def copies(path: str, limit: int, as_json: bool) -> int:
    """Show reports that stand at several places, the most frequent first.

    The earliest published is the original; where none has a date, the first that was added stands for the others.

    \b
    Example:
      onrecord copies --record strait.db
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.copies import copies as find
    from onrecord.views.copies import group_json

    with open_record(path, create=False) as record:
        groups = find(record, limit)
    if as_json:
        write_json(group_json(group) for group in groups)
    else:
        Screen(sys.stdout).copies(groups)
    if not groups:
        tell("no report stands at several places")
    return ALL_WELL


@click.command()
@click.argument("statement", metavar="ID")
@record_option
@whole_json_option
def show(statement: str, path: str, as_json: bool) -> int:
    """Show a statement in its context, its words marked.

    The first digits of its ID will do. JSON also has the characters before and after the words, and all judgements.

    \b
    Examples:
      onrecord show 3f9a2c01
      onrecord show 3f9a2c01 --json
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.show import show as find

    with open_record(path, create=False) as record:
        found = find(record, statement)
    if as_json:
        write_json([found.json()])
    else:
        Screen(sys.stdout).shown(found)
    return ALL_WELL


@click.command()
@click.argument("id_", metavar="[ID]", required=False)
@record_option
@whole_json_option
def about(id_: str | None, path: str, as_json: bool) -> int:
    """Tell where a statement or a document came from; without ID, what the record holds and what could not be read.

    What it was read from, how its text was made, who read it and when, and its other versions. The first digits of
    the ID will do. What could not be read is told until it is added after all.

    \b
    Examples:
      onrecord about 3f9a2c01
      onrecord about
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.about import Whole, whole
    from onrecord.views.about import about as tell

    with open_record(path, create=False) as record:
        found = tell(record, id_) if id_ else whole(record)
    if as_json:
        write_json([found.json()])
    elif isinstance(found, Whole):
        Screen(sys.stdout).whole(found)
    else:
        Screen(sys.stdout).about(found)
    return ALL_WELL


COMMANDS = (search, show, about, copies, counts)
