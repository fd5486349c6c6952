"""The removal desk with real parts, and a named stand-in for the stage after it."""

import io
import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from PIL import Image
from proof.builders import facts
from sqlmodel import select

from registry.access.permissions import Actor, Role
from registry.channels.mail import OutboxMailer
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.intake.figures import shipped_figures
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.proof.certificate import issue
from registry.proof.records import AuditEntry, Certificate
from registry.proof.signing import Signer
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.records import RemovalLetter, RemovalRequest, RequestedPhoto
from registry.removal.service import RemovalService
from registry.removal.states import Way
from registry.removal.views import Aftermath

ADDRESS = "zebedeus.quackelbeen@example.org"
OFFICER = Actor(user_id=UUID(int=7), role=Role.OFFICER)
SECOND_OFFICER = Actor(user_id=UUID(int=8), role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=UUID(int=9), role=Role.PHOTOGRAPHER)

POLICY = {
    "answer_months": 1,
    "extension_months": 2,
    "requests_a_day": 3,
    "closed": frozenset(),
}


class Erasures:
    """Stands in for the erasure stage: opens erasures, is its queue, and finishes them when told."""

    def __init__(self):
        self.opened = {}
        self.queued = []
        self.to_take_down = []

    def open(self, session, *, photo_id, request_id, way, actor, digest):  # noqa: ARG002 - the contract's signature
        erasure_id = uuid4()
        self.opened[erasure_id] = (photo_id, request_id, way, actor)
        photo = session.get_one(Photo, photo_id)
        photo.state = PhotoState.ERASING
        session.add(photo)
        return erasure_id

    def erase(self, erasure_id):
        self.queued.append(erasure_id)

    def enforce(self, photo_id):
        self.to_take_down.append(photo_id)


class Desk:
    """A municipality with photos in it, and everything a test asks of the removal stage."""

    def __init__(self, database, clock, settings, vault, keyring, picture_data):
        from datetime import timedelta

        self.database, self.clock, self.settings = database, clock, settings
        self.policy = RemovalPolicy(**POLICY, code_life=timedelta(minutes=15), contact_kept=timedelta(days=30))
        self.outbox, self.erasures = OutboxMailer(), Erasures()
        self.signer = Signer(settings.keys_home)
        self.picture_data = picture_data
        self.intake = IntakeService(
            database=database,
            clock=clock,
            vault=vault,
            keyring=keyring,
            figures=shipped_figures(),
            limit_bytes=20_000_000,
        )
        self.recipients = {}
        self.service = self.build(keyring)
        self.event = self.intake.create_event(
            OFFICER, name="Kermis", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
        )

    def build(self, keyring, mailer=None):
        posting = Posting(
            database=self.database,
            clock=self.clock,
            mailer=mailer or self.outbox,
            signer=self.signer,
            policy=self.policy,
            municipality="Leopoldsburg",
        )
        return RemovalService(
            database=self.database,
            clock=self.clock,
            settings=self.settings,
            policy=self.policy,
            photos=self.intake,
            keyring=keyring,
            posting=posting,
            queue=self.erasures,
            open_erasure=self.erasures.open,
            aftermath=Aftermath(looks_of=lambda *_: {}, recipients_of=lambda *_: self.recipients),
        )

    def add_photo(self, turns=0):
        """Take a picture in; each number of quarter turns is another photo."""
        data = self.picture(turns)
        return self.intake.receive(OFFICER, event_id=self.event.id, file_name="IMG_4711.jpg", data=data).photo_id

    def picture(self, turns=0, long_side=None):
        image = Image.open(io.BytesIO(self.picture_data)).rotate(90 * turns, expand=True)
        if long_side:
            image.thumbnail((long_side, long_side))
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=88)
        return stream.getvalue()

    def publish(self, photo_id, url):
        """Put a published copy into the ledger."""
        with self.database.transaction() as session:
            copy = ledger.plan(
                session, photo_id=photo_id, kind=CopyKind.PUBLISHED, place="website", now=self.clock.now()
            )
            ledger.confirm(session, copy.id, now=self.clock.now(), urls=[url])

    def copies(self, photo_id):
        """The ledger's rows of a photo."""
        with self.database.reading() as session:
            return ledger.of_photo(session, photo_id)

    def submit(self, words=None, contact=ADDRESS, service=None, **other):
        given = {"way": Way.LINK, "language": Locale.EN, "link_or_reference": words, "contact": contact}
        return (service or self.service).submit(**given | other)

    def request_for(self, *photo_ids, **other):
        """An open request about these photos, as the officer sees it."""
        words = " ".join(self.reference(photo_id) for photo_id in photo_ids)
        submitted = self.submit(words or "https://example.org/nothing/here.jpg", **other)
        return self.find(submitted)

    def find(self, submitted):
        views = self.service.requests(OFFICER)
        return next(view for view in views if view.reference == submitted.reference)

    def reference(self, photo_id):
        return self.photo(photo_id).reference

    def photo(self, photo_id):
        with self.database.reading() as session:
            return session.get_one(Photo, photo_id)

    def state(self, photo_id):
        return self.photo(photo_id).state

    def finish(self, erasure_id, **changed):
        """Let an erasure end: its certificate issued, this stage told."""
        photo_id = self.erasures.opened[erasure_id][0]
        given = facts(erasure_id=erasure_id, photo_reference=self.reference(photo_id), **changed)
        with self.database.transaction() as session:
            photo = session.get_one(Photo, photo_id)
            photo.state = PhotoState.ERASED
            document = issue(given, self.signer)
            session.add_all(
                (
                    photo,
                    Certificate(
                        erasure_id=erasure_id,
                        photo_reference=photo.reference,
                        document=document,
                        issued_at=self.clock.now(),
                    ),
                )
            )
            self.service.photo_erased(session, photo_id)

    def finish_all(self):
        for erasure_id in list(self.erasures.opened):
            self.finish(erasure_id)

    def code_in_mail(self, address=ADDRESS):
        """The code in the last letter that has one."""
        bodies = [letter.body for letter in self.outbox.to(address) if "minutes: " in letter.body]
        return re.search(r"minutes: (\d{6})", bodies[-1])[1]

    def subjects(self, address=ADDRESS):
        return [letter.subject.split(" V-")[0] for letter in self.outbox.to(address)]

    def stored(self, *tables):
        """Every value of these tables, as text."""
        tables = tables or (RemovalRequest, RequestedPhoto, RemovalLetter, AuditEntry)
        with self.database.reading() as session:
            return "".join(repr(row.model_dump()) for table in tables for row in session.exec(select(table)).all())


@pytest.fixture(scope="session")
def picture_data():
    from skimage.data import chelsea

    stream = io.BytesIO()
    Image.fromarray(chelsea()).save(stream, "JPEG", quality=92)
    return stream.getvalue()


@pytest.fixture
def desk(database, clock, settings, vault, keyring, picture_data):
    return Desk(database, clock, settings, vault, keyring, picture_data)
