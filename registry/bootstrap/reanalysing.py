"""Re-analysis connected to the analysis, the templates and the assessor it works with."""

from functools import partial

from registry.analysis import engines
from registry.analysis.service import AnalysisService
from registry.bootstrap.ground import Ground
from registry.consent.recognition import RecognitionService
from registry.consent.stale import StaleTemplates
from registry.consent.templates import TemplateStore
from registry.reanalysis.looking import Looking
from registry.reanalysis.rehearsal import Rehearsal
from registry.reanalysis.service import ReanalysisService
from registry.review.assessing import Assessor


def connect_reanalysis(ground: Ground, analysis: AnalysisService, recognition: RecognitionService) -> ReanalysisService:
    """Return re-analysis; its engine runs on one thread, so that what just came in is not slowed down."""
    looking = Looking(
        database=ground.database,
        clock=ground.clock,
        analysis=analysis,
        recognition=recognition,
        rehearsal=Rehearsal(charter=ground.charter, recognition=recognition),
        assessor=Assessor(
            database=ground.database,
            clock=ground.clock,
            charter=ground.charter,
            analysis_service=analysis,
            recognition_service=recognition,
        ),
        templates=_stale_templates(ground),
        jobs=ground.jobs,
        load_engine=partial(engines.engine_named, threads=1),
    )
    return ReanalysisService(
        database=ground.database,
        clock=ground.clock,
        looking=looking,
        jobs=ground.jobs,
        in_use=lambda: analysis.engine,
        known=engines.names,
    )


def _stale_templates(ground: Ground) -> StaleTemplates:
    store = TemplateStore(
        database=ground.database,
        vault=ground.vault,
        keyring=ground.keyring,
        clock=ground.clock,
        charter=ground.charter,
    )
    return StaleTemplates(database=ground.database, clock=ground.clock, store=store)
