"""`registry charter explain`, `show`, `check`, `preview`, `adopt`: the municipality's rules from the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text

from registry.bootstrap import Registry, renewed
from registry.channels.base import Channel
from registry.channels.errors import ChannelUnknown
from registry.charter import parsing
from registry.charter.explaining import Bearing, Explained
from registry.charter.facts import Use
from registry.charter.verdict import Outcome
from registry.cli.errors import TextUnreadable
from registry.cli.operator import OPERATOR, opened, read_settings
from registry.cli.outcome import Mark, console, say, spoken
from registry.cli.photos import known_photo
from registry.clock import SystemClock
from registry.database import Database
from registry.locale import N_, Translate, translator
from registry.migrations import upgrade
from registry.review.judging import first_use
from registry.review.previewing import Preview
from registry.rulebook.service import Rulebook
from registry.rulebook.states import Origin

CharterFile = Annotated[Path, typer.Argument(metavar="FILE", help="A charter file, as data/charter.toml.")]

_MARKS = {
    Bearing.AGAINST: Mark.WRONG.sign,
    Bearing.FOR: Mark.DONE.sign,
    Bearing.BESIDE: "i",
    Bearing.SILENT: Mark.LEFT.sign,
}


def explain(
    reference: Annotated[str, typer.Argument(metavar="PHOTO", help="The photo's reference, such as F-7K3M-92QD.")],
    channel: Annotated[
        str | None, typer.Option(help="Where it would go out; without it, what photos are for first.")
    ] = None,
    width: Annotated[int | None, typer.Option(help="Longest side of the copy in px.", min=1)] = None,
) -> None:
    """Show every rule for one photo: what it saw, what it said, and what they come to together."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        photo_id = known_photo(registry, reference, tr)
        use = intended_use(registry, photo_id, channel, width)
        found = registry.review.explain(OPERATOR, photo_id, use)
        table = Table(
            "", tr(N_("Article")), tr(N_("Rule")), tr(N_("What it saw")), tr(N_("What it says")), show_lines=True
        )
        for one in found.rules:
            table.add_row(*(Text(cell) for cell in _cells(one, tr)))
        console.print(table)
        say(tr(N_("Together: {outcome}")).format(outcome=tr(found.verdict.outcome.label)))
        say(tr(N_("By charter {version}")).format(version=found.verdict.charter_version))


def show() -> None:
    """Print the text of the charter that is in force, to mend or change it in a file."""
    with _rulebook() as (rulebook, _):
        kept = rulebook.current(OPERATOR)
        if kept is not None:
            typer.echo(kept.text, nl=False)


def check(file: CharterFile) -> None:
    """Check a charter file; name every line that is wrong and what to do."""
    language = read_settings().language
    with spoken(language):
        charter = parsing.parse(_read(file))
        tr = translator(language)
        say(tr(N_("This charter can be used: version {version}.")).format(version=charter.version), mark=Mark.DONE)


def preview(file: CharterFile) -> None:
    """Say which stored photos would change verdict by a charter file; nothing is changed."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        charter = parsing.parse(_read(file))
        found = registry.previewer.preview(OPERATOR, renewed(registry).charter, charter)
        for line in told(found, tr):
            say(line)
        for photo_id, (before, after) in found.listed:
            reference = registry.intake.photo(OPERATOR, photo_id).reference
            say(f"{reference}: {tr(before.label)} → {tr(after.label)}")


def adopt(
    file: CharterFile,
    reason: Annotated[str, typer.Option(help="Why the charter changes; kept with the version.", prompt=True)],
) -> None:
    """Put a charter file in force; what is not published is judged by it, what is published is listed against it."""
    with _rulebook() as (rulebook, tr):
        kept = rulebook.adopt(OPERATOR, _read(file), reason=reason, origin=Origin.TERMINAL)
        said = tr(N_("Version {number} of the charter is in force. The worker judges everything by it."))
        say(said.format(number=kept.number), mark=Mark.DONE)


@contextmanager
def _rulebook() -> Iterator[tuple[Rulebook, Translate]]:
    """Open the rulebook alone: also a charter that this version cannot use can be shown and replaced."""
    settings = read_settings()
    with spoken(settings.language):
        database = Database(settings.database_url)
        try:
            upgrade(database)
            yield Rulebook(database=database, clock=SystemClock()), translator(settings.language)
        finally:
            database.close()


def intended_use(registry: Registry, photo_id: UUID, channel: str | None, width: int | None) -> Use:
    """Return the use a photo is explained for: in a channel as it stands now, or what photos are for first.

    Raises ChannelUnknown.
    """
    first = first_use(registry.charter)
    if channel is None:
        return Use(purpose=first.purpose, long_side=width or first.long_side)
    found = registry.channels.get(channel)
    if found is None:
        raise ChannelUnknown(channel=channel)
    return registry.publication.use(OPERATOR, photo_id, channel, width or _side(found, first.long_side))


def told(found: Preview, tr: Translate) -> list[str]:
    """Return a preview in sentences."""
    consent = found.becoming(Outcome.NEEDS_CONSENT)
    lines = [
        tr(N_("{n} of {total} photos would get another verdict.")).format(n=found.changed, total=found.judged),
        tr(N_("{n} of {total} photos would need consent, and do not now.")).format(n=consent, total=found.judged),
    ]
    for (before, after), count in sorted(found.changes.items(), key=lambda change: -change[1]):
        words = tr(N_("{n}: from “{before}” to “{after}”"))
        lines.append(words.format(n=count, before=tr(before.label), after=tr(after.label)))
    return lines


def _side(channel: Channel, usual: int) -> int:
    most = channel.capabilities.largest_side
    return usual if most is None else min(usual, most)


def _cells(one: Explained, tr: Translate) -> tuple[str, ...]:
    saw = "\n".join(sight.sentence(tr) for sight in one.sights)
    return _MARKS[one.bearing], one.rule.article, tr(one.rule.title), saw, "\n".join(one.said(tr))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise TextUnreadable from wrong
