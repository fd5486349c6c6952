"""Roles, permissions and the table that ties them. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from registry.access.errors import Forbidden


class Role(StrEnum):
    """What somebody is to the registry."""

    PHOTOGRAPHER = "photographer"
    """Brings in photos and sees which may go out; never sees who is who, nor citizens' requests."""
    OFFICER = "officer"
    """The communication officer: decides what the machine may not, answers citizens, manages accounts."""
    SYSTEM = "system"
    """The registry's own worker and command line; nobody signs in with this role."""


class Permission(StrEnum):
    """One thing somebody may do."""

    VIEW_PHOTOS = "view-photos"
    """See photos, thumbnails, their measures and verdicts."""
    ADD_PHOTOS = "add-photos"
    """Bring in photos and start their analysis."""
    MANAGE_EVENTS = "manage-events"
    """Make and change the events photos belong to."""
    MEND_PHOTOS = "mend-photos"
    """Hide faces in a photo, cut or shrink it: one's own photos, or any for who decides cases."""
    PUBLISH = "publish"
    """Send photos to a channel, through the gate."""
    VIEW_CASES = "view-cases"
    """See the queue of photos that wait for a decision."""
    DECIDE_CASES = "decide-cases"
    """Confirm or reject a match, name a face, decide on a photo."""
    VIEW_PERSONS = "view-persons"
    """See the consent register."""
    MANAGE_PERSONS = "manage-persons"
    """Add and change persons in the consent register."""
    RECORD_CONSENT = "record-consent"
    """Record a consent, a refusal or a withdrawal on someone's behalf."""
    ASK_CONSENT = "ask-consent"
    """Ask people for their consent, by a link, a poster or a form, and state that somebody gave it."""
    ENROL = "enrol"
    """Make a face template of a person who agreed to that, or remove it."""
    VIEW_REQUESTS = "view-requests"
    """See citizens' removal requests and their clocks."""
    ENTER_REQUESTS = "enter-requests"
    """Enter a removal request on someone's behalf, or after a withdrawal."""
    DECIDE_REQUESTS = "decide-requests"
    """Accept, refuse or extend a removal request, and say which photos it is about."""
    ERASE = "erase"
    """Open an erasure and see its dry run and progress."""
    VIEW_PROOF = "view-proof"
    """Read the audit log and certificates."""
    MANAGE_USERS = "manage-users"
    """Make and deactivate accounts."""
    MANAGE_CHANNELS = "manage-channels"
    """Change the register of channels."""
    MANAGE_CHARTER = "manage-charter"
    """Change the municipality's charter: its figures, its calendar, its party names."""
    MANAGE_ENGINES = "manage-engines"
    """Have the archive looked at again by another engine, and let that count."""
    RUN_JOBS = "run-jobs"
    """Carry out durable work: assess, erase, look again, expire."""


_PHOTOGRAPHER = frozenset(
    {
        Permission.VIEW_PHOTOS,
        Permission.ADD_PHOTOS,
        Permission.MANAGE_EVENTS,
        Permission.MEND_PHOTOS,
        Permission.PUBLISH,
        Permission.ASK_CONSENT,
    },
)

PERMISSIONS = MappingProxyType(
    {
        Role.PHOTOGRAPHER: _PHOTOGRAPHER,
        Role.OFFICER: frozenset(Permission) - {Permission.RUN_JOBS},
        Role.SYSTEM: frozenset(Permission) - {Permission.DECIDE_REQUESTS},
    },
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who asks: an account's id (None for the system itself) and its role."""

    user_id: UUID | None
    role: Role

    def may(self, permission: Permission) -> bool:
        """Say whether this actor has `permission`."""
        return permission in PERMISSIONS[self.role]


SYSTEM = Actor(user_id=None, role=Role.SYSTEM)


def require(actor: Actor, permission: Permission) -> None:
    """Let pass who has `permission`. Raises Forbidden for anyone else."""
    if not actor.may(permission):
        raise Forbidden(role=actor.role.value, permission=permission.value)
