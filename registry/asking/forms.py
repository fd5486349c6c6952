"""What somebody fills in to say yes or no, and what is not right about it, field by field. Pure."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID, uuid5

from registry.asking import minors
from registry.asking.drawing import Drawing
from registry.charter.charter import Charter, Signature
from registry.consent.names import fold, sorted_words
from registry.consent.states import Authority
from registry.locale import N_

_FORMS = UUID("0b8a2f0e-6a57-4e0b-9a60-0f1c5a2d7c11")
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_LONGEST_NAME = 120
_LONGEST_ADDRESS = 254  # RFC 5321
SENT_AGAIN_WITHIN = timedelta(hours=1)
"""Within this, the same answer out of the same browser is the same form sent again; later, somebody answers anew."""


class Role(StrEnum):
    """Who fills the form in."""

    ADULT = "adult"
    """Somebody of age, for themself."""
    MINOR = "minor"
    """A minor, for themself."""
    GUARDIAN = "guardian"
    """A parent or guardian, for a child."""

    @property
    def signature(self) -> Signature:
        """Whose signature theirs is."""
        return Signature.GUARDIAN if self is Role.GUARDIAN else Signature.OWN


class Field(StrEnum):
    """A field of the form, so that a fault stands beside it."""

    NAME = "name"
    """The name of the person in the photo."""
    BIRTH_DATE = "birth_date"
    """A minor's birth date."""
    SIGNER = "signer"
    """The parent's or guardian's name."""
    AUTHORITY = "authority"
    """By what right they sign for the child."""
    MANDATE = "mandate"
    """What shows that right, where it is not a parent's."""
    EMAIL = "email"
    """Where the copy goes."""
    OTHER_EMAIL = "other_email"
    """Where the second signer, or the parent to be told, is reached."""
    ANSWER = "answer"
    """Yes or no."""
    PURPOSES = "purposes"
    """What a yes is for."""
    TAKING = "taking"
    """Whether photos may be taken, asked apart from using them."""
    SINCE = "since"
    """The first day of a yes."""
    UNTIL = "until"
    """The last day of a yes."""
    SIGNED = "signed"
    """The signature, drawn or typed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What of the question the form needs: the purposes offered, and what is known of a person already.

    `signature` is whose yes is wanted where a person is known, None for an open question; `name` is theirs, and
    `known_minor` says that they are under age, also where the birth date is not known.
    """

    purposes: frozenset[str]
    signature: Signature | None = None
    name: str = ""
    birth_date: date | None = None
    known_minor: bool = False

    @property
    def is_open(self) -> bool:
        """Whether whoever holds the link answers for themself."""
        return self.signature is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What was filled in. Texts are as typed; `says_yes` is None where neither was chosen.

    `taking` is the answer to being photographed at all, None where nothing was said; `since` and `until` are a yes's
    first and last day.
    """

    role: Role
    says_yes: bool | None = None
    name: str = ""
    birth_date: date | None = None
    signer: str = ""
    authority: Authority | None = None
    mandate: str = ""
    email: str = ""
    other_email: str = ""
    purposes: tuple[str, ...] = ()
    taking: bool | None = None
    since: date | None = None
    until: date | None = None
    drawn: Drawing | None = None
    typed: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether it bears a signature, drawn or typed."""
        return bool(self.typed.strip()) or (self.drawn is not None and self.drawn.is_signature)


def taking_of(consent_id: UUID) -> UUID:
    """Return the id of what the same form says about being photographed: a consent of its own, taken back with it."""
    return uuid5(consent_id, "taking")


def form_id(browser: str, token: str, filled: Filled) -> UUID:
    """Return the id of a form as it was filled in behind a link: the same out of whichever tab of a browser.

    How it was signed does not count: nobody draws the same line twice. `browser` is a secret word of the browser's own.
    """
    said = [filled.role, filled.says_yes, fold(filled.name), filled.birth_date, fold(filled.signer), filled.authority]
    said += [filled.email.strip(), filled.other_email.strip(), filled.mandate.strip(), filled.taking]
    said += [filled.since, filled.until, *filled.purposes]
    return uuid5(_FORMS, json.dumps([browser, token, *map(str, said)]))


def remaining(filled: Filled, asked: Asked, charter: Charter, on: date) -> frozenset[Signature]:
    """Return whose signature a yes still needs after this one."""
    birth = asked.birth_date or (None if filled.role is Role.ADULT else filled.birth_date)
    return minors.signers(birth, charter, on, known_minor=asked.known_minor) - {_signature(filled, asked)}


def faults(filled: Filled, asked: Asked, charter: Charter, on: date) -> dict[Field, str]:
    """Return what is wrong, as a message id by field; nothing where the form can be taken."""
    found = _identity(filled, charter, on) if asked.is_open else _known(filled, asked)
    for field, address in ((Field.EMAIL, filled.email), (Field.OTHER_EMAIL, filled.other_email)):
        if address.strip() and not is_address(address):
            found[field] = N_("This e-mail address is not complete. Look if it has an @ and a dot.")
    return found | _answer(filled, asked, on)


def is_address(text: str) -> bool:
    """Return whether a text can be an e-mail address."""
    return len(text.strip()) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text.strip()))


def _identity(filled: Filled, charter: Charter, on: date) -> dict[Field, str]:
    found = {}
    if not filled.name.strip() or len(filled.name) > _LONGEST_NAME:
        found[Field.NAME] = N_("Fill in the name.")
    if filled.role is Role.GUARDIAN:
        found |= _signer(filled, filled.name)
    if filled.role is not Role.ADULT:
        wrong = _birth(filled, charter, on)
        if wrong:
            found[Field.BIRTH_DATE] = wrong
    return found


def _birth(filled: Filled, charter: Charter, on: date) -> str | None:
    if filled.birth_date is None:
        return N_("Fill in the birth date.")
    if not minors.is_possible_birth(filled.birth_date, on):
        return N_("This birth date cannot be right.")
    if not minors.is_minor(filled.birth_date, charter, on):
        return N_("This is the birth date of a grown-up: choose so above.")
    if filled.role.signature in minors.signers(filled.birth_date, charter, on):
        return None
    if filled.says_yes is False:
        return None  # anybody may say no for themself or for their child
    return _WRONG_SIGNER[filled.role.signature]


_WRONG_SIGNER = MappingProxyType(
    {
        Signature.OWN: N_("At this age a parent or guardian signs. Hand the phone to them."),
        Signature.GUARDIAN: N_("At this age your child signs alone. Hand the phone to your child."),
    }
)


def _known(filled: Filled, asked: Asked) -> dict[Field, str]:
    return _signer(filled, asked.name) if asked.signature is Signature.GUARDIAN else {}


def _signer(filled: Filled, child: str) -> dict[Field, str]:
    """Return what is wrong about who signs for `child`, by name; for a no it does not matter by what right."""
    found = {}
    if not filled.signer.strip() or len(filled.signer) > _LONGEST_NAME:
        found[Field.SIGNER] = N_("Fill in your own name.")
    elif sorted_words(fold(filled.signer)) == sorted_words(fold(child)):
        found[Field.SIGNER] = N_(
            "This is the child's name. Fill in your own; do you have the same name, then add what tells you apart."
        )
    if filled.says_yes and filled.authority is None:
        found[Field.AUTHORITY] = N_("Choose by what right you sign for the child.")
    if filled.says_yes and filled.authority and filled.authority.needs_mandate and not filled.mandate.strip():
        found[Field.MANDATE] = N_("Say what shows that right: a judgement and its date, for example.")
    return found


def _answer(filled: Filled, asked: Asked, on: date) -> dict[Field, str]:
    if filled.says_yes is None:
        return {Field.ANSWER: N_("Choose yes or no.")}
    if not filled.says_yes:
        return {}
    found = _period(filled, on)
    if not filled.purposes or not set(filled.purposes) <= asked.purposes:
        found[Field.PURPOSES] = N_("Tick at least one use, or choose no.")
    if not filled.is_signed:
        found[Field.SIGNED] = N_("Sign with your finger or the mouse, or type your name.")
    return found


def _period(filled: Filled, on: date) -> dict[Field, str]:
    found = {}
    if filled.since is not None and filled.since < on:
        found[Field.SINCE] = N_("This day is over already. Choose today or later, or leave it empty.")
    if filled.until is not None and filled.until < on:
        found[Field.UNTIL] = N_("This day is over already: the yes would end before it starts.")
    elif filled.until is not None and filled.until < (filled.since or on):
        found[Field.UNTIL] = N_("This day comes before the first day: the yes would end before it starts.")
    return found


def _signature(filled: Filled, asked: Asked) -> Signature:
    return asked.signature or filled.role.signature
