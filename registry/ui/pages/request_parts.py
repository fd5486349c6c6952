"""Parts of a request's page: the letter before it goes, hiding instead of destroying, and what was put back."""

from types import MappingProxyType

import streamlit as st

from registry.locale import N_
from registry.removal.states import ExtensionReason, LetterKind, PutBackState, RefusalReason
from registry.removal.views import RequestView
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_PUT_BACK = MappingProxyType(
    {
        PutBackState.DUE: (Light.GREY, N_("{place}: is being put back")),
        PutBackState.BACK: (Light.GREEN, N_("{place}: stands there again")),
        PutBackState.REFUSED: (Light.ORANGE, N_("{place}: not put back, the rules no longer allow it")),
        PutBackState.GIVEN_UP: (Light.RED, N_("{place}: not put back, the place does not answer")),
    }
)


def letter(
    visit: Visit,
    request: RequestView,
    kind: LetterKind,
    *,
    refusal: RefusalReason | None = None,
    extension: ExtensionReason | None = None,
) -> None:
    """Show the letter that a decision sends, as it stands now."""
    text = visit.registry.letters.preview(visit.actor, request.id, kind, refusal=refusal, extension=extension)
    if not request.contact_email:
        st.caption(visit.say("There is no e-mail address: print this letter, or tell it."))
    st.code(f"{text.subject}\n\n{text.body}", language=None, wrap_lines=True)


def hiding(visit: Visit, request: RequestView) -> None:
    """Offer to keep group photos for the others, where the person agreed that hiding their face is enough."""
    allowed = visit.registry.withdrawal.may_hide(visit.actor, request.id)
    for each in request.photos:
        if each.photo_id not in allowed or not each.state.holds:
            continue
        photo = visit.registry.intake.photo(visit.actor, each.photo_id)
        with st.container(border=True):
            st.markdown(f"**{plain(photo.reference)}**")
            st.write(visit.say("This person agrees that hiding their face is enough. Others stand in this photo too."))
            st.html(markup.button(visit.say("Hide faces"), f"/aanpassen?foto={photo.reference}"))
            if st.button(visit.say("The face is hidden: keep the photo"), key=f"hidden-{each.photo_id}"):
                with faults_here(visit):
                    visit.registry.withdrawal.keep_hidden(visit.actor, request.id, each.photo_id, request.version)
                    leave_note(visit.say("The photo stays, with the face hidden."))
                    st.rerun()


def put_back(visit: Visit, request: RequestView) -> None:
    """Say what became of what the request had taken down."""
    told = visit.registry.putting_back.told(visit.actor, [each.photo_id for each in request.photos])
    if not told:
        return
    st.subheader(visit.say("Put back after the decision"))
    for one in told:
        colour, words = _PUT_BACK[one.state]
        st.html(markup.light(colour, visit.say(words, place=one.place)))
