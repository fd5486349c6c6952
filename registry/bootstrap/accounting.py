"""Retention, withdrawal, putting back and oversight, connected."""

from functools import partial
from uuid import UUID

from registry.access.permissions import SYSTEM
from registry.asking.service import Asking
from registry.bootstrap.ground import Ground
from registry.erasure.service import ErasureService
from registry.intake.service import IntakeService
from registry.mending.service import MendingService
from registry.oversight.service import OversightService
from registry.publication.outcomes import PublicationOutcome
from registry.publication.service import PublicationService
from registry.publication.words import Words
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.previewing import LetterPreviews
from registry.removal.putting_back import PuttingBack
from registry.removal.service import RemovalService
from registry.replacing.service import ReplacingService
from registry.retention.service import RetentionService
from registry.review.service import ReviewService
from registry.withdrawal.service import WithdrawalService


def connect_retention(ground: Ground, erasure: ErasureService) -> RetentionService:
    """Return retention, which erases by the same workflow as any other reason."""
    return RetentionService(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        open_erasure=erasure.open,
        queue=ground.jobs,
    )


def connect_withdrawal(ground: Ground, asking: Asking, erasure: ErasureService) -> WithdrawalService:
    """Return the taking back of consent from a receipt."""
    return WithdrawalService(
        database=ground.database,
        clock=ground.clock,
        receipts=lambda: asking.receipts,
        open_erasure=erasure.open,
        queue=ground.jobs,
        policy=RemovalPolicy.of(ground.charter),
        secret=ground.keyring.secret("removal-contact"),
    )


def connect_replacing(
    ground: Ground,
    intake: IntakeService,
    mending: MendingService,
    review: ReviewService,
    removal: RemovalService,
    erasure: ErasureService,
) -> ReplacingService:
    """Return the stage that hides instead of destroying."""
    return ReplacingService(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        mending=mending,
        assess=review.assess,
        rejudge=review.rejudge_in,
        removal=removal,
        erasure=erasure,
        queue=ground.jobs,
        same_face=ground.charter.figure("matching.same_face").value,
    )


def connect_putting_back(ground: Ground, publication: PublicationService) -> PuttingBack:
    """Return the putting back of what refused requests had taken down."""
    return PuttingBack(database=ground.database, clock=ground.clock, publish=partial(_publish, publication))


def connect_letters(ground: Ground) -> LetterPreviews:
    """Return the previews of letters about requests."""
    policy = RemovalPolicy.of(ground.charter)
    posting = Posting(
        database=ground.database,
        clock=ground.clock,
        mailer=ground.mail,
        signer=ground.signer,
        policy=policy,
        municipality=ground.settings.municipality,
        dpo_contact=ground.settings.dpo_contact,
    )
    return LetterPreviews(database=ground.database, posting=posting, policy=policy)


def connect_oversight(ground: Ground) -> OversightService:
    """Return the officer's account to the data protection officer."""
    return OversightService(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        signer=ground.signer,
        channels=ground.channels,
        municipality=ground.settings.municipality,
        dpo_contact=ground.settings.dpo_contact,
    )


def _publish(
    publication: PublicationService, photo_id: UUID, place: str, long_side: int, words: Words
) -> PublicationOutcome:
    return publication.publish(SYSTEM, photo_id, place, long_side, words)
