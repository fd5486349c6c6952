"""The receipt of an answer: what was agreed, its files, recognition apart, and taking it back in two presses."""

import streamlit as st

from registry.asking.receipts import ReceiptView
from registry.consent.events import ScopeKind
from registry.consent.notices import CURRENT_RECOGNITION
from registry.ui import codes, handing, markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.asking import NEXT_SIGNER, SCOPE_SENTENCES, notice, titles
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.visit import Visit
from registry.withdrawal.service import Outcome
from registry.withdrawal.states import Choice


def show(visit: Visit) -> None:
    """Show the receipt whose link was opened; without one, say where to find it."""
    st.title(visit.say("Your answer about photos"))
    if not visit.receipt_token:
        st.write(visit.say("Open the link on your receipt or in our e-mail. You then see here what you answered."))
        st.write(visit.say("No link any more? Ask us at our desk or by telephone: we look your answer up with you."))
        return
    with faults_here(visit):
        _receipt(visit, visit.registry.asking.receipts.view(visit.receipt_token))


def _receipt(visit: Visit, view: ReceiptView) -> None:
    words = visit.say("You said yes") if view.said_yes else visit.say("You said no, or took it back")
    st.html(markup.light(Light.GREEN if view.said_yes else Light.RED, words))
    st.write(visit.say("Name: {name}", name=plain(view.name)))
    if view.signer:
        st.write(visit.say("Signed by: {name}", name=plain(view.signer)))
    if view.said_yes:
        purposes = visit.registry.charter.purposes
        st.write(visit.say("For: {uses}", uses=plain(titles(visit.tr, purposes, view.purposes))))
    if view.taking is not None:
        agreed = visit.say("Photos may be taken") if view.taking else visit.say("No photos may be taken")
        st.write(agreed)
    if view.place or view.scope_kind is ScopeKind.GENERAL:
        st.write(visit.say(SCOPE_SENTENCES[view.scope_kind], place=plain(view.place or "")))
    if view.valid_until:
        st.write(visit.say("Until {day}", day=visit.day(view.valid_until)))
    if view.waiting is not None and view.next_address:
        st.warning(visit.say(NEXT_SIGNER[view.waiting]), icon=":material/hourglass_empty:")
        codes.show(visit, view.next_address)
    if view.said_yes:
        _take_back(visit)
    _files(visit)
    if view.may_be_recognised:
        _recognition(visit, view)


def _take_back(visit: Visit) -> None:
    if not st.session_state.get("receipt_sure"):
        if st.button(visit.say("Take my yes back"), key="receipt_take_back"):
            st.session_state["receipt_sure"] = True
            st.rerun()
        return
    st.write(visit.say("Photos that need your yes are then taken down where the municipality placed them."))
    choice, hiding = _photos(visit)
    if st.button(visit.say("Yes, take it back"), key="receipt_confirm", type="primary"):
        done = visit.registry.withdrawal.take_back(visit.receipt_token, choice, hiding_is_enough=hiding)
        st.session_state.pop("receipt_sure")
        leave_note(_told(visit, done, choice))
        st.rerun()
    if st.button(visit.say("No, keep it"), key="receipt_keep"):
        st.session_state.pop("receipt_sure")
        st.rerun()


def _photos(visit: Visit) -> tuple[Choice, bool]:
    """Ask what becomes of the photos that single the person out; nothing where there are none."""
    number = visit.registry.withdrawal.concerned(visit.receipt_token)
    if not number:
        return Choice.UNPUBLISH, False
    choice = st.radio(
        visit.say("Photos that show you clearly: {n}. What must happen to them?", n=number),
        [Choice.ERASE, Choice.UNPUBLISH], key="receipt_choice", format_func=lambda one: visit.say(one.label),
    )  # fmt: skip
    hiding = choice is Choice.ERASE and st.checkbox(
        visit.say("Am I in a photo with others? Then it is enough that my face is hidden."), key="receipt_hiding"
    )
    return choice or Choice.UNPUBLISH, hiding


def _told(visit: Visit, done: Outcome, choice: Choice) -> str:
    said = [visit.say("Your yes is taken back. You need not do anything more.")]
    if choice is Choice.UNPUBLISH:
        said.append(visit.say("Photos that need your yes are taken down now, and shown nowhere."))
    if done.erasing:
        said.append(visit.say("Photos that are being destroyed: {n}.", n=done.erasing))
    if done.asked:
        said.append(visit.say("Photos with others that are blocked while a member of staff looks: {n}.", n=done.asked))
    return " ".join(said)


def _files(visit: Visit) -> None:
    place = st.container(horizontal=True)
    place.html(markup.download(visit.say("Receipt (PDF)"), "/api/ontvangstbewijs.pdf"), width="content")
    place.html(markup.download(visit.say("Receipt for computers"), "/api/ontvangstbewijs.jsonld"), width="content")


def _recognition(visit: Visit, view: ReceiptView) -> None:
    with st.expander(visit.say("Apart, and only if you want: let the computer recognise you"), icon=":material/face:"):
        st.write(notice(CURRENT_RECOGNITION, visit.locale))
        if view.is_recognised and st.button(visit.say("Do not recognise me any more"), key="selfie_stop"):
            visit.registry.asking.receipts.stop_recognising(visit.receipt_token, visit.locale)
            leave_note(visit.say("The templates of your face are destroyed."))
            st.rerun()
        agreed = st.checkbox(visit.say("Yes, make a template of my face"), key="selfie_yes")
        picture = handing.show(
            visit, "selfie", visit.say("A picture of your face, from the front"),
            visit.say("We make a template of it, and throw the picture away at once."), camera=True,
        )  # fmt: skip
        ready = agreed and picture
        if st.button(visit.say("Send this picture"), key="selfie_send", disabled=not ready):
            _enrol(visit)


def _enrol(visit: Visit) -> None:
    with faults_here(visit):
        visit.registry.asking.receipts.enrol(visit.receipt_token, handing.take(visit, "selfie"), visit.locale)
        leave_note(visit.say("The computer can recognise you now. Take it back here whenever you want."))
        st.rerun()
