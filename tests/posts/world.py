"""A whole registry with a website and a Facebook page, in folders, and what people do with posts there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from publication.town import OFFICER, SquareEngine, photo
from sqlmodel import select
from web_world import build_web_registry

from registry.analysis.lazily import Once
from registry.analysis.records import Face
from registry.channels.outbox import OutboxFolder
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewOffice, NewPerson
from registry.consent.recording import NewConsent
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.intake.records import Photo
from registry.posts.checklist import Initiative
from registry.posts.releases import NewRelease
from registry.posts.writing import NewPost

CHANNELS = """
[channels.website]
kind = "folder"
purpose = "website"
path = "published"

[channels.facebook]
kind = "folder"
purpose = "facebook"
path = "facebook"
"""
HOUR = timedelta(hours=1)


class World:
    """The registry and the acts of the people in the tests."""

    def __init__(self, settings, clock) -> None:
        settings.home.mkdir(parents=True, exist_ok=True)
        settings.channels_file.write_text(CHANNELS)
        self.settings, self.clock = settings, clock
        self.registry = build_web_registry(settings, clock, assesses=True)
        self.registry.analysis._engine = Once(SquareEngine)
        for channel in self.registry.channels.values():
            channel.prepare()
        self.posts, self.office = self.registry.posts.posts, self.registry.posts
        self.event = self.registry.intake.create_event(
            OFFICER, name="Fair", place="Market", starts_on=date(2026, 5, 30), public=True, notice_shown=True
        )
        self._seed = 0

    def photo(self, *, colours=(), members=()):
        """Take a photo in; the members of the college are confirmed in it."""
        self._seed += 1
        data = photo(self._seed, colours=colours)
        received = self.registry.intake.receive(OFFICER, event_id=self.event.id, file_name="x.jpg", data=data)
        self.registry.review.assess(received.photo_id)
        with self.registry.database.transaction() as session:
            for member, face in zip(members, self._faces(session, received.photo_id), strict=False):
                session.add(
                    Appearance(
                        photo_id=received.photo_id,
                        face_id=face.id,
                        person_id=member.id,
                        origin=Origin.CONFIRMED,
                        at=self.clock.now(),
                    )
                )
        return received.photo_id

    def _faces(self, session, photo_id):
        return session.exec(select(Face).where(Face.photo_id == photo_id).order_by(Face.number)).all()

    def alderman(self, name, *, party, domains, starts_on=date(2025, 1, 1), ends_on=None):
        """Add a member of the college who agreed to everything."""
        person = self.registry.consent.add_person(OFFICER, NewPerson(display_name=name))
        office = NewOffice(
            title="schepen", in_college=True, starts_on=starts_on, ends_on=ends_on, domains=domains, party=party
        )
        self.office.college.appoint(OFFICER, person.id, office)
        given = NewConsent(
            person_id=person.id,
            state=ConsentState.GIVEN,
            purposes=("website", "facebook"),
            method=ConsentMethod.SIGNATURE,
        )
        self.registry.consent.record_consent(OFFICER, given)
        return person

    def new(self, *photo_ids, channels=("website",), after=HOUR, **changes) -> NewPost:
        values = {
            "id": uuid4(),
            "caption": "Feest op de markt",
            "alt_texts": dict.fromkeys(photo_ids, "Een plein vol mensen"),
            "channels": channels,
            "send_at": self.clock.now() + after,
            "domain": None,
            "initiative": Initiative.MUNICIPALITY,
            "answers": {"within-policy": "yes"},
        }
        return NewPost(**(values | changes))

    def draft(self, *photo_ids, **changes):
        return self.posts.write(OFFICER, self.new(*photo_ids, **changes))

    def scheduled(self, *photo_ids, **changes):
        post = self.draft(*photo_ids, **changes)
        return self.posts.schedule(OFFICER, post.id)

    def release(self, *photo_ids, after=HOUR, embargo=None, recipients=("pers@example.org",)):
        now = self.clock.now()
        return self.office.releases.plan(
            OFFICER,
            NewRelease(
                id=uuid4(),
                title="Nieuws",
                body="De bibliotheek opent.",
                domain=None,
                distribute_at=now + after,
                embargo_until=now + embargo if embargo else None,
                recipients=recipients,
                photo_ids=photo_ids,
            ),
        )

    def later(self, span=HOUR):
        """Let time pass and the worker look."""
        self.clock.advance(span)
        self.office.tend()

    def at(self, moment: datetime):
        self.clock.set(moment)
        self.office.tend()

    def state(self, post):
        return self.posts.one(OFFICER, post.id).post.state

    def deliveries(self, post):
        return self.posts.one(OFFICER, post.id).deliveries

    def files(self, channel="website"):
        return sorted(self.registry.channels[channel].root.rglob("*.jpg"))

    def copies(self):
        with self.registry.database.reading() as session:
            return list(session.exec(select(Copy).where(Copy.kind == CopyKind.PUBLISHED).order_by(Copy.planned_at)))

    def withdraw_photo(self, photo_id):
        """Restrict a photo, as a citizen's request does."""
        with self.registry.database.transaction() as session:
            session.get_one(Photo, photo_id).state = "restricted"

    @property
    def outbox(self) -> OutboxFolder:
        return self.registry.mail

    def letters(self):
        folder = self.settings.home / "outbox"
        return (
            sorted(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
        )
