"""The stages from intake to publication, each connected to what it needs."""

from functools import partial

from registry.analysis import engines
from registry.analysis.service import AnalysisService
from registry.bootstrap.ground import Ground, content_mac_of
from registry.consent.gallery import Gallery
from registry.consent.recognition import RecognitionService
from registry.consent.recording import ConsentRecorder
from registry.consent.service import ConsentService
from registry.consent.templates import TemplateStore
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService
from registry.mending.figures import shipped_figures as mending_figures
from registry.mending.service import MendingService
from registry.posts.service import Arranged
from registry.publication.gate import Gate
from registry.publication.service import PublicationService
from registry.publication.taking_down import TakingDown
from registry.review.advising import Advisor
from registry.review.assessing import Assessor
from registry.review.service import ReviewService


def connect_intake(ground: Ground) -> IntakeService:
    """Return intake with the shipped figures."""
    return IntakeService(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        keyring=ground.keyring,
        figures=shipped_figures(),
        limit_bytes=ground.settings.upload_limit_bytes,
        channels=ground.channels,
    )


def connect_analysis(ground: Ground, intake: IntakeService) -> AnalysisService:
    """Return the analysis of what intake holds; the models load at first use. Raises EngineUnknown."""
    settings = ground.settings
    engines.require(settings.engine)
    return AnalysisService(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        load_engine=partial(engines.engine_named, settings.engine, threads=settings.analysis_threads),
    )


def connect_review(ground: Ground, analysis: AnalysisService, recognition: RecognitionService) -> ReviewService:
    """Return the review, which assesses with what analysis and recognition say."""
    assessor = Assessor(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        analysis_service=analysis,
        recognition_service=recognition,
    )
    return ReviewService(
        database=ground.database, clock=ground.clock, charter=ground.charter, assessor=assessor, jobs=ground.jobs
    )


def connect_recognition(ground: Ground) -> RecognitionService:
    """Return recognition with its in-memory gallery."""
    gallery = Gallery(database=ground.database, vault=ground.vault, charter=ground.charter)
    return RecognitionService(database=ground.database, clock=ground.clock, charter=ground.charter, gallery=gallery)


def connect_consent(ground: Ground, analysis: AnalysisService) -> ConsentService:
    """Return the consent register, its templates and its recorder."""
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
        endings=ground.endings,
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


def connect_mending(
    ground: Ground, intake: IntakeService, analysis: AnalysisService, review: ReviewService
) -> MendingService:
    """Return mending, which has a mended photo judged anew and what is published of it looked at again."""
    return MendingService(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        intake=intake,
        analysis_service=analysis,
        rejudge=review.rejudge_in,
        enforce=ground.jobs.enforce,
        content_mac=content_mac_of(ground.keyring),
        figures=mending_figures(),
        quality=shipped_figures().decode_rendition_quality,
    )


def connect_advice(ground: Ground) -> Advisor:
    """Return the advisor on photos that may not go out."""
    return Advisor(database=ground.database, clock=ground.clock, charter=ground.charter, figures=mending_figures())


def connect_publication(
    ground: Ground, intake: IntakeService, review: ReviewService, mending: MendingService
) -> PublicationService:
    """Return publication behind its gate."""
    return PublicationService(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        channels=ground.channels,
        gate=Gate(review.judge_in, review.may_stand, Arranged(clock=ground.clock)),
        taking_down=TakingDown(
            database=ground.database, clock=ground.clock, channels=ground.channels, lease=ground.erasures.lease
        ),
        rejudge_person=review.rejudge_person,
        mended_bytes=mending.bytes_of,
        content_mac=content_mac_of(ground.keyring),
        municipality=ground.settings.municipality,
        long_side=int(ground.charter.figure("publication.long_side").value),
        quality=shipped_figures().decode_rendition_quality,
    )
