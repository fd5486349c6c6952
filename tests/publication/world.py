"""A registry small enough for the publication's tests: real intake, ledger and channels, and a judge one can turn."""

import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from PIL import Image

from registry.access.permissions import Actor, Role
from registry.channels.folder import FolderChannel
from registry.channels.memory import MemoryChannel
from registry.charter.verdict import NO_GROUND, Effect, Outcome, Reason, Verdict
from registry.copies import ledger
from registry.intake.figures import shipped_figures
from registry.intake.outcomes import Received
from registry.intake.records import Event, Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.publication.gate import Gate
from registry.publication.service import PublicationService
from registry.publication.taking_down import TakingDown
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

OFFICER = Actor(user_id=UUID(int=7), role=Role.OFFICER)
LEASE = timedelta(minutes=5)
GROUND = replace(NO_GROUND, effect=Effect.CLEARS)


def picture(seed: int = 1, size=(1200, 800)) -> bytes:
    """A JPEG with shapes of its own and everything in its metadata that must not go out."""
    import pyexiv2

    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 255, size=(12, 16, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).save(stream, "JPEG", quality=90)
    image = pyexiv2.ImageData(stream.getvalue())
    image.modify_exif(
        {
            "Exif.GPSInfo.GPSLatitude": "51/1 7/1 0/1",
            "Exif.Photo.BodySerialNumber": "SERIAL-4711",
            "Exif.Image.Artist": "Piet Fotograaf",
        }
    )
    image.modify_iptc({"Iptc.Application2.Caption": "Annelies Verstappen on the fair"})
    image.modify_xmp({"Xmp.iptcExt.PersonInImage": ["Annelies Verstappen"]})
    data = image.get_bytes()
    image.close()
    return data


class TurnableJudge:
    """Lets a photo pass when it is analysed and its event is public, as the transaction sees it."""

    def __init__(self):
        self.uses = []

    def __call__(self, session, photo_id, use) -> Verdict:
        self.uses.append(use)
        photo = session.get_one(Photo, photo_id)
        may = photo.state is PhotoState.ANALYSED and session.get_one(Event, photo.event_id).public
        reasons: tuple[Reason, ...] = (GROUND,) if may else (NO_GROUND,)
        outcome = Outcome.PUBLISHABLE if may else Outcome.BLOCKED
        return Verdict(outcome=outcome, reasons=reasons, needs=(), charter_version="test")


class World:
    """The parts, and the acts of the people in the tests."""

    def __init__(self, settings, database, clock) -> None:
        self.settings, self.database, self.clock = settings, database, clock
        keyring = KeyRing(settings.keys_home)
        self.secret = keyring.secret("copy content")
        self.vault = Vault(settings.vault_url, keyring)
        self.website = FolderChannel(
            name="website",
            title="Website",
            purpose="website",
            root=settings.home / "published",
            base_url="https://x.test",
            content_mac=self.content_mac,
        )
        self.website.prepare()
        self.social = MemoryChannel(name="social", content_mac=self.content_mac)
        self.channels = {"website": self.website, "social": self.social}
        self.intake = IntakeService(
            database=database,
            clock=clock,
            vault=self.vault,
            keyring=keyring,
            figures=shipped_figures(),
            limit_bytes=50_000_000,
        )
        self.judge = TurnableJudge()
        self.rejudged: list[UUID] = []
        self.publication = PublicationService(
            database=database,
            clock=clock,
            intake=self.intake,
            channels=self.channels,
            gate=Gate(self.judge),
            taking_down=TakingDown(database=database, clock=clock, channels=self.channels, lease=LEASE),
            rejudge_person=self.rejudged.append,
            mended_bytes=self.never_mended,
            content_mac=self.content_mac,
            municipality="Leopoldsburg",
            long_side=1000,
            quality=85,
        )

    def never_mended(self, _mend_id: UUID) -> bytes:
        raise AssertionError("nothing is mended here")

    def content_mac(self, data: bytes) -> str:
        return ledger.content_mac(self.secret, data)

    def event(self) -> UUID:
        event = self.intake.create_event(
            OFFICER, name="Fair", place="Market", starts_on=date(2026, 5, 30), public=True, notice_shown=True
        )
        return event.id

    def take_in(self, event_id: UUID, data: bytes) -> UUID:
        outcome = self.intake.receive(OFFICER, event_id=event_id, file_name="Annelies Verstappen.jpg", data=data)
        assert isinstance(outcome, Received), outcome
        self.set_state(outcome.photo_id, PhotoState.ANALYSED)
        return outcome.photo_id

    def set_state(self, photo_id: UUID, state: PhotoState) -> None:
        with self.database.transaction() as session:
            session.get_one(Photo, photo_id).state = state

    def withdraw(self, photo_id: UUID) -> None:
        """Take back what the judge lets the photo pass on, as a withdrawal does, in a transaction of its own."""
        with self.database.transaction() as session:
            session.get_one(Event, session.get_one(Photo, photo_id).event_id).public = False

    def copies(self, photo_id: UUID):
        with self.database.reading() as session:
            return ledger.of_photo(session, photo_id)

    def published_copies(self, photo_id: UUID):
        return [copy for copy in self.copies(photo_id) if copy.kind == "published"]

    def files(self):
        return list(self.website.root.rglob("*.jpg"))
