"""The one place that picks real parts and connects them.

`build` gives a whole registry to a process: `web` and the command line hand durable work to the queue, the `worker`
carries it out. Nothing is made at import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor
from registry.access.service import AccessService
from registry.analysis.engine import load_engine
from registry.analysis.service import AnalysisService
from registry.analysis.service import erase_rows as erase_analysis
from registry.channels.base import Channel
from registry.channels.catalogue import Surroundings, build_channels
from registry.channels.errors import ChannelSettingsMissing
from registry.channels.mail import Mailer, SmtpMailer, SmtpSettings
from registry.channels.outbox import OutboxFolder
from registry.charter import parsing
from registry.charter.charter import Charter
from registry.clock import Clock, SystemClock
from registry.consent.gallery import Gallery
from registry.consent.recognition import RecognitionService
from registry.consent.recognition import erase_rows as erase_appearances
from registry.consent.recording import ConsentRecorder
from registry.consent.service import ConsentService
from registry.consent.templates import TemplateStore
from registry.copies.ledger import content_mac
from registry.database import Database
from registry.erasure import policy as erasure_policy
from registry.erasure.carrying_out import CarryingOut
from registry.erasure.certifying import Certifying, Issuer
from registry.erasure.deeds import Deeds
from registry.erasure.looking import Looking
from registry.erasure.policy import ErasurePolicy
from registry.erasure.service import ErasureService
from registry.erasure.states import ErasureReason
from registry.erasure.tasks import PersonTasks
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService
from registry.intake.service import erase_rows as erase_intake
from registry.jobs.queue import DbosQueue
from registry.migrations import upgrade
from registry.proof.signing import Signer
from registry.publication.gate import Gate
from registry.publication.service import PublicationService
from registry.publication.taking_down import TakingDown
from registry.queueing import JobQueue
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.service import RemovalService
from registry.removal.settling import erase_rows as erase_requests
from registry.removal.states import Way
from registry.review.assessing import Assessor
from registry.review.service import ReviewService
from registry.review.service import erase_rows as erase_review
from registry.settings import Settings
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, kw_only=True, slots=True)
class Registry:
    """Everything a process needs, connected."""

    settings: Settings
    clock: Clock
    charter: Charter
    database: Database
    keyring: KeyRing
    vault: Vault
    signer: Signer
    mail: Mailer
    channels: Mapping[str, Channel]
    jobs: JobQueue
    access: AccessService
    intake: IntakeService
    analysis: AnalysisService
    consent: ConsentService
    recognition: RecognitionService
    review: ReviewService
    publication: PublicationService
    removal: RemovalService
    erasure: ErasureService

    def close(self) -> None:
        """Close every connection."""
        self.database.close()
        if isinstance(self.jobs, DbosQueue):
            self.jobs.close()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ground:
    """What all services stand on."""

    settings: Settings
    clock: Clock
    charter: Charter
    database: Database
    keyring: KeyRing
    vault: Vault
    signer: Signer
    mail: Mailer
    channels: Mapping[str, Channel]
    jobs: JobQueue
    erasures: ErasurePolicy


def build(
    settings: Settings, *, clock: Clock | None = None, jobs: JobQueue | None = None, mail: Mailer | None = None
) -> Registry:
    """Return the registry that settings describe, with its database at the newest version.

    Without `jobs` the durable queue is used. Raises RegistryError for a charter, channel or key that cannot be used.
    """
    ground = _ground(settings, clock or SystemClock(), jobs, mail)
    upgrade(ground.database)
    intake = _intake(ground)
    analysis = AnalysisService(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        load_engine=partial(load_engine, threads=settings.analysis_threads),
    )
    recognition = _recognition(ground)
    review = ReviewService(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        assessor=Assessor(
            database=ground.database,
            clock=ground.clock,
            charter=ground.charter,
            analysis_service=analysis,
            recognition_service=recognition,
        ),
        jobs=ground.jobs,
    )
    erasure_and_removal = _removal_and_erasure(ground, intake)
    return Registry(
        settings=settings,
        clock=ground.clock,
        charter=ground.charter,
        database=ground.database,
        keyring=ground.keyring,
        vault=ground.vault,
        signer=ground.signer,
        mail=ground.mail,
        channels=ground.channels,
        jobs=ground.jobs,
        access=AccessService(database=ground.database, clock=ground.clock, settings=settings),
        intake=intake,
        analysis=analysis,
        consent=_consent(ground, analysis),
        recognition=recognition,
        review=review,
        publication=_publication(ground, intake, review),
        removal=erasure_and_removal[0],
        erasure=erasure_and_removal[1],
    )


def _ground(settings: Settings, clock: Clock, jobs: JobQueue | None, mail: Mailer | None) -> _Ground:
    keyring = KeyRing(settings.keys_home)
    charter = parsing.parse(settings.charter_file.read_text(encoding="utf-8"))
    return _Ground(
        settings=settings,
        clock=clock,
        charter=charter,
        database=Database(settings.database_url),
        keyring=keyring,
        vault=Vault(settings.vault_url, keyring),
        signer=Signer(settings.keys_home),
        mail=mail or _mailer(settings),
        channels=_channels(settings, keyring),
        jobs=jobs or DbosQueue(settings.jobs_database_url),
        erasures=erasure_policy.parse(
            (DATA / "erasure.toml").read_text(encoding="utf-8"),
            looks=tuple(timedelta(hours=hours) for hours in charter.looks_after_hours),
            task_days=int(charter.figure("deadlines.person_task").value),
        ),
    )


def _mailer(settings: Settings) -> Mailer:
    if not settings.smtp_host:
        return OutboxFolder(settings.home / "outbox")
    return SmtpMailer(
        SmtpSettings(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.mail_from,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            starttls=settings.smtp_starttls,
        )
    )


def _channels(settings: Settings, keyring: KeyRing) -> Mapping[str, Channel]:
    file = settings.channels_file
    if not file.is_file() and file != settings.home / "channels.toml":
        raise ChannelSettingsMissing(file=file)  # a municipality's own channels must not silently become the default
    text = file.read_text(encoding="utf-8") if file.is_file() else None
    return build_channels(text, Surroundings(home=settings.home, content_mac=_content_mac(keyring)))


def _content_mac(keyring: KeyRing) -> "partial[str]":
    return partial(content_mac, keyring.secret("copy content"))


def _intake(ground: _Ground) -> IntakeService:
    return IntakeService(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        keyring=ground.keyring,
        figures=shipped_figures(),
        limit_bytes=ground.settings.upload_limit_bytes,
    )


def _recognition(ground: _Ground) -> RecognitionService:
    gallery = Gallery(database=ground.database, vault=ground.vault, charter=ground.charter)
    return RecognitionService(database=ground.database, clock=ground.clock, charter=ground.charter, gallery=gallery)


def _consent(ground: _Ground, analysis: AnalysisService) -> ConsentService:
    templates = TemplateStore(
        database=ground.database,
        vault=ground.vault,
        keyring=ground.keyring,
        clock=ground.clock,
        charter=ground.charter,
    )
    recorder = ConsentRecorder(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        keyring=ground.keyring,
        charter=ground.charter,
        templates=templates,
        jobs=ground.jobs,
    )
    return ConsentService(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        recorder=recorder,
        templates=templates,
        engine=lambda: analysis.engine,
        jobs=ground.jobs,
    )


def _publication(ground: _Ground, intake: IntakeService, review: ReviewService) -> PublicationService:
    return PublicationService(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        channels=ground.channels,
        gate=Gate(review.judge_in),
        taking_down=TakingDown(
            database=ground.database, clock=ground.clock, channels=ground.channels, lease=ground.erasures.lease
        ),
        rejudge_person=review.rejudge_person,
        content_mac=_content_mac(ground.keyring),
        municipality=ground.settings.municipality,
        long_side=int(ground.charter.figure("publication.long_side").value),
        quality=shipped_figures().decode_rendition_quality,
    )


def _removal_and_erasure(ground: _Ground, intake: IntakeService) -> tuple[RemovalService, ErasureService]:
    policy = RemovalPolicy.of(ground.charter)
    erasure: ErasureService

    def open_erasure(session: Session, *, photo_id: UUID, request_id: UUID, way: Way, actor: Actor) -> UUID:
        reason = ErasureReason.WITHDRAWAL if way is Way.WITHDRAWAL else ErasureReason.REMOVAL_REQUEST
        return erasure.open(session, photo_id=photo_id, reason=reason, actor=actor, request_id=request_id).id

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
        ),
        queue=ground.jobs,
        open_erasure=open_erasure,
    )
    erasure = _erasure(ground, intake, removal)
    return removal, erasure


def _erasure(ground: _Ground, intake: IntakeService, removal: RemovalService) -> ErasureService:
    deeds = Deeds(
        channels=ground.channels,
        vault=ground.vault,
        keyring=ground.keyring,
        database=ground.database,
        suppress=intake.suppress,
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
        row_erasers=(erase_requests, erase_review, erase_appearances, erase_analysis, erase_intake),
        certifying=certifying,
    )
    return ErasureService(
        database=ground.database,
        clock=ground.clock,
        carrying_out=carrying_out,
        looking=Looking(database=ground.database, clock=ground.clock, policy=ground.erasures, deeds=deeds),
        tasks=PersonTasks(database=ground.database, clock=ground.clock, deeds=deeds, queue=ground.jobs),
        queue=ground.jobs,
        signer=ground.signer,
    )
