"""“May we use a photo of you?”: the form behind a secret link or a poster's code, filled in on a phone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from registry.asking import forms
from registry.asking.answering import Answered
from registry.asking.errors import FormIncomplete
from registry.asking.forms import Field, Filled, Role
from registry.asking.questions import Question
from registry.charter.charter import Signature
from registry.consent.events import APART, TAKING
from registry.consent.notices import CURRENT
from registry.consent.states import Authority
from registry.locale import LOCAL_TIME, in_a_row
from registry.ui import beside, codes, markup, signature
from registry.ui.feedback import faults_here
from registry.ui.views.asking import NEXT_SIGNER, ROLE_NAMES, notice, role_of
from registry.ui.views.identity import AUTHORITY_NAMES
from registry.ui.views.persons import purpose_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_FORM, _FAULTS, _FAULTY, _DONE = "consent_form_id", "consent_faults", "consent_faulty", "consent_done"
_TRIES = "consent_tries"
_FIRST_BIRTH = date(1900, 1, 1)
_LAST_DAY = date(2100, 12, 31)


def show(visit: Visit) -> None:
    """Show the form whose link was opened; without one, say where to find it."""
    st.title(visit.say("May we use a photo of you?"))
    if not visit.question_token:
        st.write(visit.say("Scan the code on the poster, or open the link you were given. The form then opens here."))
        return
    done = st.session_state.get(_DONE)
    if done and done[0] == visit.question_token:
        _thanks(visit, done[1])
        return
    with faults_here(visit):
        _form(visit, visit.registry.asking.questions.behind(visit.question_token))


def _form(visit: Visit, question: Question) -> None:
    _about(visit, question)
    with st.container(border=True):
        st.write(notice(CURRENT, visit.locale))
        st.html(markup.link(visit.say("What do these words mean?"), "/privacy"))
    role = role_of(question) if question.person_id else _role(visit)
    filled = _identity(visit, question, Filled(role=role))
    if TAKING in question.purposes:
        filled = replace(filled, taking=_taking(visit, role))
    filled = _yes_or_no(visit, question, filled)
    if filled.says_yes:
        filled = _yes(visit, question, filled)
    filled = _reach(visit, question, filled)
    if filled.says_yes:
        filled = _signed(visit, filled)
    if st.button(visit.say("Send my answer"), type="primary", key="consent_send"):
        _send(visit, filled)
    _missing(visit, filled)


def _missing(visit: Visit, filled: Filled) -> None:
    """Say at the button what the fields above say too: on a phone they may be out of sight."""
    faults = {field: words for field in Field if (words := _standing(filled, field))}
    if faults:
        lines = "".join(f"\n- {visit.say(words)}" for words in dict.fromkeys(faults.values()))
        st.warning(visit.say("Your answer is not sent yet. Look above:") + "\n" + lines, icon=":material/arrow_upward:")


def _about(visit: Visit, question: Question) -> None:
    if question.photo_id is not None:
        st.html(markup.photo("/api/vraag/foto", visit.say("The photo this question is about")))
        st.caption(visit.say("We covered the faces of other people."))
    if question.event is not None:
        event = question.event
        st.write(in_a_row(f"**{plain(event.name)}**", plain(event.place), visit.day(event.starts_on)))
    if question.name is not None:
        st.write(visit.say("It is about: {name}", name=plain(question.name)))


def _role(visit: Visit) -> Role:
    chosen = st.radio(
        visit.say("Whom is it about?"), list(Role), key="consent_role",
        format_func=lambda role: visit.say(ROLE_NAMES[role]),
    )  # fmt: skip
    return chosen or Role.ADULT


def _identity(visit: Visit, question: Question, filled: Filled) -> Filled:
    role = filled.role
    if question.person_id is None:
        about = visit.say("Name of the child") if role is Role.GUARDIAN else visit.say("Your name")
        name = st.text_input(about, key="consent_name", max_chars=120, autocomplete="name")
        filled = replace(filled, name=name)
        _fault(visit, Field.NAME, filled)
        if role is not Role.ADULT:
            filled = _birth_date(visit, filled)
    if role is Role.GUARDIAN:
        own = visit.say("Your own name (parent or guardian)")
        signer = st.text_input(own, key="consent_signer", max_chars=120, autocomplete="name")
        filled = replace(filled, signer=signer)
        _fault(visit, Field.SIGNER, filled)
        filled = _authority(visit, filled)
    return filled


def _authority(visit: Visit, filled: Filled) -> Filled:
    chosen = st.radio(
        visit.say("By what right do you sign?"), list(Authority), index=None, key="consent_authority",
        format_func=lambda right: visit.say(AUTHORITY_NAMES[right]),
    )  # fmt: skip
    filled = replace(filled, authority=chosen)
    _fault(visit, Field.AUTHORITY, filled)
    if chosen is None or not chosen.needs_mandate:
        return filled
    mandate = st.text_input(
        visit.say("What shows that? (a judgement and its date, say)"), key="consent_mandate", max_chars=300
    )
    filled = replace(filled, mandate=mandate)
    _fault(visit, Field.MANDATE, filled)
    return filled


def _birth_date(visit: Visit, filled: Filled) -> Filled:
    today = visit.registry.clock.now().astimezone(LOCAL_TIME).date()
    given = st.date_input(
        visit.say("Birth date"), value=None, key="consent_birth", format="DD/MM/YYYY", min_value=_FIRST_BIRTH,
        max_value=today,
    )  # fmt: skip
    filled = replace(filled, birth_date=given)
    _fault(visit, Field.BIRTH_DATE, filled)
    return filled


def _taking(visit: Visit, role: Role) -> bool | None:
    asked, no = visit.say("May we take photos in which you can be recognised?"), visit.say("No, take no photo of me")
    if role is Role.GUARDIAN:
        asked = visit.say("May we take photos in which your child can be recognised?")
        no = visit.say("No, take no photo of my child")
    return st.radio(
        asked, [True, False], index=None, key="consent_taking",
        format_func=lambda yes: visit.say("Yes, you may take photos") if yes else no,
    )  # fmt: skip


def _yes_or_no(visit: Visit, question: Question, filled: Filled) -> Filled:
    words = visit.say("May we also use them?") if TAKING in question.purposes else visit.say("Do you agree?")
    no = visit.say("No, do not show my child") if filled.role is Role.GUARDIAN else visit.say("No, do not show me")
    chosen = st.radio(
        words, [True, False], index=None, key="consent_answer",
        format_func=lambda yes: visit.say("Yes, for what I tick below") if yes else no,
    )  # fmt: skip
    filled = replace(filled, says_yes=chosen)
    _fault(visit, Field.ANSWER, filled)
    return filled


def _yes(visit: Visit, question: Question, filled: Filled) -> Filled:
    purposes = visit.registry.charter.purposes
    heading = visit.say("You may use photos of me for:")
    if filled.role is Role.GUARDIAN:
        heading = visit.say("You may use photos of my child for:")
    st.html(markup.heading(heading))
    ticked = [
        code
        for code in question.purposes
        if code not in APART and st.checkbox(visit.say(purpose_title(purposes, code)), key=f"consent_for_{code}")
    ]
    filled = replace(filled, purposes=tuple(ticked))
    _fault(visit, Field.PURPOSES, filled)
    today = visit.registry.clock.now().astimezone(LOCAL_TIME).date()
    until = st.date_input(
        visit.say("Until when? (empty: until I take it back)"), value=None, key="consent_form_until",
        format="DD/MM/YYYY", min_value=today, max_value=_LAST_DAY,
    )  # fmt: skip
    filled = replace(filled, until=until)
    _fault(visit, Field.UNTIL, filled)
    return _since(visit, filled, today)


def _since(visit: Visit, filled: Filled, today: date) -> Filled:
    """Ask a first day only of who looks for it: most yeses hold at once."""
    with st.expander(visit.say("More")):
        since = st.date_input(
            visit.say("From when? (empty: at once)"), value=None, key="consent_form_since", format="DD/MM/YYYY",
            min_value=today, max_value=_LAST_DAY,
        )  # fmt: skip
    filled = replace(filled, since=since)
    _fault(visit, Field.SINCE, filled)
    return filled


def _reach(visit: Visit, question: Question, filled: Filled) -> Filled:
    own = visit.say("Your e-mail, for a copy (not needed)")
    filled = replace(filled, email=st.text_input(own, key="consent_email", autocomplete="email"))
    _fault(visit, Field.EMAIL, filled)
    if filled.role is Role.ADULT or question.consent_id is not None:
        return filled
    label = visit.say("E-mail of a parent or guardian (not needed)")
    if filled.role is Role.GUARDIAN:
        label = visit.say("E-mail of the child, if it is 12 or 13 (not needed)")
    filled = replace(filled, other_email=st.text_input(label, key="consent_other_email"))
    _fault(visit, Field.OTHER_EMAIL, filled)
    return filled


def _signed(visit: Visit, filled: Filled) -> Filled:
    drawn = signature.show(visit, "consent_signature")
    typed = st.text_input(visit.say("Or type your name as your signature"), key="consent_typed", max_chars=120)
    filled = replace(filled, drawn=drawn, typed=typed)
    _fault(visit, Field.SIGNED, filled)
    return filled


def _send(visit: Visit, filled: Filled) -> None:
    form_id = st.session_state.setdefault(_FORM, forms.form_id(visit.csrf, visit.question_token, filled))
    try:
        done = visit.registry.asking.answering.answer(visit.question_token, form_id, filled, visit.locale)
    except FormIncomplete as wrong:
        st.session_state.update({_FAULTS: wrong.faults, _FAULTY: filled})
        st.session_state.pop(_FORM)
        beside.attempt(_TRIES)
        st.rerun()
    for name in (_FORM, _FAULTS, _FAULTY):
        st.session_state.pop(name, None)
    st.session_state[_DONE] = (visit.question_token, done)
    st.rerun()


def _fault(visit: Visit, field: Field, filled: Filled) -> None:
    if words := _standing(filled, field):
        beside.fault(field.value, visit.say(words), attempt=st.session_state.get(_TRIES, 0))


def _standing(filled: Filled, field: Field) -> str:
    """Return what is wrong with a field, as long as it holds what was wrong: nothing once it was changed."""
    faults: Mapping[str, str] = st.session_state.get(_FAULTS, {})
    before: Filled | None = st.session_state.get(_FAULTY)
    if before is None or _said(filled, field) != _said(before, field):
        return ""
    return faults.get(field.value, "")


def _said(filled: Filled, field: Field) -> object:
    if field is Field.SIGNED:
        return filled.drawn, filled.typed
    return filled.says_yes if field is Field.ANSWER else getattr(filled, field.value)


def _thanks(visit: Visit, done: Answered) -> None:
    st.success(visit.say("Thank you. We have your answer."), icon=":material/check_circle:")
    if done.waits_for is not None and done.next_address:
        st.subheader(visit.say("One more signature"))
        st.write(visit.say(NEXT_SIGNER[done.waits_for or Signature.OWN]))
        codes.show(visit, done.next_address)
    st.write(visit.say("On your receipt you read what you answered. There you also take it back, whenever you want."))
    st.html(markup.button(visit.say("To my receipt"), f"/bewijs/{done.receipt_token}", main=True))
