"""`registry status`, `publish`, `erase`: photos from the terminal."""

from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.bootstrap import Registry
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import ExitCode, Mark, console, leave, say
from registry.cli.taking_in import named
from registry.erasure.records import Erasure, PersonTask
from registry.erasure.states import ErasureReason, ErasureState, TaskState
from registry.erasure.views import DryRun
from registry.intake.records import Photo
from registry.intake.references import read_reference
from registry.locale import N_, Translate, translator
from registry.proof import audit
from registry.proof.audit import Broken, Intact
from registry.publication.outcomes import NotPublished, PublicationOutcome, Published, Unreadable
from registry.removal.records import RemovalRequest
from registry.review.records import Case, Judgement
from registry.review.states import CaseState
from registry.ui.views.erasures import Titled, place_name, plan_lines


def status() -> None:
    """Say what is here and what is waiting: photos by state, verdicts, cases, requests, erasures, tasks, the log."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        table = Table(show_header=False)
        with registry.database.reading() as session:
            for name, count in _counts(session, tr):
                table.add_row(Text(name), str(count))
            log = audit.verify(session)
        table.add_row(tr(N_("audit log")), _log(log, tr))
        console.print(table)
        if isinstance(log, Broken):
            raise leave(ExitCode.ALTERED)


def publish(
    channel: Annotated[str, typer.Argument(help="The channel's name, as in the channels file.")],
    event: Annotated[str, typer.Option(help="The event whose cleared photos go out.")],
) -> None:
    """Publish every photo of an event that may go out; say of the others why not."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        outcomes = registry.publication.publish_cleared(OPERATOR, _known_event(registry, event, tr), channel)
        if not outcomes:
            say(tr(N_("No photo of this event is ready to be judged. Add photos, or wait for the worker.")))
        for photo_id, outcome in outcomes.items():
            _tell(registry.intake.photo(OPERATOR, photo_id).reference, outcome, tr)
        if not all(isinstance(outcome, Published) for outcome in outcomes.values()):
            raise leave(ExitCode.PARTLY)


def erase(
    reference: Annotated[str, typer.Argument(help="The photo's reference, such as F-7K3M-92QD.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only show what would be done.")] = False,
) -> None:
    """Show every copy of a photo and what will become of it; with --yes, destroy the photo everywhere.

    The worker carries it out (`registry serve` or `registry worker` must be running).
    """
    with opened() as registry:
        tr = translator(registry.settings.language)
        photo_id = known_photo(registry, reference, tr)
        plan = registry.erasure.dry_run(OPERATOR, photo_id)
        _tell_plan(registry, plan, tr)
        if _was_begun(registry, photo_id, tr):
            return
        if not yes:
            say(tr(N_("Nothing was done yet. Add --yes to destroy this photo everywhere.")))
            return
        try:
            registry.erasure.erase(OPERATOR, photo_id, ErasureReason.OFFICER, plan.digest)
        except OperationalError:
            # The queue may be what did not answer: what was begun is then found by the worker itself.
            if not _was_begun(registry, photo_id, tr):
                raise
        say(tr(N_("The erasure is with the worker.")), mark=Mark.DONE)


def known_photo(registry: Registry, reference: str, tr: Translate) -> UUID:
    """Return the photo with a reference, whatever its state; end the command where there is none."""
    meant = read_reference(reference)
    with registry.database.reading() as session:
        found = session.exec(select(Photo.id).where(Photo.reference == meant)).first() if meant else None
    if found is None:
        say(tr(N_("There is no photo with this reference. Check it and try again.")), mark=Mark.WRONG)
        raise leave(ExitCode.REFUSED)
    return found


def _was_begun(registry: Registry, photo_id: UUID, tr: Translate) -> bool:
    """Say how far an earlier erasure of the photo is; end the command with "partly" while it is under way."""
    with registry.database.reading() as session:
        states = set(session.exec(select(Erasure.state).where(Erasure.photo_id == photo_id)))
    if not states:
        return False
    if states == {ErasureState.DONE}:
        say(tr(N_("This photo was destroyed.")), mark=Mark.DONE)
        return True
    if ErasureState.NEEDS_PERSON in states:
        say(tr(N_("This photo is being destroyed; a person has to finish it: see the tasks.")), mark=Mark.LEFT)
    else:
        say(tr(N_("This photo is being destroyed; the worker goes on with it.")), mark=Mark.LEFT)
    raise leave(ExitCode.PARTLY)


def _log(found: Intact | Broken, tr: Translate) -> str:
    if isinstance(found, Broken):
        return tr(N_("altered at entry {number}")).format(number=found.seq)
    return tr(N_("whole, {count} entries")).format(count=found.count)


def _tell(reference: str, outcome: PublicationOutcome, tr: Translate) -> None:
    match outcome:
        case Published():
            say(reference, *outcome.urls, mark=Mark.DONE)
        case NotPublished(verdict=verdict):
            why = verdict.reasons[0].sentence(tr) if verdict.reasons else tr(verdict.outcome.label)
            say(reference, why, mark=Mark.LEFT)
        case Unreadable():
            say(reference, tr(N_("The photo's file cannot be read.")), outcome.code, mark=Mark.WRONG)
        case _:
            say(reference, tr(N_("The channel does not answer now.")), mark=Mark.WRONG)


def _known_event(registry: Registry, name: str, tr: Translate) -> UUID:
    found = named(registry, name)
    if found is None:
        say(tr(N_("There is no event of this name.")), mark=Mark.WRONG)
        raise leave(ExitCode.REFUSED)
    return found.id


_PHOTOS, _VERDICTS = N_("photos"), N_("verdicts")


def _tell_plan(registry: Registry, plan: DryRun, tr: Translate) -> None:
    """Say what is destroyed, as the officer's page does: every copy, what follows it, what is known of the photo."""
    recipients = registry.recipients.register.names_of(OPERATOR, plan.photo_id)
    places: dict[str, Titled] = {**registry.channels, **registry.followers}
    say(tr(N_("This is destroyed:")))
    for line in plan_lines(tr, plan, lambda name: place_name(name, places, tr), recipients):
        say(f"· {line}")


def _counts(session: Session, tr: Translate) -> list[tuple[str, int]]:
    photos = session.exec(select(col(Photo.state), func.count()).group_by(col(Photo.state))).all()
    verdicts = session.exec(
        select(col(Judgement.outcome), func.count()).where(col(Judgement.current)).group_by(col(Judgement.outcome))
    ).all()
    return [
        *((f"{tr(_PHOTOS)}: {tr(state.label)}", count) for state, count in photos),
        *((f"{tr(_VERDICTS)}: {tr(outcome.label)}", count) for outcome, count in verdicts),
        (tr(N_("cases waiting")), _count(session, select(func.count()).where(Case.state == CaseState.OPEN))),
        (tr(N_("requests open")), _count(session, select(func.count()).where(col(RemovalRequest.closed_at).is_(None)))),
        (tr(N_("erasures under way")), _count(session, select(func.count()).where(Erasure.state != ErasureState.DONE))),
        (tr(N_("tasks for a person")), _count(session, select(func.count()).where(PersonTask.state == TaskState.OPEN))),
    ]


def _count(session: Session, query: SelectOfScalar[int]) -> int:
    return session.exec(query).one()
