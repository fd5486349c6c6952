"""Puts the erasure service together for tests, which replace what is done outside the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.channels.base import Channel
from registry.channels.followers import Follower
from registry.clock import Clock
from registry.database import Database
from registry.erasure.carrying_out import CarryingOut
from registry.erasure.certifying import Certifying, Issuer
from registry.erasure.deeds import Deeds
from registry.erasure.evidence import TaskEvidenceRoom
from registry.erasure.looking import Looking
from registry.erasure.policy import ErasurePolicy
from registry.erasure.readmitting import Readmission
from registry.erasure.service import ErasureService
from registry.erasure.stages import FindCopies, Lift, RowEraser, Suppress, WhenErased
from registry.erasure.tasks import PersonTasks
from registry.proof.endings import Ending, Endings
from registry.queueing import JobQueue
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What erasure is made of: the stores, and each earlier stage's part in forgetting a photo."""

    database: Database
    clock: Clock
    policy: ErasurePolicy
    channels: Mapping[str, Channel]
    followers: Mapping[str, Follower]
    find_copies: FindCopies
    vault: Vault
    keyring: KeyRing
    suppress: Suppress
    lift: Lift
    row_erasers: Sequence[RowEraser]
    when_erased: Sequence[WhenErased]
    issuer: Issuer
    queue: JobQueue


def assemble(parts: Parts, deeds: Deeds | None = None) -> ErasureService:
    """Return the service; `deeds` replaces what is done outside the database (tests kill the process there)."""
    acting = deeds or deeds_of(parts)
    certifying = Certifying(issuer=parts.issuer, deeds=acting, policy=parts.policy, when_erased=parts.when_erased)
    return ErasureService(
        database=parts.database,
        clock=parts.clock,
        carrying_out=CarryingOut(
            database=parts.database,
            clock=parts.clock,
            policy=parts.policy,
            deeds=acting,
            row_erasers=parts.row_erasers,
            certifying=certifying,
        ),
        looking=Looking(
            database=parts.database, clock=parts.clock, policy=parts.policy, deeds=acting, certifying=certifying
        ),
        tasks=PersonTasks(database=parts.database, clock=parts.clock, deeds=acting, queue=parts.queue),
        evidence=TaskEvidenceRoom(
            database=parts.database, clock=parts.clock, vault=parts.vault, keyring=parts.keyring, policy=parts.policy
        ),
        readmission=Readmission(database=parts.database, clock=parts.clock, lift=parts.lift),
        followers=parts.followers,
        queue=parts.queue,
        signer=parts.issuer.signer,
    )


def deeds_of(parts: Parts) -> Deeds:
    """Return the real deeds on these parts."""
    return Deeds(
        channels=parts.channels,
        followers=parts.followers,
        find_copies=parts.find_copies,
        clock=parts.clock,
        vault=parts.vault,
        keyring=parts.keyring,
        database=parts.database,
        suppress=parts.suppress,
        note_ending=lambda photo_id: _endings(parts).note(Ending.PHOTO_ERASED, photo_id, parts.clock.now()),
    )


def _endings(parts: Parts) -> Endings:
    return Endings([parts.keyring.home / "endings.list"], parts.keyring.secret("endings"))
