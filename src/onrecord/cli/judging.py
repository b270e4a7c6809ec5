"""Commands by which people say what is right: `judge`, `add-missing`, `add-relation` and `review`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord.cli.options import filters, json_option, login, query, record_option, understood, whole_json_option
from onrecord.cli.output import ALL_WELL, tell, write_json
from onrecord.facts import Event, Layer, Mode, Status

if TYPE_CHECKING:
    from onrecord.record import Judge
    from onrecord.record.locate import Corrections

_Command = TypeVar("_Command", bound=Callable[..., int])
_Given = str | tuple[str, ...] | None


def _of_judges(command: _Command) -> _Command:
    """Give a command the record, and the options for who judges and why."""
    options = [
        record_option,
        click.option("--by", metavar="NAME", help="Who judges; else the name you are logged in with."),
        click.option("--rule", is_flag=True, help="NAME is a rule; a person's word counts before it."),
        click.option("--note", metavar="WORDS", help="Why."),
    ]
    return _with(options, command)


def _with(options: Sequence[Callable[[_Command], _Command]], command: _Command) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


def _of_statements(command: _Command) -> _Command:
    """Give a command the options for what is right of a statement."""
    options = [
        click.option("--content", multiple=True, metavar="WORDS", help="What was said; repeat it for each piece."),
        click.option("--cue", metavar="WORDS", help="The words that report it, or nobody."),
        click.option("--source", multiple=True, metavar="WORDS", help="The words that name the speaker."),
        click.option("--speaker", metavar="NAME", help="Who said it, or nobody."),
        click.option("--mode", type=click.Choice(list(Mode)), help="How it stands in the text."),
    ]
    return _with(options, command)


def _of_relations(command: _Command) -> _Command:
    """Give a command the options for what is right of a relation."""
    options = [
        click.option("--sign", type=click.Choice(["+", "0", "-"]), help="Of a relation: for, neutral or against."),
        click.option(
            "--event", type=click.Choice([*Event, "none"], case_sensitive=False), metavar="TYPE",
            help="Its PLOVER type, like DEMAND, or none.",
        ),
        click.option("--status", type=click.Choice(list(Status)), help="When it holds."),
        click.option("--layer", type=click.Choice(list(Layer)), help="Whether it is shown or told."),
        click.option("--holder", metavar="NAME", help="Who is for or against somebody, or nobody."),
        click.option("--target", metavar="NAME", help="Toward whom, or nobody."),
        click.option("--grounds", multiple=True, metavar="WORDS", help="The words that it rests on."),
    ]  # fmt: skip
    return _with(options, command)


@click.command()
@click.argument("id_", metavar="ID")
@click.argument("verdict", type=click.Choice(["yes", "no", "unsure"]))
@_of_relations
@_of_statements
@_of_judges
def judge(id_: str, verdict: str, path: str, by: str | None, rule: bool, note: str | None, **given: _Given) -> int:
    """Say whether a statement or a relation is right, or right but for what you correct.

    WORDS are exact words, which must stand in the text once, or their offsets, like 120-188. A judgement is dated and
    never edited; the newest counts, a person's before a rule's, and `onrecord show` tells all. It stays when
    a better reader finds the same, and goes along to a newer version of the text that has the same words. The first
    digits of the ID will do; `onrecord show` has those of the relations, too.

    \b
    Examples:
      onrecord judge 3f9a2c01 yes
      onrecord judge 3f9a2c01 no --by "Edda Quill" --note "a scare quote"
      onrecord judge 3f9a2c01 yes --speaker "Mira Tessarić" --cue "said on Monday"
      onrecord judge 81c04d7e yes --sign - --event DEMAND
    """
    from onrecord.record import Verdict, open_record

    with open_record(path, create=False) as record, understood():
        judged = record.judge(id_, Verdict(verdict), _judge(by, rule), note, _corrections(given))
    click.echo(f"{record.name}: {judged.subject} judged {judged.verdict} by {judged.by}")
    return ALL_WELL


@click.command()
@click.argument("document", metavar="DOCUMENT")
@_of_statements
@_of_judges
def add_missing(document: str, path: str, by: str | None, rule: bool, note: str | None, **given: _Given) -> int:
    """Add a statement that the reader missed in a document.

    WORDS are exact words, which must stand in the text once, or their offsets, like 120-188. DOCUMENT is the beginning
    of its id, as `onrecord about` tells it.

    \b
    Example:
      onrecord add-missing 7d2be81f --content "the harbour stays shut" --cue warned --speaker "Mira Tessarić"
    """
    from onrecord.record import open_record

    with open_record(path, create=False) as record, understood():
        judged = record.add_missing(document, _corrections(given), _judge(by, rule), note)
    click.echo(f"{record.name}: {judged.subject} added by {judged.by}")
    return ALL_WELL


@click.command()
@click.argument("id_", metavar="ID")
@_of_relations
@_of_judges
def add_relation(id_: str, path: str, by: str | None, rule: bool, note: str | None, **given: _Given) -> int:
    """Add a relation that the reader missed, voiced by the statement with this ID, or by the outlet of a document.

    WORDS are exact words, which must stand in the text once, or their offsets, like 120-188. So are the ends, where
    they are not implied: a NAME alone says who is meant, offsets where he stands. It is told and standing, unless you
    say otherwise.

    \b
    Examples:
      onrecord add-relation 3f9a2c01 --holder Arvenia --target Lorr --sign - --grounds "closes the strait to"
      onrecord add-relation 7d2be81f --holder 40-47 --target 61-65 --sign + --grounds backs --event SUPPORT
    """
    from onrecord.record import open_record

    with open_record(path, create=False) as record, understood():
        judged = record.add_relation(id_, _corrections(given), _judge(by, rule), note)
    click.echo(f"{record.name}: {judged.subject} added by {judged.by}")
    return ALL_WELL


@click.command()
@click.argument("words", nargs=-1)
@record_option
@filters
@click.option("--by", metavar="NAME", help="Who judges: go through statements and judge them by key.")
@click.option("--blind", is_flag=True, help="Hide what others judged and how sure the reader is.")
@json_option
def review(words: tuple[str, ...], path: str, by: str | None, blind: bool, as_json: bool, **given: Any) -> int:  # noqa: ANN401 - what Query takes
    """Go through statements and judge them, or list judged ones that have lost their place.

    With --by or --blind each statement that WORDS and filters leave comes in its context, the least certain first.
    Keys: y yes, n no, u unsure, 1 to 9 the relation that the next of these is on, s skip, b take the last back, q quit.
    What NAME has judged does not come again, so that the same command goes on. What others have judged comes only to
    whoever is blind, who begins with it, or where --judged asks for it.

    Without them, those are listed that the present reader does not find, or whose words do not stand in the newest
    version exactly once. Judge the statement or relation anew, or add it where it stands now.

    \b
    Examples:
      onrecord review --record strait.db
      onrecord review --by "Edda Quill" --target Arvenia
      onrecord review --by "Oren Hask" --blind
    """
    from onrecord.cli.reviewing import Reviewing
    from onrecord.record import open_record

    asked = query(words, given)
    if by or blind:
        if as_json:
            raise click.UsageError("--json lists what has lost its place; leave out --by and --blind")
        with open_record(path, create=False) as record, understood():
            Reviewing(record, asked, by or login(), blind=blind).run()
        return ALL_WELL
    if asked.flat():
        raise click.UsageError("words and filters are for judging; say who judges with --by")
    return _waiting(path, as_json)


def _waiting(path: str, as_json: bool) -> int:
    from onrecord.record import open_record
    from onrecord.screen import Screen

    with open_record(path, create=False) as record:
        found = [entry.json() for entry in record.waiting()]
        related = [each.json() | {"document": {"id": each.relation.document}} for each in record.waiting_relations()]
    if as_json:
        write_json(found + related)
    else:
        Screen(sys.stdout).waiting(found, related)
    if not found and not related:
        tell("nothing waits for review")
    return ALL_WELL


@click.command()
@record_option
@whole_json_option
def agreement(path: str, as_json: bool) -> int:
    """Tell how far people agree who judged the same statements and relations.

    Krippendorff's alpha by field, unitised for the words of statements: 1 is all, 0 is what chance would give; and
    where they disagree. Rules are not counted.

    \b
    Example:
      onrecord agreement --record strait.db
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.agreement import agreement as compare

    with open_record(path, create=False) as record:
        found = compare(record).json()
    if as_json:
        write_json([found])
    else:
        Screen(sys.stdout).agreement(found)
    return ALL_WELL


@click.command()
@click.argument("document", metavar="[DOCUMENT]", required=False)
@click.option("--all", "everything", is_flag=True, help="All documents.")
@click.option("--from", "older", metavar="READER", help="Else the one before.")
@click.option("--to", "newer", metavar="READER", help="Else the newest.")
@record_option
@json_option
def diff_readings(
    document: str | None, everything: bool, older: str | None, newer: str | None, path: str, as_json: bool
) -> int:
    """Show what another reader gained, lost and read otherwise in the same texts.

    \b
    Examples:
      onrecord diff-readings 7d2be81f
      onrecord diff-readings --all --json
    """
    from onrecord.record import open_record
    from onrecord.screen import Screen
    from onrecord.views.readings import differences

    if (document is None) is not everything:
        raise click.UsageError("give a document, or --all")
    with open_record(path, create=False) as record:
        sought = [document] if document else record.documents()
        found = [each.json() for id_ in sought for each in differences(record, id_, older, newer)]
    if as_json:
        write_json(found)
    else:
        Screen(sys.stdout).differences(found)
    if not found:
        tell("no difference")
    return ALL_WELL


def _judge(by: str | None, rule: bool) -> Judge:
    from onrecord.record import Judge, JudgeKind

    return Judge(by or login(), JudgeKind.RULE if rule else JudgeKind.PERSON)


def _corrections(given: dict[str, _Given]) -> Corrections:
    return {name: value for name, value in given.items() if value}


COMMANDS = (judge, add_missing, add_relation, review, agreement, diff_readings)
