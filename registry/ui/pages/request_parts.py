"""Parts of a request's page: the letter before it goes, and what was put back."""

from types import MappingProxyType

import streamlit as st

from registry.locale import N_
from registry.removal.states import ExtensionReason, LetterKind, PutBackState, RefusalReason
from registry.removal.views import RequestView
from registry.ui import markup
from registry.ui.views.light import Light
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
    hides: bool = False,
    destroys: bool = True,
) -> None:
    """Show the letter that a decision sends, as it stands now."""
    text = visit.registry.letters.preview(
        visit.actor, request.id, kind, refusal=refusal, extension=extension, hides=hides, destroys=destroys
    )
    if not request.contact_email:
        st.caption(visit.say("There is no e-mail address: print this letter, or tell it."))
    st.code(f"{text.subject}\n\n{text.body}", language=None, wrap_lines=True)


def put_back(visit: Visit, request: RequestView) -> None:
    """Say what became of what the request had taken down."""
    photos = [each.photo_id for each in request.photos]
    versions = visit.registry.replacing.of_request(visit.actor, request.id).values()
    photos += [one.replaced_by for one in versions if one.replaced_by]
    told = visit.registry.putting_back.told(visit.actor, photos)
    if not told:
        return
    st.subheader(visit.say("Put back after the decision"))
    for one in told:
        colour, words = _PUT_BACK[one.state]
        st.html(markup.light(colour, visit.say(words, place=one.place)))
