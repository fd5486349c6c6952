"""Enrolling somebody by a face of a photo that a person confirmed is theirs."""

from uuid import UUID

from registry.access.permissions import Actor, Permission, require
from registry.analysis import service as analysis
from registry.analysis.enrolment import enrolment_faults
from registry.analysis.figures import shipped_figures
from registry.analysis.records import Face
from registry.analysis.service import AnalysisService, measures_of
from registry.consent.errors import FaceNotTheirs, PictureUnfit
from registry.consent.recognition import appearances_of
from registry.consent.templates import TemplateStore
from registry.database import Database
from registry.queueing import JobQueue


class EnrolmentFromPhoto:
    """Makes a template of a confirmed face; the consent, the age and the quality are asked as with any picture."""

    def __init__(
        self, *, database: Database, templates: TemplateStore, analysis_service: AnalysisService, jobs: JobQueue
    ) -> None:
        self._database = database
        self._templates = templates
        self._analysis = analysis_service
        self._jobs = jobs

    def enrol(self, actor: Actor, person_id: UUID, photo_id: UUID, face_id: UUID) -> UUID:
        """Make a template of a face that is certainly this person's; return its id.

        Raises Forbidden, PersonUnknown, RecognitionOff, TooYoungToMatch, RecognitionNotAgreed, TooManyTemplates,
        FaceNotTheirs, PictureUnfit, and what reading the photo raises.
        """
        require(actor, Permission.ENROL)
        face = self._face(person_id, photo_id, face_id)
        measures = measures_of(face)
        faults = enrolment_faults((measures,), shipped_figures())
        if faults:
            raise PictureUnfit(faults)
        encoding = self._analysis.engine.encode(self._analysis.picture(photo_id), measures)
        template = self._templates.keep(actor, person_id, encoding)
        encoding.vector.fill(0)
        self._jobs.rejudge(person_id)
        return template

    def _face(self, person_id: UUID, photo_id: UUID, face_id: UUID) -> Face:
        with self._database.reading() as session:
            self._templates.check(session, person_id)
            found = analysis.current(session, photo_id)
            face = next((each for each in (found[1] if found else ()) if each.id == face_id), None)
            theirs = any(
                tie.face_id == face_id and tie.person_id == person_id and tie.origin.is_certain
                for tie in appearances_of(session, photo_id)
            )
        if face is None or not theirs or not face.landmarks:
            raise FaceNotTheirs(person=person_id, face=face_id)
        return face
