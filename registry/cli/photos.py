"""`registry ingest`, `status`, `publish`, `erase`: photos from the terminal."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import track
from rich.table import Table
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.bootstrap import Registry
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import ExitCode, complaints, console, leave
from registry.erasure.records import Erasure, PersonTask
from registry.erasure.states import ErasureReason, ErasureState, TaskState
from registry.erasure.views import CopyView
from registry.intake.outcomes import AlreadyHere, Outcome, Received, Refused
from registry.intake.records import Event, Photo
from registry.locale import LOCAL_TIME, N_, Translate, translator
from registry.publication.outcomes import NotPublished, Published
from registry.removal.records import RemovalRequest
from registry.review.records import Case, Judgement
from registry.review.states import CaseState


def ingest(
    folder: Annotated[Path, typer.Argument(help="The folder with the photos.", exists=True, file_okay=False)],
    event: Annotated[str, typer.Option(help="The event's name; it is made when there is none of that name.")],
    place: Annotated[str, typer.Option(help="Where a new event took place.")] = "",
    *,
    public: Annotated[
        bool, typer.Option("--public/--private", help="Whether a new event was public, or in a public place.")
    ] = True,
) -> None:
    """Take every file of a folder in, analyse and judge it; say for each that is not taken why."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        if not files:
            complaints.print(tr(N_("There are no files in this folder. Choose the folder the photos are in.")))
            raise leave(ExitCode.REFUSED)
        event_id = _event(registry, event, place, public=public)
        batch = registry.intake.open_batch(OPERATOR, event_id, len(files))
        taken = [_take(registry, event_id, batch.id, path, tr) for path in track(files, tr(N_("Taking photos in")))]
        console.print(tr(N_("{taken} of {all} photos taken in.")).format(taken=sum(taken), all=len(files)))
        if not all(taken):
            raise leave(ExitCode.PARTLY)


def status() -> None:
    """Say what is here and what is waiting: photos by state, verdicts, cases, requests, erasures, tasks."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        table = Table(show_header=False)
        with registry.database.reading() as session:
            for name, count in _counts(session, tr):
                table.add_row(name, str(count))
        console.print(table)


def publish(
    channel: Annotated[str, typer.Argument(help="The channel's name, as in the channels file.")],
    event: Annotated[str, typer.Option(help="The event whose cleared photos go out.")],
) -> None:
    """Publish every photo of an event that may go out; say of the others why not."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        outcomes = registry.publication.publish_cleared(OPERATOR, _known_event(registry, event, tr), channel)
        for photo_id, outcome in outcomes.items():
            reference = registry.intake.photo(OPERATOR, photo_id).reference
            match outcome:
                case Published():
                    console.print("[green]✓[/]", reference, *outcome.urls, highlight=False)
                case NotPublished(verdict=verdict):
                    why = verdict.reasons[0].sentence(tr) if verdict.reasons else tr(verdict.outcome.label)
                    console.print("[yellow]–[/]", reference, why, highlight=False)
                case _:
                    console.print("[red]✗[/]", reference, tr(N_("The channel does not answer now.")), highlight=False)
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
        photo = registry.intake.find_by_reference(reference)
        if photo is None:
            complaints.print(tr(N_("There is no photo with this reference. Check it and try again.")))
            raise leave(ExitCode.REFUSED)
        plan = registry.erasure.dry_run(OPERATOR, photo.id)
        console.print(_plan_table(plan.copies, tr))
        if yes:
            registry.erasure.erase(OPERATOR, photo.id, ErasureReason.OFFICER, plan.digest)
            console.print(tr(N_("The erasure is with the worker.")))


def _take(registry: Registry, event_id: UUID, batch_id: UUID, path: Path, tr: Translate) -> bool:
    outcome: Outcome = registry.intake.receive(
        OPERATOR, event_id=event_id, file_name=path.name, data=path.read_bytes(), batch_id=batch_id
    )
    match outcome:
        case Received():
            registry.review.assess(outcome.photo_id, outcome.picture)
            return True
        case AlreadyHere():
            _say(path, tr(N_("This photo was here already, as {reference}.")).format(reference=outcome.reference))
            return True
        case Refused():
            _say(path, outcome.error.for_people(tr))
        case _:
            _say(path, tr(N_("This photo was destroyed at someone's request and may not come back.")))
    return False


def _say(path: Path, why: str) -> None:
    complaints.print(f"[yellow]–[/] {path.name}: {why}", highlight=False)


def _event(registry: Registry, name: str, place: str, *, public: bool) -> UUID:
    found = _named(registry, name)
    if found:
        return found.id
    today = registry.clock.now().astimezone(LOCAL_TIME).date()
    return _new_event(registry, name, place, today, public=public)


def _new_event(registry: Registry, name: str, place: str, day: date, *, public: bool) -> UUID:
    made = registry.intake.create_event(
        OPERATOR, name=name, place=place, starts_on=day, public=public, notice_shown=False
    )
    return made.id


def _known_event(registry: Registry, name: str, tr: Translate) -> UUID:
    found = _named(registry, name)
    if found is None:
        complaints.print(tr(N_("There is no event of this name.")))
        raise leave(ExitCode.REFUSED)
    return found.id


def _named(registry: Registry, name: str) -> Event | None:
    return next((event for event in registry.intake.events(OPERATOR) if event.name == name), None)


def _plan_table(copies: Iterable[CopyView], tr: Translate) -> Table:
    table = Table(tr(N_("kind")), tr(N_("place")), tr(N_("state")))
    for copy in copies:
        table.add_row(copy.kind.value, copy.place, copy.state.value)
    return table


def _counts(session: Session, tr: Translate) -> list[tuple[str, int]]:
    photos = session.exec(select(col(Photo.state), func.count()).group_by(col(Photo.state))).all()
    verdicts = session.exec(
        select(col(Judgement.outcome), func.count()).where(col(Judgement.current)).group_by(col(Judgement.outcome))
    ).all()
    return [
        *((f"{tr(N_('photos'))}: {state.value}", count) for state, count in photos),
        *((f"{tr(N_('verdicts'))}: {tr(outcome.label)}", count) for outcome, count in verdicts),
        (tr(N_("cases waiting")), _count(session, select(func.count()).where(Case.state == CaseState.OPEN))),
        (tr(N_("requests open")), _count(session, select(func.count()).where(col(RemovalRequest.closed_at).is_(None)))),
        (tr(N_("erasures under way")), _count(session, select(func.count()).where(Erasure.state != ErasureState.DONE))),
        (tr(N_("tasks for a person")), _count(session, select(func.count()).where(PersonTask.state == TaskState.OPEN))),
    ]


def _count(session: Session, query: SelectOfScalar[int]) -> int:
    return session.exec(query).one()
