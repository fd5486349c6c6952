"""Backups: connected to what they copy, and to what ends again after a restore."""

from importlib.metadata import version
from uuid import UUID

from registry.access.permissions import SYSTEM
from registry.asking.forgetting import PersonForgetting
from registry.backup.service import BackupService
from registry.bootstrap.ground import Ground
from registry.consent.records import Person
from registry.consent.service import ConsentService
from registry.erasure.service import ErasureService


def connect_backup(
    ground: Ground, consent: ConsentService, erasure: ErasureService, forgetting: PersonForgetting
) -> BackupService:
    """Return the backups; a consent that ended after the backup is taken back whole, for the list says not which."""

    def end_consent(person_id: UUID) -> bool:
        with ground.database.reading() as session:
            known = session.get(Person, person_id) is not None
        if known:
            consent.withdraw(SYSTEM, person_id)
        return known

    return BackupService(
        database=ground.database,
        clock=ground.clock,
        vault=ground.vault,
        keyring=ground.keyring,
        endings=ground.endings,
        erasure=erasure,
        end_consent=end_consent,
        forget_again=forgetting.forget_again,
        home=ground.settings.home,
        software=version("photo-consent-registry"),
    )
