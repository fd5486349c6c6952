"""Parts of a request's page: hiding a face instead of destroying the photo, where the person agreed to it."""

from uuid import UUID

import streamlit as st

from registry.analysis.measures import Box
from registry.api.links import PictureKind
from registry.intake.records import Photo
from registry.mending.states import Way
from registry.removal.states import LetterKind
from registry.removal.views import RequestView
from registry.replacing.choosing import Hidden, Offer
from registry.replacing.records import Replacement
from registry.replacing.states import ReplacementState
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages.request_parts import letter
from registry.ui.views.marks import Mark, mark
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def marks(visit: Visit, photo: Photo) -> list[Mark]:
    """Return the boxes of a photo's faces, with the numbers to choose."""
    return [
        mark(
            face.number,
            Box(x=face.x, y=face.y, width=face.width, height=face.height),
            photo_width=photo.width,
            photo_height=photo.height,
        )
        for face in visit.registry.advice.advise(visit.actor, photo.id).faces
    ]


def choose(visit: Visit, offer: Offer) -> Hidden | None:
    """Ask whether a face is hidden instead, and which; None where the photo is to be destroyed.

    A choice without a face is given too: it is refused when it is to be carried out.
    """
    st.info(visit.say("This person agrees that hiding their face is enough."), icon=":material/visibility_off:")
    hides = st.radio(
        visit.say("What becomes of this photo?"), [True, False], key=f"hides-{offer.photo_id}",
        format_func=lambda each: visit.say("Hide their face") if each else visit.say("Destroy the photo"),
    )  # fmt: skip
    if not hides:
        return None
    faces = st.multiselect(
        visit.say("Faces to hide: every face of this person"),
        list(offer.faces),
        default=list(offer.theirs),
        key=f"hidden-{offer.photo_id}",
        placeholder=visit.say("Choose numbers"),
        select_all=False,
    )
    way = st.radio(
        visit.say("How?"), list(Way), key=f"way-{offer.photo_id}", horizontal=True,
        format_func=lambda each: visit.say(each.label),
    )  # fmt: skip
    hidden = Hidden(faces=tuple(sorted(faces)), way=way or Way.BLUR, analysis_id=offer.analysis_id)
    if hidden.faces:
        _shown(visit, offer, hidden)
    return hidden


def _shown(visit: Visit, offer: Offer, hidden: Hidden) -> None:
    """Show the version, and say what becomes of it."""
    word = visit.registry.replacing.recipe_word(visit.actor, offer.photo_id, hidden)
    address = visit.picture(PictureKind.PREVIEW, offer.photo_id, recipe=word)
    st.html(markup.photo(address, visit.say("How the adapted version would look")))
    st.caption(
        visit.say("Look well: can somebody still be recognised by clothes, posture or place? The computer cannot tell.")
    )
    lines = [
        visit.say("The version becomes a photo of its own, with a new number."),
        *_where(visit, offer),
        visit.say("The photo as it is now is destroyed, also in our safe. That cannot be undone."),
    ]
    for line in lines:
        st.markdown(f"- {plain(line)}")


def _where(visit: Visit, offer: Offer) -> list[str]:
    if not offer.places:
        return [visit.say("The photo stood nowhere, so the version is not put anywhere by itself.")]
    return [
        visit.say("It goes back to: {places}.", places=", ".join(map(visit.place, offer.places))),
        visit.say("The words that stood with the photo do not come along: they may name somebody."),
    ]


def accept(visit: Visit, request: RequestView, hide: dict[UUID, Hidden], seen: dict[UUID, str]) -> None:
    """Show the letter and the button that accepts a request by hiding, and destroys its other photos."""
    whole = [each for each in request.photos if each.state.holds and each.photo_id not in hide]
    with st.popover(visit.say("Letter that goes out")):
        letter(visit, request, LetterKind.ACCEPTED, hides=True, destroys=bool(whole))
    label = visit.say("Accept: hide where chosen, destroy the rest") if whole else visit.say("Accept: hide the face")
    if st.button(label, key="accept", type="primary", icon=":material/visibility_off:"):
        with faults_here(visit), st.spinner(visit.say("The version is made and checked…")):
            visit.registry.replacing.accept(visit.actor, request.id, request.version, hide, seen)
            leave_note(visit.say("Accepted. The version is made, the photo is destroyed. The citizen gets a letter."))
            st.rerun()


def becoming(visit: Visit, replacement: Replacement) -> None:
    """Say how far the hiding of a photo is; what failed asks the officer."""
    if replacement.state.can_run:
        st.html(markup.words(visit.say("The version with hidden faces is being made.")))
    elif replacement.state is ReplacementState.REPLACED and replacement.replaced_by:
        version = visit.registry.intake.photo(visit.actor, replacement.replaced_by)
        st.write(visit.say("A version with hidden faces stays. Its number is {kept}.", kept=version.reference))
        st.html(markup.button(visit.say("See the version"), f"/fotos?foto={version.reference}"))
    elif replacement.state is ReplacementState.FAILED:
        _failed(visit, replacement)


def _failed(visit: Visit, replacement: Replacement) -> None:
    st.error(
        visit.say("No version could be made in which this person cannot be recognised. The photo stays blocked."),
        icon=":material/error:",
    )
    if st.button(visit.say("Destroy the photo instead"), key=f"instead-{replacement.id}", type="primary"):
        with faults_here(visit):
            visit.registry.replacing.destroy_instead(visit.actor, replacement.id)
            leave_note(visit.say("The photo is being destroyed."))
            st.rerun()
