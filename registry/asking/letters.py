"""The words of mails about consent. Pure; no mail names a person or describes a photo."""

from dataclasses import dataclass

from registry.asking.states import AskReason, LetterKind
from registry.charter.charter import Signature
from registry.locale import N_, Locale, translator

_GREETING = N_("Dear Sir or Madam,")
_CLOSING = N_("Kind regards,")


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A mail's subject and body."""

    subject: str
    body: str


_WORDS = {
    LetterKind.QUESTION: (
        N_("A question about photos"),
        (
            N_("We would like to use photos, and ask if you agree. You answer here, in two minutes:\n{link}"),
            N_("You choose freely. Saying no has no consequence."),
        ),
    ),
    LetterKind.REMINDER: (
        N_("Reminder: a question about photos"),
        (
            N_("We asked you something about photos and have no answer yet. You answer here, in two minutes:\n{link}"),
            N_("As long as you do not answer, we count it as no."),
        ),
    ),
    LetterKind.RECEIPT: (
        N_("Your answer about photos"),
        (
            N_("We have your answer. You find it in the attachment."),
            N_("Do you change your mind? Take your answer back here, whenever you want:\n{link}"),
        ),
    ),
    LetterKind.GUARDIAN_TOLD: (
        N_("Your child answered a question about photos"),
        (
            N_("Your child answered our question about photos and gave us your address. At this age they sign alone."),
            N_("You need not do anything. Talk about it together; your child can take the answer back at any time."),
        ),
    ),
}


_WHY = {
    (AskReason.SECOND_SIGNATURE, Signature.GUARDIAN): N_(
        "Your child said yes to a question about photos. At this age it only counts when a parent or guardian says so "
        "too: that is why you get this mail."
    ),
    (AskReason.SECOND_SIGNATURE, Signature.OWN): N_(
        "Your parent or guardian said yes to photos of you. At your age it only counts when you say so too: that is "
        "why you get this mail."
    ),
    (AskReason.BIRTHDAY, Signature.OWN): N_(
        "You had a birthday. From this age you decide yourself about photos of you, so we ask you anew."
    ),
}
"""Why a question comes after an answer that was given; a first question needs no reason."""


def text(
    kind: LetterKind,
    *,
    link: str,
    locale: Locale,
    municipality: str,
    why: tuple[AskReason, Signature] | None = None,
) -> Text:
    """Return a mail in a language; `link` is the secret address it hands over, if it hands one over.

    `why` is for which reason, and whose signature, a question is asked.
    """
    tr = translator(locale)
    subject, sentences = _WORDS[kind]
    reason = [tr(_WHY[why])] if why in _WHY else []
    told = (tr(sentence).format(link=link) for sentence in sentences)
    paragraphs = [tr(_GREETING), *reason, *told, f"{tr(_CLOSING)}\n{municipality}"]
    return Text(subject=tr(subject), body="\n\n".join(paragraphs) + "\n")
