"""Posters and paper forms for printing; each form has a code, kept with what it is about."""

import secrets
from uuid import UUID

from sqlmodel import Session, select

from registry.access.permissions import Actor, Permission, require
from registry.asking import paper_pages
from registry.asking.errors import FormCodeUnknown
from registry.asking.paper_pages import FormPage, Paper, PosterPage
from registry.asking.questions import Questions
from registry.asking.records import PaperForm
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import notices, persons
from registry.consent.events import Scope, ScopeKind
from registry.database import Database
from registry.intake import album
from registry.locale import Locale, format_date, in_a_row
from registry.proof import audit
from registry.proof.events import AuditEvent

MOST_FORMS = 100
"""Forms in one PDF: a pad."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LETTERS = 8


class Printing:
    """Makes what is hung up and handed out."""

    def __init__(
        self, *, database: Database, clock: Clock, charter: Charter, questions: Questions, municipality: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._questions = questions
        self._municipality = municipality

    def poster(self, actor: Actor, event_id: UUID, locale: Locale, paper: Paper) -> bytes:
        """Return the poster of an event as PDF, with the code of its question. Raises Forbidden, EventUnknown."""
        ask = self._questions.for_event(actor, event_id)
        with self._database.reading() as session:
            event = album.event(session, event_id)
        page = PosterPage(
            municipality=self._municipality,
            event=event.name,
            place=event.place,
            on=event.starts_on,
            address=self._questions.address(ask),
        )
        return paper_pages.poster(page, locale, paper)

    def forms(
        self, actor: Actor, scope: Scope, locale: Locale, *, copies: int = 1, person_id: UUID | None = None
    ) -> bytes:
        """Return paper forms as PDF, each with a code of its own; blank, or for a known person.

        Raises Forbidden, EventUnknown, PhotoUnknown or PersonUnknown.
        """
        require(actor, Permission.ASK_CONSENT if person_id is None else Permission.RECORD_CONSENT)
        now = self._clock.now()
        with self._database.transaction() as session:
            name = persons.get(session, person_id).display_name if person_id else None
            about = _about(session, scope, locale)
            forms = [
                self._form(session, scope, locale, person_id, actor) for _ in range(max(1, min(copies, MOST_FORMS)))
            ]
            audit.append(session, AuditEvent.FORMS_PRINTED, now=now, actor=actor, subject=scope.id, forms=len(forms))
        titles = tuple(purpose.title for purpose in self._charter.purposes.values())
        pages = [
            FormPage(municipality=self._municipality, code=form.code, titles=titles, about=about, name=name)
            for form in forms
        ]
        return paper_pages.paper_forms(pages, locale)

    def _form(self, session: Session, scope: Scope, locale: Locale, person_id: UUID | None, actor: Actor) -> PaperForm:
        form = PaperForm(
            code=_new_code(),
            person_id=person_id,
            scope_kind=scope.kind,
            scope_id=scope.id,
            notice_version=notices.CURRENT,
            language=locale.value,
            printed_by=actor.user_id,
            printed_at=self._clock.now(),
        )
        session.add(form)
        return form


def form_of(session: Session, typed: str) -> PaperForm:
    """Return the form with this code, however it was typed. Raises FormCodeUnknown."""
    code = read_code(typed)
    form = session.exec(select(PaperForm).where(PaperForm.code == code)).first() if code else None
    if form is None:
        raise FormCodeUnknown
    return form


def read_code(typed: str) -> str | None:
    """Return the code P-XXXX-XXXX that a person or a scanner read; None where it is none."""
    squeezed = "".join(sign for sign in typed.upper() if sign.isalnum())
    letters = squeezed.removeprefix("P") if len(squeezed) == _LETTERS + 1 else squeezed
    letters = letters.translate(_LOOKALIKES)
    if len(letters) != _LETTERS or set(letters) - set(_ALPHABET):
        return None
    return f"P-{letters[:4]}-{letters[4:]}"


def _new_code() -> str:
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS))
    return f"P-{drawn[:4]}-{drawn[4:]}"


def _about(session: Session, scope: Scope, locale: Locale) -> str | None:
    if scope.kind is ScopeKind.PHOTO and scope.id is not None:
        return album.photo(session, scope.id).reference
    if scope.kind is ScopeKind.EVENT and scope.id is not None:
        event = album.event(session, scope.id)
        return in_a_row(event.name, event.place, format_date(event.starts_on, locale))
    return None
