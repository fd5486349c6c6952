"""The way out of the registry: requests and erasures, which hold each other."""

from importlib.metadata import version
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor
from registry.analysis.service import erase_rows as erase_analysis
from registry.asking.service import erase_rows as erase_questions
from registry.bootstrap.ground import Ground
from registry.bootstrap.handing_out import every_place
from registry.consent.recognition import erase_rows as erase_appearances
from registry.erasure.carrying_out import CarryingOut
from registry.erasure.certifying import Certifying, Issuer
from registry.erasure.deeds import Deeds
from registry.erasure.evidence import TaskEvidenceRoom
from registry.erasure.looking import Looking
from registry.erasure.readmitting import Readmission
from registry.erasure.service import ErasureService
from registry.erasure.stages import FindCopies
from registry.erasure.states import ErasureReason
from registry.erasure.tasks import PersonTasks
from registry.erasure.telling import looks_told
from registry.intake.service import IntakeService
from registry.intake.service import erase_rows as erase_intake
from registry.mending.keeping import erase_rows as erase_mending
from registry.posts.service import erase_rows as erase_posts
from registry.proof.endings import Ending
from registry.publication.words import erase_rows as erase_words
from registry.reanalysis.archive import erase_rows as erase_reanalysed
from registry.recipients.about import names_by_copy
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.putting_back import erase_rows as erase_taken_down
from registry.removal.service import RemovalService
from registry.removal.settling import erase_rows as erase_requests
from registry.removal.states import Way
from registry.removal.views import Aftermath
from registry.retention.service import erase_rows as erase_holds
from registry.review.service import erase_rows as erase_review
from registry.rulebook.service import erase_rows as erase_objections
from registry.sweeping.forgetting import erase_rows as erase_swept
from registry.withdrawal.service import erase_rows as erase_hiding


def connect_removal_and_erasure(
    ground: Ground, intake: IntakeService, find_copies: FindCopies
) -> tuple[RemovalService, ErasureService]:
    """Return removal, which opens erasures, and erasure, which tells removal when a photo is gone."""
    policy = RemovalPolicy.of(ground.charter)
    erasure: ErasureService

    def open_erasure(
        session: Session, *, photo_id: UUID, request_id: UUID, way: Way, actor: Actor, digest: str | None
    ) -> UUID:
        reason = ErasureReason.WITHDRAWAL if way is Way.WITHDRAWAL else ErasureReason.REMOVAL_REQUEST
        return erasure.open(
            session, photo_id=photo_id, reason=reason, actor=actor, request_id=request_id, digest=digest
        ).id

    removal = RemovalService(
        database=ground.database,
        clock=ground.clock,
        settings=ground.settings,
        policy=policy,
        photos=intake,
        keyring=ground.keyring,
        posting=Posting(
            database=ground.database,
            clock=ground.clock,
            mailer=ground.mail,
            signer=ground.signer,
            policy=policy,
            municipality=ground.settings.municipality,
            dpo_contact=ground.settings.dpo_contact,
        ),
        queue=ground.jobs,
        open_erasure=open_erasure,
        aftermath=Aftermath(looks_of=looks_told, recipients_of=names_by_copy),
    )
    erasure = _erasure(ground, intake, removal, find_copies)
    return removal, erasure


def _erasure(ground: Ground, intake: IntakeService, removal: RemovalService, find_copies: FindCopies) -> ErasureService:
    deeds = Deeds(
        channels=every_place(ground),
        followers=ground.followers,
        find_copies=find_copies,
        vault=ground.vault,
        keyring=ground.keyring,
        database=ground.database,
        clock=ground.clock,
        suppress=intake.suppress,
        note_ending=lambda photo_id: ground.endings.note(Ending.PHOTO_ERASED, photo_id, ground.clock.now()),
    )
    issuer = Issuer(
        municipality=ground.settings.municipality,
        signer=ground.signer,
        software_version=version("photo-consent-registry"),
    )
    certifying = Certifying(issuer=issuer, deeds=deeds, policy=ground.erasures, when_erased=(removal.photo_erased,))
    carrying_out = CarryingOut(
        database=ground.database,
        clock=ground.clock,
        policy=ground.erasures,
        deeds=deeds,
        row_erasers=(
            erase_requests,
            erase_swept,
            erase_taken_down,
            erase_hiding,
            erase_holds,
            erase_questions,
            erase_posts,
            erase_words,
            erase_objections,
            erase_reanalysed,
            erase_review,
            erase_mending,
            erase_appearances,
            erase_analysis,
            erase_intake,
        ),
        certifying=certifying,
    )
    return ErasureService(
        database=ground.database,
        clock=ground.clock,
        carrying_out=carrying_out,
        looking=Looking(
            database=ground.database,
            clock=ground.clock,
            policy=ground.erasures,
            deeds=deeds,
            certifying=certifying,
        ),
        tasks=PersonTasks(database=ground.database, clock=ground.clock, deeds=deeds, queue=ground.jobs),
        evidence=TaskEvidenceRoom(
            database=ground.database,
            clock=ground.clock,
            vault=ground.vault,
            keyring=ground.keyring,
            policy=ground.erasures,
        ),
        readmission=Readmission(database=ground.database, clock=ground.clock, lift=intake.lift_suppression),
        followers=ground.followers,
        queue=ground.jobs,
        signer=ground.signer,
    )
