"""Scanned forms: a file of many pages, each tied by its code to its record; what cannot be read waits for a person.

Nothing is half-lost: the file is kept whole under a key of its own until every page is kept, and a page nobody knows
yet lies under its own key until somebody links it or sets it aside. After a crash `carry_on` does the rest.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.asking import printing
from registry.asking.errors import BatchUnknown, FormCodeUnknown, PageUnknown
from registry.asking.questions import today
from registry.asking.records import PaperForm, ScanBatch, ScanPage
from registry.asking.states import PageState
from registry.charter.charter import Signature
from registry.clock import Clock
from registry.consent import persons
from registry.consent.events import EVERY_USE, GENERAL, ConsentMethod, ConsentState, Scope
from registry.consent.persons import NewPerson
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import Person
from registry.consent.states import PersonKind
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.database import Database, new_id
from registry.paper import limits, reading
from registry.paper.errors import PaperUnfit
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_PNG = b"\x89PNG"


@dataclass(frozen=True, kw_only=True, slots=True)
class PageView:
    """A page that waits for a person: its code where one was read, its person where one is known."""

    page_id: UUID
    batch_id: UUID
    number: int
    state: PageState
    code: str | None
    person: Person | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSays:
    """What a person read on a page.

    `name` is needed where nobody is known, and `birth_date` where they are under age; `person_id` picks somebody known.
    """

    says_yes: bool
    purposes: tuple[str, ...] = ()
    name: str = ""
    birth_date: date | None = None
    person_id: UUID | None = None
    signature: Signature = Signature.OWN


class Scans:
    """Takes scanned forms in and helps a person to record what they say."""

    def __init__(
        self, *, database: Database, clock: Clock, vault: Vault, keyring: KeyRing, recorder: ConsentRecorder
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._recorder = recorder

    def bring(self, actor: Actor, data: bytes) -> UUID:
        """Take in a PDF or an image of scanned forms, and keep each page; returns the batch's id.

        Raises Forbidden, PaperUnfit (nothing is kept then) or StoreUnavailable.
        """
        require(actor, Permission.RECORD_CONSENT)
        pages, now = reading.count(data, limits.shipped()), self._clock.now()
        batch_id = new_id()
        with self._database.transaction() as session:
            copy = ledger.plan(session, person_id=batch_id, kind=CopyKind.EVIDENCE, place="vault", now=now)
            batch = ScanBatch(id=batch_id, file_copy_id=copy.id, brought_by=actor.user_id, brought_at=now, pages=pages)
            session.add(batch)
            audit.append(session, AuditEvent.SCANS_BROUGHT, now=now, actor=actor, subject=batch_id, pages=pages)
        self._keep(copy.id, batch_id, data)
        self._take_apart(batch, data)
        return batch_id

    def carry_on(self) -> int:
        """Finish what a crash left of batches; returns how many were taken up."""
        query = select(ScanBatch).where(col(ScanBatch.finished_at).is_(None))
        with self._database.reading() as session:
            open_batches = list(session.exec(query))
            whole = {b.id for b in open_batches if ledger.get(session, b.file_copy_id).state is CopyState.PRESENT}
        for batch in open_batches:
            if batch.id in whole:
                self._take_apart(batch, self._vault.get(blob=batch.file_copy_id, key=batch.id))
        return len(whole)

    def waiting(self, actor: Actor) -> list[PageView]:
        """Return the pages a person must look at, oldest first. Raises Forbidden."""
        require(actor, Permission.RECORD_CONSENT)
        query = select(ScanPage).where(col(ScanPage.state).in_([s for s in PageState if s.waits]))
        with self._database.reading() as session:
            pages = session.exec(query.order_by(col(ScanPage.at), col(ScanPage.number))).all()
            return [_view(session, page) for page in pages]

    def batch(self, actor: Actor, batch_id: UUID) -> ScanBatch:
        """Return a batch. Raises Forbidden, BatchUnknown."""
        require(actor, Permission.RECORD_CONSENT)
        with self._database.reading() as session:
            found = session.get(ScanBatch, batch_id)
        if found is None:
            raise BatchUnknown(batch=batch_id)
        return found

    def picture(self, actor: Actor, page_id: UUID) -> bytes:
        """Return a page as a PNG, for the person who reads it. Raises Forbidden, PageUnknown, StoreUnavailable."""
        require(actor, Permission.RECORD_CONSENT)
        with self._database.transaction() as session:
            page = _waiting_page(session, page_id)
            key = _key_of(session, page.copy_id)
            audit.append(session, AuditEvent.EVIDENCE_SEEN, now=self._clock.now(), actor=actor, subject=page.copy_id)
        return self._vault.get(blob=page.copy_id, key=key)

    def is_drawn(self, actor: Actor, page_id: UUID) -> bool:
        """Return whether a page could be drawn, and so can be looked at. Raises Forbidden, PageUnknown."""
        require(actor, Permission.RECORD_CONSENT)
        with self._database.reading() as session:
            page = _waiting_page(session, page_id)
            key = _key_of(session, page.copy_id)
        return self._vault.get(blob=page.copy_id, key=key).startswith(_PNG)

    def link(self, actor: Actor, page_id: UUID, typed_code: str) -> None:
        """Tie a page to the form whose code a person read. Raises Forbidden, PageUnknown, FormCodeUnknown."""
        require(actor, Permission.RECORD_CONSENT)
        with self._database.transaction() as session:
            page = _waiting_page(session, page_id)
            form = printing.form_of(session, typed_code)
            page.form_id, page.person_id = form.id, form.person_id
            page.state = PageState.ATTACHED
            session.add(page)
            self._note(session, actor, page)

    def record(self, actor: Actor, page_id: UUID, says: PageSays) -> UUID:
        """Record what a page says, with the page as its evidence under the person's own key; returns the event's id.

        Raises Forbidden, PageUnknown, NameMissing, DateImpossible, PersonUnknown, PurposeUnknown, StoreUnavailable.
        """
        require(actor, Permission.RECORD_CONSENT)
        with self._database.transaction() as session:
            page = _waiting_page(session, page_id)
            form = session.get(PaperForm, page.form_id) if page.form_id else None
            person_id = says.person_id or page.person_id or self._add_person(session, actor, says)
            page.person_id = person_id
            session.add(page)
            old_key = _key_of(session, page.copy_id)
        new = _said(person_id, says, form)
        if old_key == person_id:
            event = self._recorder.record(actor, new, evidence_copy_id=page.copy_id)
        else:
            evidence = self._recorder.keep_evidence(person_id, self._vault.get(blob=page.copy_id, key=old_key))
            event = self._recorder.record(actor, new, evidence_copy_id=evidence)
            self._destroy(page.copy_id, old_key, keep_key=old_key != page_id)
        self._settle(actor, page_id, PageState.RECORDED, event.id)
        return event.id

    def set_aside(self, actor: Actor, page_id: UUID) -> None:
        """Say that a page is no form (a blank sheet, a cover); its bytes go. Raises Forbidden, PageUnknown."""
        require(actor, Permission.RECORD_CONSENT)
        with self._database.reading() as session:
            page = _waiting_page(session, page_id)
            key = _key_of(session, page.copy_id)
        self._destroy(page.copy_id, key, keep_key=key != page_id)
        self._settle(actor, page_id, PageState.SET_ASIDE, None)

    def _take_apart(self, batch: ScanBatch, data: bytes) -> None:
        with self._database.reading() as session:
            kept = set(session.exec(select(ScanPage.number).where(ScanPage.batch_id == batch.id)))
        for number in range(1, batch.pages + 1):
            if number not in kept:
                self._keep_page(batch, number, data)
        self._destroy(batch.file_copy_id, batch.id)
        with self._database.transaction() as session:
            done = session.get_one(ScanBatch, batch.id)
            done.finished_at = self._clock.now()
            session.add(done)

    def _keep_page(self, batch: ScanBatch, number: int, data: bytes) -> None:
        drawn, words = _drawn(data, number)
        page_id, now = new_id(), self._clock.now()
        with self._database.transaction() as session:
            form = _form_on(session, words)
            owner = form.person_id if form and form.person_id else page_id
            copy = ledger.plan(session, person_id=owner, kind=CopyKind.EVIDENCE, place="vault", now=now)
        self._keep(copy.id, owner, drawn)
        with self._database.transaction() as session:
            session.add(
                ScanPage(
                    id=page_id,
                    batch_id=batch.id,
                    number=number,
                    state=PageState.ATTACHED if form else PageState.TO_LINK,
                    form_id=form.id if form else None,
                    person_id=form.person_id if form else None,
                    copy_id=copy.id,
                    at=now,
                )
            )

    def _keep(self, copy_id: UUID, owner: UUID, data: bytes) -> None:
        self._recorder.put_evidence(copy_id, owner, data)
        with self._database.transaction() as session:
            ledger.confirm(session, copy_id, now=self._clock.now())

    def _destroy(self, copy_id: UUID, key: UUID, *, keep_key: bool = False) -> None:
        """Take a copy's bytes away, look, and destroy the key that only they were under."""
        now = self._clock.now()
        with self._database.transaction() as session:
            if not ledger.get(session, copy_id).state.is_gone:
                ledger.move(session, copy_id, CopyState.REMOVING, now=now)
        self._vault.remove(copy_id)
        if not keep_key:
            self._keyring.destroy(key)
        gone = not self._vault.present(copy_id)
        state = CopyState.GONE_VERIFIED if gone else CopyState.REMOVING
        with self._database.transaction() as session:
            ledger.move(session, copy_id, state, now=self._clock.now(), look="absent" if gone else "present")

    def _add_person(self, session: Session, actor: Actor, says: PageSays) -> UUID:
        kind = PersonKind.MINOR if says.signature is Signature.GUARDIAN else PersonKind.ADULT
        new, now = NewPerson(display_name=says.name, kind=kind, birth_date=says.birth_date), self._clock.now()
        person = persons.add(session, new, now=now, today=today(self._clock), by=actor.user_id)
        audit.append(session, AuditEvent.PERSON_ADDED, now=now, actor=actor, subject=person.id)
        return person.id

    def _settle(self, actor: Actor, page_id: UUID, state: PageState, event_id: UUID | None) -> None:
        with self._database.transaction() as session:
            page = session.get_one(ScanPage, page_id)
            page.state, page.consent_event_id = state, event_id
            session.add(page)
            self._note(session, actor, page)

    def _note(self, session: Session, actor: Actor, page: ScanPage) -> None:
        audit.append(
            session,
            AuditEvent.SCAN_SETTLED,
            now=self._clock.now(),
            actor=actor,
            subject=page.id,
            state=page.state.value,
        )


def _drawn(data: bytes, number: int) -> tuple[bytes, list[str]]:
    """Return a page as PNG and the codes on it.

    Of a PDF page that cannot be drawn safely the page itself is kept, as the bytes it came in: a person decides.
    """
    try:
        grey = reading.page(data, number, limits.shipped())
    except PaperUnfit:
        return data, []
    return reading.as_png(grey), reading.codes(grey)


def _form_on(session: Session, words: list[str]) -> PaperForm | None:
    """Return the one form whose code is on a page; two different forms on one page are for a person to sort out."""
    found: dict[UUID, PaperForm] = {}
    for word in words:
        try:
            form = printing.form_of(session, word)
        except FormCodeUnknown:
            continue
        found[form.id] = form
    return next(iter(found.values())) if len(found) == 1 else None


def _said(person_id: UUID, says: PageSays, form: PaperForm | None) -> NewConsent:
    return NewConsent(
        person_id=person_id,
        state=ConsentState.GIVEN if says.says_yes else ConsentState.REFUSED,
        purposes=says.purposes if says.says_yes else (EVERY_USE,),
        method=ConsentMethod.PAPER,
        signature=says.signature,
        scope=Scope(kind=form.scope_kind, id=form.scope_id) if form else GENERAL,
        notice_version=form.notice_version if form else None,
        language=form.language if form else None,
    )


def _waiting_page(session: Session, page_id: UUID) -> ScanPage:
    page = session.get(ScanPage, page_id)
    if page is None or not page.state.waits:
        raise PageUnknown(page=page_id)
    return page


def _key_of(session: Session, copy_id: UUID) -> UUID:
    owner = ledger.get(session, copy_id).person_id
    if owner is None:
        raise LookupError("evidence belongs to somebody")
    return owner


def _view(session: Session, page: ScanPage) -> PageView:
    form = session.get(PaperForm, page.form_id) if page.form_id else None
    return PageView(
        page_id=page.id,
        batch_id=page.batch_id,
        number=page.number,
        state=page.state,
        code=form.code if form else None,
        person=session.get(Person, page.person_id) if page.person_id else None,
    )
