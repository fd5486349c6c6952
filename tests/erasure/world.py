"""A registry small enough for the erasure's tests: real database, vault, keys, intake and channels, no analysis."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
from erasure.assembly import Parts, assemble
from PIL import Image

from registry.access.permissions import Actor, Role
from registry.channels.base import Parcel
from registry.channels.folder import FolderChannel
from registry.channels.follower_memory import MemoryFollower
from registry.channels.followers import Station
from registry.channels.memory import MemoryChannel
from registry.channels.outcomes import Published
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.erasure.breaker import BreakerPolicy
from registry.erasure.certifying import Issuer
from registry.erasure.policy import ErasurePolicy
from registry.erasure.retry import RetryPolicy
from registry.intake.figures import shipped_figures
from registry.intake.forgetting import erase_rows
from registry.intake.outcomes import Received
from registry.intake.service import IntakeService
from registry.proof.signing import Signer
from registry.queueing import InProcessQueue, Work
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

OFFICER = Actor(user_id=UUID(int=7), role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=UUID(int=8), role=Role.PHOTOGRAPHER)
FILE_NAME = "Annelies-Verstappen-at-the-fair.jpg"
POLICY = ErasurePolicy(
    retry=RetryPolicy(
        attempts=3, first_wait=timedelta(minutes=1), factor=4, longest_wait=timedelta(hours=1), jitter=0.1
    ),
    breaker=BreakerPolicy(failures=3, probe=timedelta(minutes=2)),
    lease=timedelta(minutes=5),
    evidence=timedelta(days=30),
    looks=(timedelta(hours=1), timedelta(days=1)),
    task_days=7,
)


def picture(seed: int) -> bytes:
    """A small JPEG with shapes of its own, so that no two look alike."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 255, size=(12, 16, 3), dtype=np.uint8)
    image = Image.fromarray(coarse).resize((640, 480), Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90)
    return stream.getvalue()


class World:
    """The parts, and the acts of the people in the tests."""

    def __init__(self, settings, database, clock, *, deeds=None, queue=None, policy=POLICY, followed=False) -> None:
        self.settings, self.database, self.clock = settings, database, clock
        self.keyring = KeyRing(settings.keys_home)
        self.vault = Vault(settings.vault_url, self.keyring)
        self.secret = self.keyring.secret("copy content")
        self.website = FolderChannel(
            name="website",
            title="Website",
            purpose="website",
            root=settings.home / "published",
            base_url="https://x.test",
            content_mac=self.content_mac,
        )
        if not (settings.home / "prepared").exists():
            self.website.prepare()
            (settings.home / "prepared").touch()
        self.social = MemoryChannel(name="social", content_mac=self.content_mac)
        self.intake = IntakeService(
            database=database,
            clock=clock,
            vault=self.vault,
            keyring=self.keyring,
            figures=shipped_figures(),
            limit_bytes=50_000_000,
        )
        self.followers = {
            "cdn": MemoryFollower(name="cdn"),
            "search": MemoryFollower(name="search", station=Station.SEARCH),
        }
        if not followed:
            self.followers.clear()
        self.sweeps: list[UUID] = []
        self.on_sweep: Callable[[UUID], bool] = lambda _photo_id: True
        self.signer = Signer(settings.keys_home)
        self.erased: list[UUID] = []
        self.queue = queue or InProcessQueue()
        self.parts = Parts(
            database=database,
            clock=clock,
            policy=policy,
            channels={"website": self.website, "social": self.social},
            followers=self.followers,
            find_copies=self.find_copies,
            vault=self.vault,
            keyring=self.keyring,
            suppress=self.intake.suppress,
            lift=self.intake.lift_suppression,
            row_erasers=[erase_rows],
            when_erased=[lambda _session, photo_id: self.erased.append(photo_id)],
            issuer=Issuer(municipality="Leopoldsburg", signer=self.signer, software_version="0.1.0"),
            queue=self.queue,
        )
        self.erasure = assemble(self.parts, deeds(self.parts) if deeds else None)
        if isinstance(self.queue, InProcessQueue):
            self.queue.connect(Work(assess=print, erase=self.erasure.run, rejudge=print, enforce=print))

    def find_copies(self, photo_id: UUID) -> bool:
        self.sweeps.append(photo_id)
        return self.on_sweep(photo_id)

    def content_mac(self, data: bytes) -> str:
        return ledger.content_mac(self.secret, data)

    def take_in(self, data: bytes, file_name: str = FILE_NAME) -> UUID:
        event = self.intake.create_event(
            OFFICER,
            name="Fair",
            place="Market",
            starts_on=date(2026, 5, 30),
            public=True,
            notice_shown=True,
        )
        outcome = self.intake.receive(OFFICER, event_id=event.id, file_name=file_name, data=data)
        assert isinstance(outcome, Received), outcome
        return outcome.photo_id

    def plan_copy(self, photo_id: UUID, place: str, data: bytes) -> UUID:
        with self.database.transaction() as session:
            copy = ledger.plan(
                session,
                photo_id=photo_id,
                kind=CopyKind.PUBLISHED,
                place=place,
                now=self.clock.now(),
                content_mac=self.content_mac(data),
            )
            return copy.id

    def put_copy(self, copy_id: UUID, place: str, data: bytes) -> Published:
        parcel = Parcel(copy_id=copy_id, name="F-TEST-1400.jpg", data=data)
        outcome = self.parts.channels[place].publish(parcel)
        assert isinstance(outcome, Published), outcome
        return outcome

    def publish(self, photo_id: UUID, place: str, data: bytes) -> UUID:
        copy_id = self.plan_copy(photo_id, place, data)
        outcome = self.put_copy(copy_id, place, data)
        with self.database.transaction() as session:
            ledger.confirm(session, copy_id, now=self.clock.now(), locator=outcome.locator, urls=outcome.urls)
        return copy_id

    def copies(self, photo_id: UUID):
        with self.database.reading() as session:
            return {copy.id: copy for copy in ledger.of_photo(session, photo_id)}

    def view(self, erasure_id: UUID):
        return self.erasure.erasure(OFFICER, erasure_id)

    def published_files(self) -> list[Path]:
        return list(self.website.root.rglob("*.jpg"))

    def lose_the_folder(self) -> None:
        self.website.root.rename(self.website.root.with_name("elsewhere"))

    def find_the_folder(self) -> None:
        self.website.root.with_name("elsewhere").rename(self.website.root)
