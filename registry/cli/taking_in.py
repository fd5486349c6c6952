"""`registry ingest`: a folder of photos from the terminal; one bad file stops none of the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import track
from sqlalchemy.exc import OperationalError

from registry.bootstrap import Registry
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import ExitCode, Mark, complain, complaints, in_own_words, leave, say
from registry.errors import RegistryError
from registry.intake.errors import RegisterUnavailable
from registry.intake.outcomes import AlreadyHere, Received, Refused
from registry.intake.records import Event
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME, N_, Translate, translator
from registry.vault.errors import StoreUnavailable

_STOPS_ALL = (StoreUnavailable, RegisterUnavailable, OperationalError)
"""A full disk or a locked database: the next file would meet the same."""


def ingest(
    folder: Annotated[Path, typer.Argument(help="The folder with the photos.", exists=True, file_okay=False)],
    event: Annotated[str, typer.Option(help="The event's name; it is made when there is none of that name.")],
    place: Annotated[str, typer.Option(help="Where a new event took place.")] = "",
    *,
    public: Annotated[
        bool, typer.Option("--public/--private", help="Whether a new event was public, or in a public place.")
    ] = True,
) -> None:
    """Take every file of a folder in, analyse and judge it; say for each that is not taken why.

    Folders in the folder are left alone. The same command may be given again: what is here is not stored twice.
    """
    with opened() as registry:
        tr = translator(registry.settings.language)
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        if not files:
            say(tr(N_("There are no files in this folder. Choose the folder the photos are in.")), mark=Mark.WRONG)
            raise leave(ExitCode.REFUSED)
        event_id = event_named(registry, event, place, public=public)
        batch_id = registry.intake.open_batch(OPERATOR, event_id, len(files)).id
        taker = Taker(registry=registry, event_id=event_id, batch_id=batch_id, tr=tr)
        taken = sum(_until_stopped(taker, files))
        say(tr(N_("{taken} of {all} photos taken in.")).format(taken=taken, all=len(files)))
        if taken < len(files):
            raise leave(ExitCode.PARTLY if taken else ExitCode.REFUSED)


def named(registry: Registry, name: str) -> Event | None:
    """Return the newest event of a name."""
    return next((event for event in registry.intake.events(OPERATOR) if event.name == name.strip()), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Taker:
    """Takes files of one folder into one event."""

    registry: Registry
    event_id: UUID
    batch_id: UUID | None
    tr: Translate

    def take(self, path: Path) -> bool:
        """Take one file in; say why not, where it is not."""
        try:
            return self._take(path)
        except _STOPS_ALL:
            raise
        except (RegistryError, OSError) as wrong:
            self._say(path, in_own_words(wrong).for_people(self.tr))
            return False

    def _take(self, path: Path) -> bool:
        outcome = self.registry.intake.receive(
            OPERATOR, event_id=self.event_id, file_name=path.name, data=self._bytes_of(path), batch_id=self.batch_id
        )
        match outcome:
            case Received():
                self.registry.review.assess(outcome.photo_id, outcome.picture)
                return True
            case AlreadyHere():
                self._say(
                    path,
                    self.tr(N_("This photo was here already, as {reference}.")).format(reference=outcome.reference),
                )
                self._assess_what_was_left(outcome.photo_id)
                return True
            case Refused():
                self._say(path, outcome.error.for_people(self.tr))
            case _:
                self._say(path, self.tr(N_("This photo was destroyed at someone's request and may not come back.")))
        return False

    def _bytes_of(self, path: Path) -> bytes:
        """Read a file, of one too large only enough to see that it is."""
        with path.open("rb") as stream:
            return stream.read(self.registry.settings.upload_limit_bytes + 1)

    def _assess_what_was_left(self, photo_id: UUID) -> None:
        if self.registry.intake.photo(OPERATOR, photo_id).state is PhotoState.RECEIVED:
            self.registry.review.assess(photo_id)

    def _say(self, path: Path, why: str) -> None:
        complaints.print(f"{Mark.LEFT.sign} {path.name}: {why}", markup=False, highlight=False, soft_wrap=True)


def _until_stopped(taker: Taker, files: list[Path]) -> Iterator[bool]:
    """Take files in until one meets what all others would meet too."""
    try:
        for path in track(files, taker.tr(N_("Taking photos in")), console=complaints):
            yield taker.take(path)
    except _STOPS_ALL as wrong:
        complain(wrong, taker.registry.settings.language)
        say(taker.tr(N_("Give the same command again afterwards: what is here is not stored twice.")), mark=Mark.WRONG)


def event_named(registry: Registry, name: str, place: str, *, public: bool) -> UUID:
    """Return the newest event of a name; make it where there is none."""
    found = named(registry, name)
    if found:
        return found.id
    today = registry.clock.now().astimezone(LOCAL_TIME).date()
    made = registry.intake.create_event(
        OPERATOR, name=name, place=place, starts_on=today, public=public, notice_shown=False
    )
    return made.id
