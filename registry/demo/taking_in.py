"""First chapter: people agree, an event is photographed, and the machine says what it sees."""

from datetime import date
from pathlib import Path
from uuid import UUID

from rich.progress import track

from registry.demo import overview
from registry.demo.household import INVENTED_NAMES, register
from registry.demo.pictures import DemoPicture, Use, make_demo_pictures
from registry.demo.telling import StoryBroken, Telling
from registry.intake.outcomes import Received
from registry.locale import N_
from registry.review.views import CaseView


def compose(telling: Telling, folder: Path, sources: Path | None) -> list[DemoPicture]:
    """Make the demo's photos; the slow part of the story."""
    telling.title(N_("The photos"))
    with telling.console.status(telling.tr(N_("Composing scenes from portraits with a free licence …"))):
        pictures = make_demo_pictures(folder, sources)
    telling.say(N_("{count} photos lie in {folder}."), count=len(pictures), folder=folder)
    return pictures


def enrol(telling: Telling, pictures: list[DemoPicture]) -> None:
    """Register who agreed, each with a portrait other than the event's photos."""
    telling.title(N_("The consent register"))
    for picture in pictures:
        if picture.use is Use.ENROLMENT:
            (key,) = picture.people
            name = INVENTED_NAMES[key]
            register(telling.registry, telling.officer, name, picture.path.read_bytes())
            telling.say(N_("[green]✓[/] {name} agreed to be shown and, asked apart, to be recognised."), name=name)


def take_in(telling: Telling, pictures: list[DemoPicture]) -> dict[UUID, str]:
    """Take the event's photos in, as a photographer does; return their file names by id."""
    telling.title(N_("The photographer takes in the event's photos"))
    intake = telling.registry.intake
    event = intake.create_event(
        telling.photographer,
        name="Zomermarkt",
        place="Leopoldsburg",
        starts_on=date(2026, 5, 30),
        public=True,
        notice_shown=True,
    )
    files = [picture.path for picture in pictures if picture.use is Use.EVENT]
    batch = intake.open_batch(telling.photographer, event.id, len(files))
    ahead = telling.tr(N_("Receiving, analysing, judging"))
    taken = [
        (_one(telling, event.id, batch.id, path), path.name) for path in track(files, ahead, console=telling.console)
    ]
    return dict(taken)


def show(telling: Telling, photos: dict[UUID, str]) -> list[overview.Line]:
    """Print the table; return its lines."""
    rows = overview.lines(telling.registry, telling.officer, photos)
    telling.console.print(overview.table(rows, telling.tr))
    for line in overview.reasons(rows, telling.tr):
        telling.console.print(line, highlight=False)
    return rows


def confirm(telling: Telling) -> int:
    """Confirm, as the officer, what the machine suggests; return how many faces that were."""
    telling.title(N_("The communication officer confirms who was recognised"))
    review, confirmed = telling.registry.review, 0
    for line in review.queue(telling.officer, size=100):
        confirmed += _confirm_case(telling, review.case_view(telling.officer, line.case.id))
    telling.say(N_("{count} suggestions confirmed; the machine alone clears nobody."), count=confirmed)
    return confirmed


def _one(telling: Telling, event_id: UUID, batch_id: UUID, path: Path) -> UUID:
    outcome = telling.registry.intake.receive(
        telling.photographer, event_id=event_id, file_name=path.name, data=path.read_bytes(), batch_id=batch_id
    )
    if not isinstance(outcome, Received):
        raise StoryBroken(f"{path.name} was not taken in")
    telling.registry.review.assess(outcome.photo_id, outcome.picture)
    return outcome.photo_id


def _confirm_case(telling: Telling, case: CaseView) -> int:
    review, version, confirmed = telling.registry.review, case.case.version, 0
    for face in case.faces:
        for candidate in face.candidates[:1]:
            review.confirm_match(
                telling.officer, case.case.id, face.face.id, candidate.person.id, expected_version=version
            )
            version, confirmed = version + 1, confirmed + 1
    return confirmed
