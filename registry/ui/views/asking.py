"""Questions, answers and scans in words. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from registry.asking.forms import Role
from registry.asking.questions import Question
from registry.asking.states import LetterKind
from registry.charter.charter import Purpose, Signature
from registry.consent.events import ScopeKind
from registry.consent.notices import SHIPPED
from registry.locale import N_, Locale, Translate
from registry.ui.views.persons import purpose_title

ROLE_NAMES = MappingProxyType(
    {
        Role.ADULT: N_("Me, and I am 18 or older"),
        Role.MINOR: N_("Me, and I am younger than 18"),
        Role.GUARDIAN: N_("My child"),
    }
)

NEXT_SIGNER = MappingProxyType(
    {
        Signature.OWN: N_("Now your child signs too. Let your child scan this code, or open this link:"),
        Signature.GUARDIAN: N_("Now a parent or guardian signs too. Let them scan this code, or open this link:"),
        Signature.HEIR: N_("Now an heir signs too. Let them scan this code, or open this link:"),
    }
)

SCOPE_SENTENCES = MappingProxyType(
    {
        ScopeKind.GENERAL: N_("It is about all photos, also later ones."),
        ScopeKind.EVENT: N_("It is about the photos of {place}."),
        ScopeKind.PHOTO: N_("It is about one photo: {place}."),
    }
)


LETTER_NAMES = MappingProxyType(
    {
        LetterKind.QUESTION: N_("A question about photos"),
        LetterKind.REMINDER: N_("Reminder: a question about photos"),
        LetterKind.RECEIPT: N_("Your answer about photos"),
        LetterKind.GUARDIAN_TOLD: N_("Your child answered a question about photos"),
    }
)
_REFUSED = N_("The mail server refuses this address. Look for a typing mistake, or call the person.")
_TRIED = N_("The mail server did not take it for hours. Look at the address; if it is right, send it again.")


def failure_words(outcome: str) -> str:
    """Return why a letter was not delivered and what to do, as a message id."""
    return _REFUSED if outcome.startswith("mail-refused") else _TRIED


def notice(version: str, locale: Locale) -> str:
    """Return the exact words of a shipped notice, as they are kept with the answer."""
    return next(n.words for n in SHIPPED if (n.version, n.language) == (version, locale.value))


def titles(tr: Translate, purposes: Mapping[str, Purpose], codes: Iterable[str]) -> str:
    """Return purposes in words, in one line."""
    return ", ".join(tr(purpose_title(purposes, code)) for code in codes)


def role_of(question: Question) -> Role:
    """Return as whom a known person, or their parent, fills the form in."""
    if question.signature is Signature.GUARDIAN:
        return Role.GUARDIAN
    return Role.MINOR if question.known_minor else Role.ADULT
