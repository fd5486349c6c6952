"""The whole registry, and how a process gets one."""

from dataclasses import dataclass, fields
from uuid import UUID

from sqlmodel import Session

from registry.access.service import AccessService
from registry.access.signing_on import SigningOn
from registry.analysis.service import AnalysisService
from registry.asking.service import Asking
from registry.backup.service import BackupService
from registry.bootstrap import accounting, leaving, stages
from registry.bootstrap.asking import connect_asking
from registry.bootstrap.backing_up import connect_backup
from registry.bootstrap.desk import Desk, connect_desk
from registry.bootstrap.ground import Ground, lay_ground
from registry.bootstrap.handing_out import connect_recipients
from registry.bootstrap.office import connect_office
from registry.bootstrap.outgoing import connect_downloads, connect_rounds
from registry.bootstrap.posts import connect_posts
from registry.bootstrap.reanalysing import connect_reanalysis
from registry.bootstrap.recognising import connect_album, connect_enrolment, connect_naming, connect_search
from registry.bootstrap.signing_on import connect_signing_on
from registry.bootstrap.sweeping import connect_adoptions, connect_sweeps
from registry.channels.mail import Mailer
from registry.clock import Clock, SystemClock
from registry.consent.enrolling import EnrolmentFromPhoto
from registry.consent.recognition import RecognitionService
from registry.consent.service import ConsentService
from registry.downloads.service import Downloads
from registry.erasure.dropping import Dropping
from registry.erasure.service import ErasureService
from registry.intake.service import IntakeService
from registry.jobs.queue import DbosQueue
from registry.mending.service import MendingService
from registry.office.service import Office
from registry.oversight.service import OversightService
from registry.posts.service import PostOffice
from registry.publication.objections import Objections
from registry.publication.rounds import PublishingRounds
from registry.publication.service import PublicationService
from registry.queueing import JobQueue
from registry.reanalysis.service import ReanalysisService
from registry.recipients.service import Recipients
from registry.removal.event_album import EventAlbum
from registry.removal.event_search import EventSearch
from registry.removal.previewing import LetterPreviews
from registry.removal.putting_back import PuttingBack
from registry.removal.service import RemovalService
from registry.replacing.service import ReplacingService
from registry.retention.service import RetentionService
from registry.review.advising import Advisor
from registry.review.by_hand import NamingByHand
from registry.review.previewing import Previewer
from registry.review.service import ReviewService
from registry.rulebook.service import Rulebook
from registry.settings import Settings
from registry.sweeping.adopting import AdoptionService
from registry.sweeping.service import SweepService
from registry.withdrawal.service import WithdrawalService


@dataclass(frozen=True, kw_only=True, slots=True)
class Registry(Ground):
    """Everything a process needs, connected."""

    access: AccessService
    signing_on: SigningOn | None
    """Signing in with a work account, where the municipality has an identity provider."""
    intake: IntakeService
    analysis: AnalysisService
    consent: ConsentService
    desk: Desk
    office: Office
    recognition: RecognitionService
    enrolment: EnrolmentFromPhoto
    review: ReviewService
    naming: NamingByHand
    reanalysis: ReanalysisService
    advice: Advisor
    mending: MendingService
    asking: Asking
    publication: PublicationService
    posts: PostOffice
    rulebook: Rulebook
    previewer: Previewer
    objections: Objections
    sweeps: SweepService
    adoptions: AdoptionService
    removal: RemovalService
    search: EventSearch
    album: EventAlbum
    rounds: PublishingRounds
    downloads: Downloads
    dropping: Dropping
    erasure: ErasureService
    backup: BackupService
    recipients: Recipients
    retention: RetentionService
    withdrawal: WithdrawalService
    replacing: ReplacingService
    putting_back: PuttingBack
    oversight: OversightService
    letters: LetterPreviews

    def close(self) -> None:
        """Close every connection."""
        self.database.close()
        if isinstance(self.jobs, DbosQueue):
            self.jobs.close()


def build(
    settings: Settings, *, clock: Clock | None = None, jobs: JobQueue | None = None, mail: Mailer | None = None
) -> Registry:
    """Return the registry that settings describe, with its database at the newest version.

    Without `jobs` the durable queue is used. Raises RegistryError for a charter, channel or key that cannot be used.
    """
    ground = lay_ground(settings, clock or SystemClock(), jobs, mail)
    intake = stages.connect_intake(ground)
    return assemble(ground, intake, stages.connect_analysis(ground, intake))


def assemble(ground: Ground, intake: IntakeService, analysis: AnalysisService) -> Registry:
    """Return the registry on this ground; intake and analysis, which no charter changes, are given."""
    recognition = stages.connect_recognition(ground)
    consent = stages.connect_consent(ground, analysis)
    review = stages.connect_review(ground, analysis, recognition)
    mending = stages.connect_mending(ground, intake, analysis, review)
    publication = stages.connect_publication(ground, intake, review, mending)

    def reopen(session: Session, photo_id: UUID, copy_id: UUID) -> UUID | None:
        return erasure.found_again(session, photo_id, copy_id)

    sweeps = connect_sweeps(ground, intake, reopen)
    removal, erasure = leaving.connect_removal_and_erasure(ground, intake, sweeps.find_copies)
    recipients = connect_recipients(ground, intake, mending, publication.gate, erasure)
    asking = connect_asking(ground, consent, intake)
    desk = connect_desk(ground, intake, analysis)
    return Registry(
        **{field.name: getattr(ground, field.name) for field in fields(ground)},
        access=AccessService(database=ground.database, clock=ground.clock, settings=ground.settings),
        signing_on=connect_signing_on(ground),
        intake=intake,
        analysis=analysis,
        consent=consent,
        desk=desk,
        office=connect_office(ground),
        recognition=recognition,
        enrolment=connect_enrolment(ground, analysis),
        review=review,
        naming=connect_naming(ground),
        reanalysis=connect_reanalysis(ground, analysis, recognition),
        advice=stages.connect_advice(ground),
        mending=mending,
        asking=asking,
        publication=publication,
        posts=connect_posts(ground, publication, recipients.press.links_for),
        rulebook=Rulebook(database=ground.database, clock=ground.clock),
        previewer=Previewer(database=ground.database, clock=ground.clock),
        objections=Objections(database=ground.database, clock=ground.clock, publication=publication),
        sweeps=sweeps,
        adoptions=connect_adoptions(ground, intake, review, reopen),
        removal=removal,
        search=connect_search(ground, analysis),
        album=connect_album(ground, intake),
        rounds=connect_rounds(ground, publication),
        dropping=Dropping(database=ground.database, erasure=erasure, queue=ground.jobs),
        downloads=connect_downloads(ground, intake, mending, publication.gate),
        erasure=erasure,
        backup=connect_backup(ground, consent, erasure, desk.forgetting),
        recipients=recipients,
        retention=accounting.connect_retention(ground, erasure),
        withdrawal=accounting.connect_withdrawal(ground, asking, erasure),
        replacing=accounting.connect_replacing(ground, intake, mending, review, removal, erasure),
        putting_back=accounting.connect_putting_back(ground, publication),
        oversight=accounting.connect_oversight(ground),
        letters=accounting.connect_letters(ground),
    )
