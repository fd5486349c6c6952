"""The consent register's desk: who is who, lists in and out, people's copies of their data, the daily round."""

from dataclasses import dataclass

from registry.analysis.service import AnalysisService
from registry.asking import policy as asking_policy
from registry.asking.forgetting import PersonForgetting
from registry.bootstrap.ground import DATA, Ground
from registry.bootstrap.veiling import veil
from registry.consent import policy
from registry.consent.access_export import AccessExportService
from registry.consent.dossier_parts import Keeping
from registry.consent.exporting import ExportService
from registry.consent.identities import IdentityService
from registry.consent.importing import ImportService
from registry.consent.recording import ConsentRecorder
from registry.consent.rounds import RegisterRounds
from registry.consent.templates import TemplateStore
from registry.intake.service import IntakeService
from registry.proof.endings import Ending
from registry.recipients.about import recipients_of
from registry.removal.about import requests_from


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What the officer does with the register beside persons and consents themselves."""

    identities: IdentityService
    imports: ImportService
    exports: ExportService
    access_exports: AccessExportService
    rounds: RegisterRounds
    forgetting: PersonForgetting

    def tend(self) -> None:
        """For the worker, every minute: make the day's round when its hour has come and send its mails."""
        self.rounds.tend()

    def tidy(self) -> None:
        """For the worker, daily: destroy the copies of people's data, and the proofs, whose time is over."""
        self.access_exports.tidy()
        self.forgetting.tidy()


def connect_desk(ground: Ground, intake: IntakeService, analysis: AnalysisService) -> Desk:
    """Return the desk with the shipped figures."""
    figures = policy.parse((DATA / "register.toml").read_text(encoding="utf-8"))
    asking = asking_policy.parse((DATA / "asking.toml").read_text(encoding="utf-8"))
    templates = TemplateStore(
        database=ground.database,
        vault=ground.vault,
        keyring=ground.keyring,
        clock=ground.clock,
        charter=ground.charter,
    )
    access_exports = AccessExportService(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        keyring=ground.keyring,
        intake=intake,
        analysis=analysis,
        requests=requests_from,
        recipients=recipients_of,
        policy=figures,
        keeping=Keeping(proof=asking.proof_kept.days, access_export=figures.access_export.days, charter=ground.charter),
        municipality=ground.settings.municipality,
        veil=veil(),
    )
    recorder = _recorder(ground, templates)
    return Desk(
        identities=IdentityService(database=ground.database, clock=ground.clock, jobs=ground.jobs),
        imports=ImportService(
            database=ground.database,
            clock=ground.clock,
            charter=ground.charter,
            templates=templates,
            jobs=ground.jobs,
            policy=figures,
        ),
        exports=ExportService(database=ground.database, clock=ground.clock),
        access_exports=access_exports,
        rounds=_rounds(ground, recorder, figures),
        forgetting=PersonForgetting(
            database=ground.database,
            clock=ground.clock,
            vault=ground.vault,
            keyring=ground.keyring,
            recorder=recorder,
            templates=templates,
            jobs=ground.jobs,
            policy=asking,
            drop_exports=access_exports.tidy,
            note_forgotten=lambda person: ground.endings.note(Ending.PERSON_FORGOTTEN, person, ground.clock.now()),
        ),
    )


def _recorder(ground: Ground, templates: TemplateStore) -> ConsentRecorder:
    return ConsentRecorder(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        keyring=ground.keyring,
        charter=ground.charter,
        templates=templates,
        jobs=ground.jobs,
        endings=ground.endings,
    )


def _rounds(ground: Ground, recorder: ConsentRecorder, figures: policy.RegisterPolicy) -> RegisterRounds:
    return RegisterRounds(
        database=ground.database,
        clock=ground.clock,
        charter=ground.charter,
        recorder=recorder,
        mailer=ground.mail,
        policy=figures,
        base_url=ground.settings.base_url,
        municipality=ground.settings.municipality,
    )
