"""The words to recipients. Pure: no letter names a person or says who asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.locale import N_, Locale, format_date, translator

_GREETING = N_("Dear Sir or Madam,")
_CLOSING = N_("Kind regards,")


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A letter's subject and its paragraphs."""

    subject: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        """The letter as plain text."""
        return "\n\n".join(self.paragraphs) + "\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a letter is about: the photo's reference, when it was handed out, who writes, in which language."""

    reference: str
    handed_on: date
    municipality: str
    language: Locale
    contact: str


def photo(about: About, caption: str) -> Text:
    """Go with a photo that is sent: what it may be used for, and what is expected when it must go."""
    sentences = [
        N_("Here is photo {reference} of {municipality}."),
        *([N_("With it belongs this text:\n{caption}")] if caption else []),
        N_("People in it may ask us to delete it. We then write to you, and you delete it as well (GDPR, article 19)."),
        N_("Did you pass the photo on? Then remember to whom."),
    ]
    return _text(about, N_("Photo {reference}"), sentences, {"caption": caption})


def deletion(about: About, *, link: str, reminder: bool) -> Text:
    """Tell that a photo must be deleted, and where to confirm that."""
    first = N_("On {day} we gave you photo {reference}. That photo must now be deleted.")
    again = N_("We wrote to you about photo {reference}, which we gave you on {day}, and have no answer yet.")
    sentences = [
        again if reminder else first,
        N_("Delete the photo and every copy you made: in your archive, on your website, on social media."),
        N_("Did you pass it on? Tell those who got it from you that they must delete it too."),
        N_("Confirm here that you did. You need no account:\n{link}"),
        N_("The law obliges us to tell you this (GDPR, article 19). We may not tell you who asked."),
    ]
    subject = N_("Reminder: delete photo {reference}") if reminder else N_("Delete photo {reference}")
    return _text(about, subject, sentences, {"link": link})


def made_public(about: About, urls: Sequence[str]) -> Text:
    """Tell another site or service that copies or links it has must go (GDPR 17(2))."""
    sentences = [
        N_("We had made photo {reference} public. The person in it asked that it is erased."),
        *([N_("It stood here:\n{urls}")] if urls else []),
        N_("We ask you to erase every link to that photo, and every copy of it (GDPR, article 17(2))."),
        N_("Please tell us when you did."),
    ]
    return _text(about, N_("Erase photo {reference}"), sentences, {"urls": "\n".join(urls)})


def _text(about: About, subject: str, sentences: Sequence[str], filled: dict[str, str]) -> Text:
    tr = translator(about.language)
    values = {
        "reference": about.reference,
        "day": format_date(about.handed_on, about.language),
        "municipality": about.municipality,
        **filled,
    }
    closing = f"{tr(_CLOSING)}\n{about.municipality}"
    if about.contact:
        closing += "\n" + tr(N_("Questions: {contact}")).format(contact=about.contact)
    said = (tr(sentence).format(**values) for sentence in sentences)
    return Text(subject=tr(subject).format(**values), paragraphs=(tr(_GREETING), *said, closing))
