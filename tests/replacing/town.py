"""A small town for tests of hiding: a published photo of two people who said yes, one of whom changes their mind."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID, uuid4

import numpy as np
from PIL import Image
from sqlmodel import select

from registry.access.permissions import Actor, Role
from registry.analysis.records import Analysis, Face
from registry.asking.forms import Filled
from registry.asking.forms import Role as Signer
from registry.asking.links import KEY_LABEL, LinkKind, Links
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.copies import ledger
from registry.locale import Locale
from registry.mending.states import Way as Hiding
from registry.picture import Picture
from registry.publication.outcomes import Published
from registry.publication.words import Words
from registry.queueing import InProcessQueue, Work
from registry.removal.states import Way, Wish
from registry.replacing.choosing import Hidden

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
CAPTION = "Els Maes opent de jaarmarkt"
EMAIL = "els.maes@example.org"
PLACE = "website"


class Town:
    """The whole registry in one process, and what its people do."""

    def __init__(self, settings, clock, *, at_once=True):
        self.queue, self.mail = InProcessQueue(), OutboxMailer()
        self.registry = build(settings, clock=clock, jobs=self.queue, mail=self.mail)
        self.home, self.published_home, self.clock = settings.home, settings.published_home, clock
        whole = self.registry
        self.queue.connect(
            Work(
                assess=whole.review.assess,
                erase=whole.erasure.run,
                rejudge=whole.publication.rejudge,
                enforce=whole.publication.enforce,
                replace_photo=whole.replacing.run if at_once else (lambda _: None),
            )
        )

    def event(self, name="Jaarmarkt"):
        return self.registry.intake.create_event(
            OFFICER, name=name, place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
        )

    def says_yes(self, event, name):
        """Somebody who said yes, for one event, on the website."""
        ask = self.registry.asking.questions.for_event(OFFICER, event.id)
        links = Links(key=self.registry.keyring.secret(KEY_LABEL), base_url="https://foto.test")
        filled = Filled(role=Signer.ADULT, says_yes=True, name=name, purposes=(PLACE,), typed=name)
        return self.registry.asking.answering.answer(links.token(LinkKind.QUESTION, ask.id), uuid4(), filled, Locale.NL)

    def take_in(self, event, pixels):
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, "JPEG", quality=92)
        received = self.registry.intake.receive(
            OFFICER, event_id=event.id, file_name="Els-Maes.jpg", data=stream.getvalue()
        )
        self.registry.review.assess(received.photo_id)
        return received.photo_id

    def faces(self, photo_id):
        """The faces of a photo's current analysis, from left to right."""
        with self.registry.database.reading() as session:
            query = select(Face).join(Analysis).where(Face.photo_id == photo_id, Analysis.current).order_by(Face.x)
            return list(session.exec(query))

    def tie(self, photo_id, person_id, face):
        with self.registry.database.transaction() as session:
            session.add(
                Appearance(
                    photo_id=photo_id,
                    face_id=face.id,
                    person_id=person_id,
                    origin=Origin.CONFIRMED,
                    at=self.clock.now(),
                )
            )
        self.registry.review.rejudge_all()

    def publish(self, photo_id):
        outcome = self.registry.publication.publish(OFFICER, photo_id, PLACE, words=Words(caption=CAPTION))
        assert isinstance(outcome, Published), outcome
        return outcome.copy_id

    def ask(self, photo_id, wish=Wish.BLUR_ME, email=EMAIL):
        """Ask by the public form; the request as the officer sees it, and the secret of its status page."""
        reference = self.registry.intake.photo(OFFICER, photo_id).reference
        submitted = self.registry.removal.submit(
            way=Way.REFERENCE, contact=email, language=Locale.NL, link_or_reference=reference, wish=wish
        )
        (request,) = (r for r in self.registry.removal.requests(OFFICER) if r.reference == submitted.reference)
        return request, submitted.secret_token

    def hidden(self, photo_id, *numbers, way=Hiding.SOLID):
        with self.registry.database.reading() as session:
            analysis = session.exec(select(Analysis).where(Analysis.photo_id == photo_id, Analysis.current)).one()
        return Hidden(faces=numbers, way=way, analysis_id=analysis.id)

    def accept(self, request, photo_id, *numbers):
        return self.registry.replacing.accept(
            OFFICER, request.id, request.version, {photo_id: self.hidden(photo_id, *numbers)}
        )

    def standing(self):
        """The files in the published folder."""
        return sorted(self.published_home.rglob("*.jpg"))

    def seen_in(self, data):
        """The faces the detector finds in a JPEG, from left to right, and its picture."""
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        height, width = pixels.shape[:2]
        picture = Picture(pixels=pixels, scale=1.0, original_width=width, original_height=height)
        faces = self.registry.analysis.engine.analyse(picture).faces
        return sorted(faces, key=lambda face: face.box.x), picture

    def alike(self, one, other, face):
        """How alike two pictures are at the place of a face (-1 to 1), for one who knows where it was."""
        engine = self.registry.analysis.engine
        probe, known = engine.encode(one, face), engine.encode(other, face)
        return float(engine.compare(probe, known.vector[None])[0])

    def people_in(self, photo_id):
        """Who a human being says is in a photo, with the number of the face."""
        with self.registry.database.reading() as session:
            ties = [tie for tie in appearances_of(session, photo_id) if tie.origin.is_certain]
            return {(tie.person_id, session.get(Face, tie.face_id).number) for tie in ties}

    def version_of(self, request, photo_id):
        return self.registry.replacing.of_request(OFFICER, request.id)[photo_id].replaced_by

    def becoming_of(self, request, photo_id):
        return self.registry.replacing.of_request(OFFICER, request.id)[photo_id].state

    def letters(self):
        """The bodies of the letters to citizens, in the order they went."""
        return [letter.body for letter in self.mail.letters]

    def copies(self, photo_id):
        with self.registry.database.reading() as session:
            return ledger.of_photo(session, photo_id)

    def photo(self, photo_id):
        return self.registry.intake.photo(OFFICER, photo_id)


def two_people(portrait):
    """One person on the left, another on the right: the same portrait, turned round."""
    return np.ascontiguousarray(np.hstack([portrait, portrait[:, ::-1]]))


def far_off(portrait):
    """Two small people in a large picture: what is hidden of them hardly changes how the picture looks."""
    rng = np.random.default_rng(7)
    blocks = rng.integers(40, 215, size=(9, 12, 3), dtype=np.uint8)
    scene = np.asarray(Image.fromarray(blocks).resize((1600, 1200), Image.Resampling.BICUBIC)).copy()
    small = portrait[::2, ::2]
    scene[600:856, 300:556], scene[600:856, 1000:1256] = small, small[:, ::-1]
    return scene
