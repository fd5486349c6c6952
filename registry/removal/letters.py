"""The letters' words. Pure: English sentences, turned into the citizen's language.

No letter names a person or describes a photo: whoever opens the mailbox learns a reference and how far it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from registry.locale import N_, Locale, format_date, translator
from registry.removal.states import ExtensionReason, LetterKind, RefusalReason

REFUSAL_SENTENCES = MappingProxyType(
    {
        RefusalReason.PHOTO_NOT_FOUND: N_("we found no photo of ours that fits what you told us"),
        RefusalReason.NOT_RECOGNISABLE: N_("you cannot be recognised in the photo"),
        RefusalReason.IDENTITY_UNCLEAR: N_("it did not become clear to us that the photo shows you"),
        RefusalReason.LEGAL_DUTY: N_("a law obliges us to keep the photo (GDPR, article 17(3)(b))"),
        RefusalReason.ARCHIVE: N_("the photo is archived in the public interest (GDPR, article 17(3)(d))"),
        RefusalReason.LEGAL_CLAIM: N_("the photo is needed for a legal claim (GDPR, article 17(3)(e))"),
        RefusalReason.REPETITIVE: N_("we answered the same request before (GDPR, article 12(5))"),
        RefusalReason.TAKEN_BACK: N_("you took your request back"),
    }
)

EXTENSION_SENTENCES = MappingProxyType(
    {
        ExtensionReason.COMPLEX: N_("your request needs more research"),
        ExtensionReason.MANY: N_("we received many requests"),
    }
)

_GREETING = N_("Dear Sir or Madam,")
_CLOSING = N_("Kind regards,")
_COMPLAINT = N_(
    "If you do not agree, tell us in writing. If our answer does not help you, you can complain to the Flemish "
    "Supervisory Commission (VTC, www.vlaamsetoezichtcommissie.be) or go to court."
)
_OFFICER = N_("Our data protection officer answers your questions: {dpo}")
# Addresses as the two supervisors give them on their own sites, looked at on 22 November 2026.
_SUPERVISORS = N_(
    "Supervisors: Vlaamse Toezichtcommissie (VTC), Koning Albert II-laan 15, 1210 Brussel, "
    "contact@toezichtcommissie.be; Gegevensbeschermingsautoriteit (GBA), Drukpersstraat 35, 1000 Brussel, "
    "contact@apd-gba.be."
)


_DESTROYED = (
    N_("The photo of your request {reference} is destroyed."),
    N_("The certificate goes with this mail. It says what became of every copy. Anyone can check it."),
)
_AS_FAR_AS_POSSIBLE = (
    N_("We removed the photo of your request {reference} as far as we could."),
    N_("The statement that goes with this mail says which copies could not be removed, and why. Anyone can check it."),
)


_HIDES = (
    N_(
        "We accept your request {reference}. We make a version of the photo in which you cannot be recognised. "
        "The photo in which you can be recognised, we destroy with every copy we know of."
    ),
    N_("Only the new version may take its place, where the rules allow that."),
)
_HIDDEN = (
    N_("A version in which your face is hidden stays. Its number is {kept}."),
    N_("Can you still be recognised in it? Then ask us to remove that one too, with this number."),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What a letter is about: the request's reference, who writes, in which language, and where the time stands.

    `refusal` and `extension` are the reasons given; `complete` says whether every certificate is one of destruction;
    `dpo_contact` is how the data protection officer is reached, "" where nobody filled that in. `destroys` says that
    photos go whole, `hides` that versions with hidden faces stay of others; `kept` are the numbers of those versions.
    """

    reference: str
    municipality: str
    language: Locale
    due_on: date
    refusal: RefusalReason = RefusalReason.PHOTO_NOT_FOUND
    extension: ExtensionReason = ExtensionReason.COMPLEX
    complete: bool = True
    dpo_contact: str = ""
    destroys: bool = True
    hides: bool = False
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A letter's subject and body."""

    subject: str
    body: str


def receipt(matter: Matter, *, link: str, code: str | None, code_minutes: int) -> Text:
    """Say that a request came in, where to follow it, and, with `code`, ask to confirm the address."""
    sentences = [
        N_("We received your request to remove a photo. Its number is {reference}."),
        N_("We block the photo at once. You get our answer on {due} at the latest."),
        N_("Here you see how far your request is:\n{link}"),
    ]
    if code:
        sentences.append(N_("Confirm your address with this code, within {minutes} minutes: {code}"))
        sentences.append(N_("Did you not ask for this? Then you need not do anything."))
    filled = {"link": link, "code": code, "minutes": code_minutes}
    return _text(matter, N_("We received your request {reference}"), sentences, filled)


def new_code(matter: Matter, *, code: str, code_minutes: int) -> Text:
    """Send a fresh code."""
    sentence = N_("Confirm your address with this code, within {minutes} minutes: {code}")
    return _text(matter, N_("Your code for request {reference}"), [sentence], {"code": code, "minutes": code_minutes})


def decision(kind: LetterKind, matter: Matter) -> Text:
    """Tell a decision or its carrying out."""
    return {
        LetterKind.ACCEPTED: _accepted,
        LetterKind.REFUSED: _refused,
        LetterKind.EXTENDED: _extended,
        LetterKind.DONE: _done,
    }[kind](matter)


def _accepted(matter: Matter) -> Text:
    destroyed = N_("We accept your request {reference}. We now destroy the photo and every copy we know of.")
    sentences = [
        *([destroyed] if matter.destroys or not matter.hides else []),
        *(_HIDES if matter.hides else ()),
        N_("You get a certificate as soon as that is done."),
    ]
    return _text(matter, N_("We accept your request {reference}"), sentences, {})


def _refused(matter: Matter) -> Text:
    tr = translator(matter.language)
    reason = tr(REFUSAL_SENTENCES[matter.refusal])
    sentences = [N_("We cannot accept your request {reference}: {reason}."), _COMPLAINT]
    return _text(matter, N_("We do not accept your request {reference}"), sentences, {"reason": reason})


def _extended(matter: Matter) -> Text:
    tr = translator(matter.language)
    reason = tr(EXTENSION_SENTENCES[matter.extension])
    sentences = [
        N_("We need more time for your request {reference}: {reason}."),
        N_("You get our answer on {due} at the latest. The photo stays blocked until then."),
        _COMPLAINT,
    ]
    return _text(matter, N_("We need more time for your request {reference}"), sentences, {"reason": reason})


def _done(matter: Matter) -> Text:
    sentences = [
        *(_DESTROYED if matter.complete else _AS_FAR_AS_POSSIBLE),
        *(_HIDDEN if matter.kept else ()),
        N_("We now forget your e-mail address."),
    ]
    return _text(matter, N_("Your request {reference} is done"), sentences, {"kept": ", ".join(matter.kept)})


def _text(matter: Matter, subject: str, sentences: list[str], filled: Mapping[str, object]) -> Text:
    tr = translator(matter.language)
    due = format_date(matter.due_on, matter.language)
    values = {"reference": matter.reference, "due": due, "dpo": matter.dpo_contact, **filled}
    rights = [_OFFICER, _SUPERVISORS] if matter.dpo_contact else [_SUPERVISORS]
    closing = f"{tr(_CLOSING)}\n{matter.municipality}"
    paragraphs = [
        tr(_GREETING),
        *(tr(s).format(**values) for s in sentences),
        closing,
        "\n".join(tr(s).format(**values) for s in rights),
    ]
    return Text(subject=tr(subject).format(**values), body="\n\n".join(paragraphs) + "\n")
