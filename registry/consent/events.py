"""Consents as events: their states, methods and scope, as frozen values. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from registry.charter.charter import Signature

RECOGNITION = "recognition"
"""The purpose of a face template: biometric data, asked for separately (GDPR 9)."""
TAKING = "taking"
"""The purpose of taking pictures, asked for apart from using them."""
EVERY_USE = "every-use"
"""Every publication, of today and later; only a no may say this. Recognition and taking are not in it."""
APART = frozenset({RECOGNITION, TAKING})


class ConsentState(StrEnum):
    """What one event says (W3C DPV's consent states)."""

    REQUESTED = "requested"
    """Asked, not answered yet."""
    REFUSED = "refused"
    """A clear no."""
    GIVEN = "given"
    """A yes."""
    RENEWED = "renewed"
    """A yes that was asked for again and given again."""
    EXPIRED = "expired"
    """Its time ran out."""
    WITHDRAWN = "withdrawn"
    """The person took it back."""
    REVOKED = "revoked"
    """The municipality ended it."""
    INVALIDATED = "invalidated"
    """It turned out never to have been valid."""
    UNKNOWN = "unknown"
    """Something is recorded, but not what was said."""

    @property
    def is_yes(self) -> bool:
        """Whether the person agrees."""
        return self in {ConsentState.GIVEN, ConsentState.RENEWED}

    @property
    def is_no(self) -> bool:
        """Whether the person does not (or no longer) agree."""
        return self in {ConsentState.REFUSED, ConsentState.WITHDRAWN}

    @property
    def ends(self) -> bool:
        """Whether it ends a consent without being the person's no."""
        return self in {ConsentState.EXPIRED, ConsentState.REVOKED, ConsentState.INVALIDATED}

    @property
    def dpv(self) -> str:
        """The state's term in W3C DPV 2."""
        terms = {"given": "ConsentGiven", "renewed": "RenewedConsentGiven"}
        return f"https://w3id.org/dpv#{terms.get(self.value, f'Consent{self.value.capitalize()}')}"


class ConsentMethod(StrEnum):
    """How it was said."""

    SIGNATURE = "signature"
    """Drawn on a screen."""
    PAPER = "paper"
    """A signed form, scanned."""
    MAIL = "mail"
    """By e-mail or letter."""
    SPOKEN = "spoken"
    """Said before a witness."""
    PICTURE = "picture"
    """A selfie handed in for it."""
    STATEMENT = "statement"
    """Stated by whoever posts the photo, on whom the charter lays the duty."""
    LINK = "link"
    """Through a personal link."""
    REGISTER = "register"
    """Entered by the officer."""


class ScopeKind(StrEnum):
    """To which photos it applies."""

    GENERAL = "general"
    """All photos, of now and later."""
    EVENT = "event"
    """The photos of one event."""
    PHOTO = "photo"
    """One photo."""

    @property
    def closeness(self) -> int:
        """How close to one photo it is: a closer will is lifted only by one at least as close."""
        return {"general": 0, "event": 1, "photo": 2}[self.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """To which photos something applies; `id` is the event's or the photo's."""

    kind: ScopeKind
    id: UUID | None = None

    def holds(self, *, photo_id: UUID | None, event_id: UUID | None) -> bool:
        """Return whether a photo (and the event it was taken at) lies in the scope."""
        if self.kind is ScopeKind.GENERAL:
            return True
        there = photo_id if self.kind is ScopeKind.PHOTO else event_id
        return there is not None and there == self.id


GENERAL = Scope(kind=ScopeKind.GENERAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentFact:
    """One event of a consent, as the rules read it.

    `at` is aware; `valid_from` and `valid_until` (both days included) bound a yes on the municipality's calendar.
    """

    consent_id: UUID
    state: ConsentState
    at: datetime
    signature: Signature
    purposes: frozenset[str]
    scope: Scope = GENERAL
    valid_from: date | None = None
    valid_until: date | None = None
