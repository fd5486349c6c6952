"""How far a request is: for the citizen who holds its secret link."""

import streamlit as st

from registry.copies.states import CopyKind, CopyState
from registry.recipients.states import NoticeState
from registry.removal.states import Reach
from registry.removal.views import Looks, StatusView
from registry.ui import markup
from registry.ui.feedback import faults_here
from registry.ui.pages.removal_form import confirm_contact, show_receipt
from registry.ui.views.erasures import COPY_STATE_NAMES, KIND_NAMES, look_words
from registry.ui.views.plain import plain
from registry.ui.views.removal_form import WISH_NAMES
from registry.ui.views.requests import citizen_steps
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the request whose link was opened; without one, say where to find the link."""
    st.title(visit.say("My request"))
    if not visit.request_token:
        st.write(
            visit.say("Open the link in your receipt or in our e-mail. You then see here how far your request is.")
        )
        st.write(
            visit.say(
                "No link any more? Ask us at our desk or by telephone. "
                "Say the number that starts with V, if you have it."
            )
        )
        st.html(markup.button(visit.say("Have my photo removed"), "/verwijderen", main=True))
        return
    with faults_here(visit):
        _request(visit, visit.registry.removal.status(visit.request_token))


def _request(visit: Visit, view: StatusView) -> None:
    show_receipt(visit, view.reference, visit.request_token)
    if view.reach is Reach.EMAIL and view.has_contact and not view.contact_verified and not view.state.is_final:
        confirm_contact(visit, visit.request_token)
    st.subheader(visit.say("What happens now?"))
    st.write(visit.say("You asked: {wish}.", wish=visit.say(WISH_NAMES[view.wish])))
    days = {"received": visit.day(view.received_at), "due": visit.day(view.due_on)}
    lines = citizen_steps(view.state, hides=view.hides, by_mail=view.reach is Reach.EMAIL)
    st.html(markup.steps((when, visit.say(text, **days)) for text, when in lines))
    _certificates(visit, view)
    _what_stays(visit, view)
    _looked(visit, view)


def _certificates(visit: Visit, view: StatusView) -> None:
    """Offer the newest certificate of each photo: after the last look it says more than the one in the e-mail."""
    for photo in view.certificates:
        words = visit.say("Certificate of photo {photo} (PDF)", photo=photo)
        st.html(markup.download(words, f"/verzoek/{visit.request_token}/attest-{photo}.pdf"))


def _what_stays(visit: Visit, view: StatusView) -> None:
    for kept in view.kept:
        st.write(visit.say("A version in which your face is hidden stays. Its number is {kept}.", kept=kept))
        st.write(visit.say("Can you still be recognised in it? Then ask us to remove that one too, with this number."))
        st.html(markup.button(visit.say("Have my photo removed"), "/verwijderen"))


def _looked(visit: Visit, view: StatusView) -> None:
    """Say what was looked at and when: the member of staff's look at the request, then each copy."""
    if view.decided_at:
        st.write(
            visit.say("A member of staff looked at your request on {moment}.", moment=visit.moment(view.decided_at))
        )
    if not view.copies:
        return
    st.subheader(visit.say("What we did with every copy"))
    for copy in view.copies:
        asked = copy.recipient and copy.state is CopyState.REMOVING  # it lies with them, and they did not answer yet
        kind = visit.say(KIND_NAMES[copy.kind])
        state = visit.say(NoticeState.WAITING.label if asked else COPY_STATE_NAMES[copy.state])
        whereabouts = copy.recipient or ("" if copy.kind is CopyKind.SENT else visit.place(copy.place))
        where = f" · {plain(whereabouts)}" if whereabouts else ""
        st.markdown(f"- {plain(kind)}{where}: **{plain(state)}**")
        st.caption("  \n".join(plain(line) for line in _look_lines(visit, copy.looks)))


def _look_lines(visit: Visit, looks: Looks) -> list[str]:
    """Return each look at a copy's place, when and how, and when the next one is, a line each."""
    lines = [
        visit.say("Looked on {moment}: {seen}", moment=visit.moment(look.at), seen=look_words(visit.tr, look))
        for look in looks.taken
    ]
    if looks.closed:
        lines.append(visit.say("We cannot look there ourselves."))
    if looks.next_at:
        lines.append(visit.say("We look again on {day}.", day=visit.day(looks.next_at)))
    return lines
