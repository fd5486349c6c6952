"""`registry sweep` and `registry adopt`: copies found in a place, and an archive taken over where it lies."""

from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from registry.bootstrap import Registry
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import ExitCode, Mark, complaints, console, leave, say
from registry.cli.taking_in import named
from registry.intake.errors import PhotoUnknown
from registry.locale import LOCAL_TIME, N_, Translate, translator
from registry.sweeping.archives import ArchiveProgress
from registry.sweeping.records import Adoption, Sweep
from registry.sweeping.states import RunState
from registry.ui.views.sweeping import LEFT_NAMES, counted, sentence

_SHOWN_AT_ONCE = 100


def sweep(
    channel: Annotated[str, typer.Argument(help="The channel's name, as in the channels file.")],
    photo: Annotated[str, typer.Option(help="A photo's reference: look for the copies of this one only.")] = "",
) -> None:
    """Search a place for copies nobody remembered, and put them into the ledger.

    What may not stand is taken down. The same command may be given again: what did not change is not read again.
    """
    with opened() as registry:
        tr = translator(registry.settings.language)
        run = registry.sweeps.start(OPERATOR, channel, _photo_id(registry, photo) if photo else None)
        with Progress(console=complaints) as bar:
            line = bar.add_task(tr(N_("Items looked at")), total=None)
            while registry.sweeps.advance(run.id):
                bar.update(line, completed=registry.sweeps.seen(OPERATOR, run.id).listed)
        _tell_sweep(registry.sweeps.seen(OPERATOR, run.id), tr)


def adopt(
    place: Annotated[str, typer.Argument(help="The channel's name, as in the channels file.")],
    event: Annotated[str, typer.Option(help="The event's name; it is made when there is none of that name.")],
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Keep each original in the vault too.")] = False,
) -> None:
    """Take an archive that already exists into the register where it lies: nothing there is moved or changed.

    The same command may be given again: it goes on where it was broken off, and takes what was added since.
    """
    with opened() as registry:
        tr = translator(registry.settings.language)
        run = registry.adoptions.start(OPERATOR, place, _event_id(registry, event), keep=keep)
        last = _followed(registry, run, tr)
        _tell_left_out(registry, run, tr)
        _tell_verdicts(registry, place, tr)
        if last is None or last.run.state is not RunState.DONE:
            say(
                tr(N_("The place could not be read to its end ({code}).")).format(code=last.run.code if last else ""),
                mark=Mark.WRONG,
            )
            raise leave(ExitCode.PARTLY)


def _photo_id(registry: Registry, reference: str) -> UUID:
    found = registry.intake.find_by_reference(reference)
    if found is None:
        raise PhotoUnknown(photo=reference)
    return found.id


def _event_id(registry: Registry, name: str) -> UUID:
    found = named(registry, name)
    if found is not None:
        return found.id
    today = registry.clock.now().astimezone(LOCAL_TIME).date()
    return registry.intake.create_event(
        OPERATOR, name=name, place="", starts_on=today, public=True, notice_shown=False
    ).id


def _followed(registry: Registry, run: Adoption, tr: Translate) -> ArchiveProgress | None:
    """Take the archive over, showing how far it is; return the last progress."""
    last: ArchiveProgress | None = None
    with Progress(console=complaints) as bar:
        line = bar.add_task(tr(N_("Files taken over")), total=None)
        for last in registry.adoptions.run(run.id):
            bar.update(line, completed=last.done, total=last.total)
    return last


def _tell_sweep(run: Sweep, tr: Translate) -> None:
    say(sentence(run, tr))
    if run.asked:
        say(tr(N_("Some pictures look alike and a person must say whether they are copies: see the page of searches.")))
    if run.state is not RunState.DONE:
        say(tr(N_("The place could not be read to its end ({code}).")).format(code=run.code), mark=Mark.WRONG)
        raise leave(ExitCode.PARTLY)


def _tell_left_out(registry: Registry, run: Adoption, tr: Translate) -> None:
    left = registry.adoptions.left_out(OPERATOR, run.id, size=_SHOWN_AT_ONCE)
    if not left:
        return
    table = Table(tr(N_("file")), tr(N_("what became of it")), tr(N_("reason")))
    for file in left:
        table.add_row(Text(file.locator or ""), tr(LEFT_NAMES[file.outcome]), file.reason or "")
    console.print(table)


def _tell_verdicts(registry: Registry, place: str, tr: Translate) -> None:
    counts = counted(registry.adoptions.by_verdict(OPERATOR, place), tr)
    if counts:
        purpose = registry.charter.purposes[registry.adoptions.judged_for].title
        say(tr(N_("As judged for: {purpose}")).format(purpose=tr(purpose)))
    for line in counts:
        say(line)
    refused = registry.adoptions.without_ground(OPERATOR, place, size=_SHOWN_AT_ONCE)
    if refused:
        say(tr(N_("These stand there without a ground; decide about each:")))
        console.print(Text(" ".join(one.reference for one in refused)), soft_wrap=True)
