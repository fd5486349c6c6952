"""On a person's page: record what they, or who signs for them, said; each fault stands beside its field."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from registry.charter.charter import Signature
from registry.consent.errors import ConsentError
from registry.consent.events import GENERAL, TAKING, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.guardians import is_in_force
from registry.consent.recording import NewConsent
from registry.consent.records import ConsentEvent, Person
from registry.errors import RegistryError
from registry.locale import LOCAL_TIME
from registry.paper import limits
from registry.tray.figures import MEGABYTE
from registry.ui import handing
from registry.ui.feedback import leave_note
from registry.ui.views.persons import ASKED_METHODS, METHOD_NAMES, SIGNATURE_NAMES, STATE_NAMES, purpose_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_PROOF = "consent_proof"
EVIDENCE_TYPES = ("pdf", "jpg", "jpeg", "png", "heic", "txt", "eml")
LARGEST = limits.shipped().evidence_bytes
_LAST = "consent_last"

Beside = dict[str, DeltaGenerator]


def ask(visit: Visit, person: Person, history: Sequence[ConsentEvent]) -> None:
    """Ask for an answer and record it; the same form sent twice is one event."""
    beside: Beside = {}
    handing.show_file(
        visit, _PROOF, visit.say("Scan or photo of the form, or the e-mail (not needed)"),
        visit.say("At most {n} MB.", n=LARGEST // MEGABYTE), types=EVIDENCE_TYPES, limit=LARGEST,
    )  # fmt: skip
    beside["evidence"] = st.empty()
    with st.form("new_consent"):
        new = _said(visit, person, beside)
        new = _how(visit, new, beside)
        new = replace(new, scope=_scope(visit, beside))
        new = _period(visit, new, beside)
        if st.form_submit_button(visit.say("Record the answer"), type="primary", key="consent_record"):
            _record(visit, new, history, beside)


def _said(visit: Visit, person: Person, beside: Beside) -> NewConsent:
    purposes = visit.registry.charter.purposes
    says = st.radio(
        visit.say("What does the person say?"), [ConsentState.GIVEN, ConsentState.REFUSED], key="consent_says",
        format_func=lambda state: visit.say(STATE_NAMES[state]), horizontal=True,
    )  # fmt: skip
    chosen = st.multiselect(
        visit.say("To which uses?"), [*purposes, TAKING], key="consent_purposes",
        placeholder=visit.say("Choose one or more"), select_all=False,
        format_func=lambda code: visit.say(purpose_title(purposes, code)),
    )  # fmt: skip
    beside["purposes"] = st.empty()
    who = st.selectbox(
        visit.say("Who said it?"), list(Signature), key="consent_who",
        format_func=lambda signature: visit.say(SIGNATURE_NAMES[signature]),
    )  # fmt: skip
    signature = who or Signature.OWN
    guardian = _guardian(visit, person, beside)
    return NewConsent(
        person_id=person.id, state=says, purposes=tuple(chosen), method=ASKED_METHODS[0], signature=signature,
        signed_by=guardian if signature is Signature.GUARDIAN else None,
    )  # fmt: skip


def _guardian(visit: Visit, person: Person, beside: Beside) -> UUID | None:
    """Ask which of those who may sign for a minor today said it; nobody to choose, nothing asked."""
    today = visit.registry.clock.now().astimezone(LOCAL_TIME).date()
    ties = visit.registry.desk.identities.guardians(visit.actor, person.id)
    names: dict[UUID | None, str] = {
        tie.other.id: tie.other.display_name for tie in ties if is_in_force(tie.tie, today)
    }
    if not names:
        return None
    chosen = st.selectbox(
        visit.say("Which parent or guardian, if one of them said it?"), [None, *names], key="consent_guardian",
        format_func=lambda one: plain(names[one]) if one in names else visit.say("Nobody of these"),
    )  # fmt: skip
    beside["guardian"] = st.empty()
    return chosen


def _how(visit: Visit, new: NewConsent, beside: Beside) -> NewConsent:
    how = st.selectbox(
        visit.say("How?"), ASKED_METHODS, key="consent_how",
        format_func=lambda method: visit.say(METHOD_NAMES[method]),
    )  # fmt: skip
    witness = st.text_input(
        visit.say("Who heard it? (only for a yes that was spoken)"), key="consent_witness", max_chars=120
    )
    beside["witness"] = st.empty()
    spoken = how is ConsentMethod.SPOKEN
    return replace(
        new, method=how or ASKED_METHODS[0], witness=witness if spoken else "",
        evidence=handing.read(visit, _PROOF) if handing.is_given(visit, _PROOF) else None,
    )  # fmt: skip


def _scope(visit: Visit, beside: Beside) -> Scope:
    """Ask to which photos the answer is: all, those of one event, or one photo by its reference."""
    found = visit.registry.intake.events(visit.actor)
    names: dict[UUID | None, str] = {
        None: visit.say("All photos, of now and later"),
        **{event.id: event.name for event in found},
    }
    chosen = st.selectbox(
        visit.say("To which photos?"), list(names), key="consent_event", format_func=lambda one: names[one]
    )
    reference = st.text_input(visit.say("Only one photo? Its reference (F-…)"), key="consent_photo")
    beside["scope"] = st.empty()
    if reference.strip():
        photo = visit.registry.intake.find_by_reference(reference)
        if photo is None:
            beside["scope"].error(visit.say("No photo has this reference."))
        return Scope(kind=ScopeKind.PHOTO, id=photo.id if photo else None)
    return Scope(kind=ScopeKind.EVENT, id=chosen) if chosen else GENERAL


def _period(visit: Visit, new: NewConsent, beside: Beside) -> NewConsent:
    since: date | None = st.date_input(
        visit.say("From when? (empty: at once)"), value=None, key="consent_since", format="DD/MM/YYYY"
    )
    until: date | None = st.date_input(
        visit.say("Until when? (empty: until it is taken back)"), value=None, key="consent_until", format="DD/MM/YYYY"
    )
    beside["valid_until"] = st.empty()
    return replace(new, valid_from=since, valid_until=until)


def _record(visit: Visit, new: NewConsent, history: Sequence[ConsentEvent], beside: Beside) -> None:
    new = replace(new, id=_id_of(new, history))
    try:
        visit.registry.consent.record_consent(visit.actor, new)
    except RegistryError as refused:
        field = str(refused.data.get("field", "")) if isinstance(refused, ConsentError) else "evidence"
        beside.get(field, st).error(visit.fault(refused), icon=":material/error:")
        return
    handing.drop(visit, _PROOF)
    leave_note(visit.say("The answer is recorded. The photos are checked again."))
    st.rerun()


def _id_of(new: NewConsent, history: Sequence[ConsentEvent]) -> UUID:
    """Return the event's id: that of the last answer while it is the newest and says the same, else a new one."""
    said, proof = replace(new, evidence=None), sha256(new.evidence).hexdigest() if new.evidence else ""
    last: tuple[NewConsent, str, UUID] | None = st.session_state.get(_LAST)
    if last is not None and last[0] == said and proof in ("", last[1]) and history and history[0].id == last[2]:
        return last[2]  # a second press: the proof was let go of when the first was recorded
    fresh = uuid4()
    st.session_state[_LAST] = (said, proof, fresh)
    return fresh
