"""What the demo municipality has before the first photo: accounts, and people who agreed."""

from collections.abc import Mapping
from uuid import UUID

from registry.access.permissions import Actor, Role
from registry.bootstrap import Registry
from registry.consent.events import RECOGNITION, TAKING, ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent

PASSWORD = "een goede demo begint hier"  # noqa: S105 - printed at the end: a demo keeps no secret

LOGINS: Mapping[Role, str] = {Role.OFFICER: "ambtenaar", Role.PHOTOGRAPHER: "fotograaf"}
"""The login of each role's account."""

INVENTED_NAMES: Mapping[str, str] = {"ardern": "An Aerts", "macron": "Bram Bosmans", "obama": "Cas Claes"}
"""The demo's residents: the public figures in the portraits stand for them, under names that are nobody's."""

_WEB = ("website", "facebook", "instagram")


def open_accounts(registry: Registry) -> tuple[Actor, Actor]:
    """Make the officer's and the photographer's accounts; return both as actors."""
    officer = _account(registry, None, Role.OFFICER, "Greet (communicatie)")
    return officer, _account(registry, officer, Role.PHOTOGRAPHER, "Tom (fotograaf)")


def register(registry: Registry, officer: Actor, name: str, portrait: bytes) -> UUID:
    """Enter a person who agreed to be shown and, asked apart, to be recognised; enrol a portrait."""
    person = registry.consent.add_person(officer, NewPerson(display_name=name))
    for purposes in ((TAKING,), _WEB, (RECOGNITION,)):
        registry.consent.record_consent(officer, _given(person.id, purposes))
    registry.consent.enrol(officer, person.id, portrait)
    return person.id


def _account(registry: Registry, actor: Actor | None, role: Role, name: str) -> Actor:
    login = LOGINS[role]
    return registry.access.add_user(actor, login=login, display_name=name, role=role, password=PASSWORD).actor


def _given(person_id: UUID, purposes: tuple[str, ...]) -> NewConsent:
    return NewConsent(person_id=person_id, state=ConsentState.GIVEN, purposes=purposes, method=ConsentMethod.SIGNATURE)
