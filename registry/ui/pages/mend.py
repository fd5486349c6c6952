"""Mending one photo: what would help, shown before it is done; or hide, cut and reduce by one's own choice."""

import streamlit as st

from registry.analysis.measures import Box
from registry.api.links import PictureKind
from registry.charter.advice import RemedyKind
from registry.intake.errors import PhotoUnknown
from registry.intake.records import Photo
from registry.mending.errors import NothingToMend
from registry.mending.figures import shipped_figures
from registry.mending.recipe import Recipe, require_usable
from registry.mending.records import Mend
from registry.mending.states import MendState, Way
from registry.review.advising import Advice, Suggestion
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.marks import Mark, mark
from registry.ui.views.mending import HEADINGS, Choice, recipe_of, sentence
from registry.ui.views.photos import card
from registry.ui.views.plain import bullets, plain
from registry.ui.visit import Visit

SMALLEST_SIDE = 100


def show(visit: Visit) -> None:
    """Show the photo the address names. Raises PhotoUnknown."""
    reference = word_in_address("foto")
    if not reference:
        st.title(visit.say("Adapt a photo"))
        st.info(visit.say("Open a photo first, then choose “Hide faces, cut or make smaller” there."))
        st.html(markup.button(visit.say("Photos"), "/fotos", main=True))
        return
    found = visit.registry.intake.find_by_reference(reference)
    if found is None:
        raise PhotoUnknown(photo=None)
    advice = visit.registry.advice.advise(visit.actor, found.id)
    st.title(visit.say("Adapt photo {reference}", reference=found.reference))
    st.write(visit.say("The original never changes. What you make here is a copy, and that copy is what goes out."))
    mend = visit.registry.mending.mended(visit.actor, found.id)
    if mend:
        _made(visit, advice.photo, mend)
    _original(visit, advice)
    if mend is None or visit.registry.mending.may_replace(visit.actor, mend):
        _ways(visit, advice)
    st.html(markup.button(visit.say("Back to the photo"), f"/fotos?foto={found.reference}"))


def _ways(visit: Visit, advice: Advice) -> None:
    """Show what helps, and the choices of one's own."""
    for number, suggestion in enumerate(advice.suggestions):
        _suggestion(visit, advice, suggestion, number)
    if not advice.suggestions and not advice.outcome.may_go_out:
        st.info(visit.say("Nothing the computer can think of would help. Choose yourself, or do not use this photo."))
    _own_choice(visit, advice)


def _made(visit: Visit, photo: Photo, mend: Mend) -> None:
    """Show the copy that goes out, what the check found, and the way back."""
    with st.container(border=True):
        st.subheader(visit.say("The adapted version"))
        shown = card(visit.tr, photo, visit.registry.review.judgements(visit.actor, [photo.id]))
        st.html(markup.light(shown.verdict.light, shown.verdict.words))
        address = visit.picture(PictureKind.MENDED, photo.id)
        st.html(markup.photo(address, visit.say("The adapted version of photo {reference}", reference=photo.reference)))
        st.markdown(bullets(shown.verdict.reasons))
        st.caption(_checked(visit, mend))
        if not visit.registry.mending.may_replace(visit.actor, mend):
            st.info(visit.say("The communication officer made this version. Ask them if it should change."))
        elif st.button(visit.say("Take this version back"), key="undo", icon=":material/undo:"):
            with faults_here(visit):
                visit.registry.mending.undo(visit.actor, mend.id)
                leave_note(visit.say("Taken back. The copy was destroyed."))
                st.rerun()


def _checked(visit: Visit, mend: Mend) -> str:
    last = visit.registry.mending.checks(visit.actor, mend.id)[-1]
    return visit.say(
        "Checked on {moment}: the computer found no hidden face in it. Size: {width} × {height} pixels.",
        moment=visit.moment(last.checked_at),
        width=mend.width,
        height=mend.height,
    )


def _original(visit: Visit, advice: Advice) -> None:
    st.subheader(visit.say("The photo as it came in"))
    about = visit.say("Photo {reference}, {n} faces marked", reference=advice.photo.reference, n=len(advice.faces))
    photo = advice.photo
    address = visit.picture(PictureKind.LARGE, photo.id)
    st.html(markup.photo(address, about, _marks(advice), size=(photo.width, photo.height)))


def _marks(advice: Advice) -> list[Mark]:
    width, height = advice.photo.width, advice.photo.height
    return [
        mark(
            face.number,
            Box(x=face.x, y=face.y, width=face.width, height=face.height),
            photo_width=width,
            photo_height=height,
        )
        for face in advice.faces
    ]


def _suggestion(visit: Visit, advice: Advice, suggestion: Suggestion, number: int) -> None:
    with st.container(border=True):
        st.subheader(visit.say(HEADINGS[suggestion.kind]))
        st.write(plain(sentence(visit.tr, suggestion)))
        for person in suggestion.ask:
            st.html(markup.button(person.display_name, f"/vragen?persoon={person.id}"))
        if suggestion.kind is RemedyKind.ASK and not suggestion.ask:
            st.html(markup.button(visit.say("Ask consent"), f"/vragen?foto={advice.photo.id}"))
        if suggestion.recipe is None:
            return
        _preview(visit, advice, suggestion.recipe)
        if suggestion.kind is RemedyKind.HIDE:
            _beware(visit)
        if st.button(visit.say("Make this version"), key=f"make-{number}", type="primary"):
            _make(visit, advice, suggestion.recipe)


def _own_choice(visit: Visit, advice: Advice) -> None:
    with st.expander(visit.say("Choose yourself what to hide or cut away"), icon=":material/tune:"):
        choice = _asked(visit, advice)
        recipe = recipe_of(choice, advice.photo.width, advice.photo.height)
        with faults_here(visit):
            known = [face.number for face in advice.faces]
            try:
                require_usable(recipe, known, advice.photo.width, advice.photo.height, shipped_figures())
            except NothingToMend as nothing_yet:
                st.info(visit.fault(nothing_yet))
                return
            _preview(visit, advice, recipe)
            _beware(visit)
            if st.button(visit.say("Make this version"), key="make-own", type="primary"):
                _make(visit, advice, recipe)


def _asked(visit: Visit, advice: Advice) -> Choice:
    faces = st.multiselect(
        visit.say("Faces to hide"),
        [face.number for face in advice.faces],
        key="faces",
        placeholder=visit.say("Choose numbers"),
        select_all=False,
    )
    way = st.radio(
        visit.say("How?"), list(Way), key="way", horizontal=True, format_func=lambda each: visit.say(each.label)
    )
    sides = st.columns(2)
    left, right = (
        sides[0].slider(visit.say("Cut off at the left (%)"), 0, 90, 0, key="left"),
        sides[1].slider(visit.say("Cut off at the right (%)"), 0, 90, 0, key="right"),
    )
    top, bottom = (
        sides[0].slider(visit.say("Cut off at the top (%)"), 0, 90, 0, key="top"),
        sides[1].slider(visit.say("Cut off at the bottom (%)"), 0, 90, 0, key="bottom"),
    )
    side = st.number_input(
        visit.say("Longest side in pixels"), SMALLEST_SIDE, advice.long_side, advice.long_side, step=100, key="side"
    )
    return Choice(
        faces=tuple(sorted(faces)),
        way=way or Way.BLUR,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        long_side=int(side),
    )


def _preview(visit: Visit, advice: Advice, recipe: Recipe) -> None:
    address = visit.picture(PictureKind.PREVIEW, advice.photo.id, recipe=recipe.word)
    st.html(markup.photo(address, visit.say("How the adapted version would look")))


def _beware(visit: Visit) -> None:
    st.caption(
        visit.say("Look well: can somebody still be recognised by clothes, posture or place? The computer cannot tell.")
    )


def _make(visit: Visit, advice: Advice, recipe: Recipe) -> None:
    with faults_here(visit), st.spinner(visit.say("The version is made and checked…")):
        mend = visit.registry.mending.make(visit.actor, advice.photo.id, recipe)
        if mend.state is MendState.READY:
            leave_note(visit.say("Made and checked. When the photo is published, it is this version."))
            st.rerun()
        trouble = visit.say(mend.trouble.label) if mend.trouble else ""
        st.error(
            visit.say("This version was not kept. {trouble} Try another way: grey, or cut it away.", trouble=trouble),
            icon=":material/error:",
        )
