"""What the officer's start page, figures and search ask; every use case checks its own right."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.access.permissions import Actor, Permission, require
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent.records import Person
from registry.database import Database
from registry.intake.records import Photo
from registry.locale import LOCAL_TIME
from registry.office import acquainted, due, months, searching
from registry.office.acquainted import Acquaintance
from registry.office.due import Due
from registry.office.found import Found, Slice
from registry.office.months import Answered, Month, Seen, Standing
from registry.removal.records import RemovalRequest
from registry.review.judging import first_use


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What the plots of the start page draw, since `since`."""

    since: date
    seen: tuple[Seen, ...]
    answered: tuple[Answered, ...]
    standing: tuple[Standing, ...]


class Office:
    """Reads across the stages; `ahead` is how long before its end a consent is told of."""

    def __init__(self, *, database: Database, clock: Clock, charter: Charter, ahead: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._purpose = first_use(charter).purpose
        self._ahead = ahead
        self._unadopted = len(charter.brought_in) + len(charter.taken_out)

    def due(self, actor: Actor) -> Due:
        """Return what waits for the officer today. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            return due.due(
                session, now=self._clock.now(), today=self._today(), ahead=self._ahead, unadopted=self._unadopted
            )

    def course(self, actor: Actor, *, months_back: int) -> Course:
        """Return what the plots draw, from the month so many months ago on. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        since = months.first_of(self._today(), months_back)
        with self._database.reading() as session:
            return Course(
                since=since.date(),
                seen=tuple(months.seen(session, since, self._purpose)),
                answered=tuple(months.answered(session, since)),
                standing=tuple(months.standing(session)),
            )

    def months(self, actor: Actor, *, months_back: int) -> list[Month]:
        """Return the figures of each month, the newest first. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            return months.months(session, months.first_of(self._today(), months_back), self._purpose)

    def acquaintance(self, actor: Actor, person_id: UUID, *, besides: UUID) -> Acquaintance:
        """Return what is known of a candidate's face from other photos than `besides`. Raises Forbidden."""
        require(actor, Permission.DECIDE_CASES)
        with self._database.reading() as session:
            return acquainted.with_person(session, person_id, besides=besides)

    def find_persons(self, actor: Actor, text: str, part: Slice) -> Found[Person]:
        """Return a page of the persons whose name is like the text; nobody for no text. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        if not text.strip():
            return Found()
        with self._database.reading() as session:
            return searching.persons(session, text, part)

    def find_photos(self, actor: Actor, text: str, part: Slice) -> Found[Photo]:
        """Return a page of the photos of a reference, event or caption, and of a person for who may see persons.

        Raises Forbidden.
        """
        require(actor, Permission.VIEW_PHOTOS)
        if not text.strip():
            return Found()
        with self._database.reading() as session:
            return searching.photos(session, text, part, by_person=actor.may(Permission.VIEW_PERSONS))

    def find_requests(self, actor: Actor, text: str, part: Slice) -> Found[RemovalRequest]:
        """Return a page of the requests of a reference or with these words; none for no text. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        if not text.strip():
            return Found()
        with self._database.reading() as session:
            return searching.requests(session, text, part)

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()
