"""Asking for consent, connected to the consent register, the vault, the signing key and the mail."""

from functools import partial

from registry.asking import policy
from registry.asking.links import KEY_LABEL, Links
from registry.asking.service import Asking, Needs, connect
from registry.bootstrap.ground import DATA, Ground
from registry.bootstrap.veiling import veil
from registry.consent.recording import ConsentRecorder
from registry.consent.service import ConsentService
from registry.consent.templates import TemplateStore
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService


def connect_asking(ground: Ground, consent: ConsentService, intake: IntakeService) -> Asking:
    """Return the services that ask for consent and take the answers."""
    return connect(
        Needs(
            database=ground.database,
            clock=ground.clock,
            charter=ground.charter,
            policy=policy.parse((DATA / "asking.toml").read_text(encoding="utf-8")),
            links=Links(
                key=ground.keyring.secret(KEY_LABEL), base_url=ground.settings.base_url, usual=ground.settings.language
            ),
            recorder=_recorder(ground),
            vault=ground.vault,
            keyring=ground.keyring,
            signer=ground.signer,
            mailer=ground.mail,
            municipality=ground.settings.municipality,
            enrol=consent.enrol,
            picture_of=partial(intake.picture_of, long_side=shipped_figures().decode_large_side),
            veil=veil(),
        )
    )


def _recorder(ground: Ground) -> ConsentRecorder:
    templates = TemplateStore(
        database=ground.database,
        vault=ground.vault,
        keyring=ground.keyring,
        clock=ground.clock,
        charter=ground.charter,
    )
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
