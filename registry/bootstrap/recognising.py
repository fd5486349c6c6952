"""Naming by hand, enrolling from a photo, and searching one event: what stands around recognition."""

from registry.analysis.service import AnalysisService
from registry.bootstrap.ground import Ground
from registry.consent.enrolling import EnrolmentFromPhoto
from registry.consent.figures import shipped_figures
from registry.consent.templates import TemplateStore
from registry.intake.service import IntakeService
from registry.removal.event_album import EventAlbum
from registry.removal.event_search import EventSearch
from registry.removal.figures import shipped_form_figures
from registry.review.by_hand import NamingByHand


def connect_naming(ground: Ground) -> NamingByHand:
    """Return the naming of people on photos, without any comparison."""
    return NamingByHand(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        jobs=ground.jobs,
        figures=shipped_figures(),
    )


def connect_enrolment(ground: Ground, analysis: AnalysisService) -> EnrolmentFromPhoto:
    """Return the enrolment by a confirmed face of a photo."""
    templates = TemplateStore(
        database=ground.database,
        vault=ground.vault,
        keyring=ground.keyring,
        clock=ground.clock,
        charter=ground.charter,
    )
    return EnrolmentFromPhoto(
        database=ground.database, templates=templates, analysis_service=analysis, jobs=ground.jobs
    )


def connect_search(ground: Ground, analysis: AnalysisService) -> EventSearch:
    """Return the citizen's search of one event; it refuses unless the charter offers it."""
    return EventSearch(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        analysis_service=analysis,
        secret=ground.keyring.secret("event-search"),
        figures=shipped_figures(),
    )


def connect_album(ground: Ground, intake: IntakeService) -> EventAlbum:
    """Return the blurred photos of public events, for citizens; nobody is compared with anybody."""
    return EventAlbum(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        figures=shipped_form_figures(),
        secret=ground.keyring.secret("event-album"),
    )
