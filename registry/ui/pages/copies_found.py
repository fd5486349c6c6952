"""Searching places for copies nobody remembered, what a person must look at, and archives taken over where they lie."""

from base64 import b64encode

import streamlit as st

from registry.access.permissions import Permission, require
from registry.api.links import PictureKind
from registry.copies.records import Copy
from registry.sweeping.archives import ArchiveProgress
from registry.sweeping.records import Sweep, SweepQuestion
from registry.sweeping.service import Question
from registry.sweeping.states import RunState
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.erasures import COPY_STATE_NAMES
from registry.ui.views.plain import plain
from registry.ui.views.sweeping import LEFT_NAMES, RUN_NAMES, archive_sentence, counted, found_words
from registry.ui.visit import Visit

_REFERENCES_SHOWN = 50
_FILES_SHOWN = 100
REFRESH_SECONDS = 5
_SEARCHES_SHOWN = 5


def show(visit: Visit) -> None:
    """Show the searches, the questions they leave, and the archives."""
    require(visit.actor, Permission.ERASE)
    st.title(visit.say("Find copies"))
    st.write(
        visit.say(
            "Others save photos under another name, make them smaller or cut them. Here you search a place for such "
            "copies. What may not stand there is taken down."
        )
    )
    _begin(visit)
    _progress(visit)
    _questions(visit)
    _archives(visit)
    st.html(markup.button(visit.say("All channels"), "/kanalen"))


def _begin(visit: Visit) -> None:
    places = visit.registry.sweeps.places(visit.actor)
    if not places:
        st.info(visit.say("There is no place a machine can list."))
        return
    with st.form("begin-search"):
        place = st.selectbox(visit.say("Which place?"), places, format_func=visit.place)
        asked = st.form_submit_button(visit.say("Search this place"), type="primary")
    if asked and place:
        with faults_here(visit):
            visit.registry.sweeps.hand_over(visit.actor, place)
            leave_note(visit.say("The search has begun. You can leave this page."))
            st.rerun()


def _progress(visit: Visit) -> None:
    runs = visit.registry.sweeps.sweeps(visit.actor)
    if not runs:
        return
    st.header(visit.say("Searches"))
    running = any(run.state is RunState.RUNNING for run in runs)

    @st.fragment(run_every=REFRESH_SECONDS if running else None)
    def watch() -> None:
        for run in visit.registry.sweeps.sweeps(visit.actor)[:_SEARCHES_SHOWN]:
            with st.container(border=True):
                _search(visit, run)

    watch()


def _search(visit: Visit, run: Sweep) -> None:
    when, state = visit.moment(run.started_at), visit.say(RUN_NAMES[run.state])
    st.markdown(
        f"**{plain(visit.place(run.place))}** · {plain(when)} · {plain(state)}  \n" + plain(found_words(run, visit.tr))
    )
    copies = visit.registry.sweeps.found(visit.actor, run.id) if run.added else []
    if not copies:
        return
    with st.expander(visit.say("Copies that were found")):
        st.write(visit.say("The search is sure of these: laid upon our photo, the picture is the same everywhere."))
        for copy in copies:
            _found(visit, copy)


def _found(visit: Visit, copy: Copy) -> None:
    """Show one copy that went into the ledger: our photo, and beside it where the copy lies and what became of it."""
    ours, where = st.columns([1, 2])
    with ours:
        if copy.state.may_exist and copy.photo_id is not None:
            st.html(markup.thumbnail(visit.picture(PictureKind.THUMBNAIL, copy.photo_id), visit.say("Our photo")))
    name = copy.locator or visit.say("not kept")
    where.markdown(f"{plain(name)}  \n{plain(visit.say(COPY_STATE_NAMES[copy.state]))}")


def _questions(visit: Visit) -> None:
    waiting = visit.registry.sweeps.open_questions(visit.actor)
    st.header(visit.say("Is this the same photo?"))
    if not waiting:
        st.write(visit.say("There is nothing to look at now."))
        return
    st.write(
        visit.say(
            "Of {number} pictures the search is not sure: they look like a photo of ours and differ in part. It may be "
            "a copy that was changed, or another photo of the same moment. Nothing happens to them until you answer.",
            number=waiting,
        )
    )
    for question in visit.registry.sweeps.questions(visit.actor):
        with st.container(border=True):
            _question(visit, question)


def _question(visit: Visit, question: Question) -> None:
    asked = question.asked
    ours, theirs = st.columns(2)
    with faults_here(visit):
        ours.caption(visit.say("Our photo {reference}", reference=question.reference))
        if question.erased:
            gone = visit.say("This photo was erased for good: nobody can show it any more.")
            ours.html(markup.missing(gone))
        else:
            shown = visit.picture(PictureKind.LARGE, asked.photo_id)
            ours.html(markup.photo(shown, visit.say("Our photo")))
        found = visit.say("Found in {place}", place=visit.place(asked.place))
        theirs.caption(f"{plain(found)}: {plain(asked.locator)}")
        theirs.html(markup.photo(_inline(visit.registry.sweeps.picture_asked(visit.actor, asked.id)), found))
    if question.erased:
        st.write(visit.say("If you know that this is the erased photo, say yes: then this copy is removed too."))
    else:
        st.write(
            visit.say(
                "Yes: it is noted as a copy, and taken down at once if the photo may not be shown there. No: it stays "
                "where it is and is not asked about again."
            )
        )
    same, other = st.columns(2)
    if same.button(visit.say("Yes, the same photo"), key=f"same_{asked.id}", type="primary", width="stretch"):
        _answer(visit, asked, same=True)
    if other.button(visit.say("No, another photo"), key=f"other_{asked.id}", width="stretch"):
        _answer(visit, asked, same=False)


def _inline(jpeg: bytes) -> str:
    """Return a picture as an address that holds it: the server keeps nothing of it."""
    return "data:image/jpeg;base64," + b64encode(jpeg).decode()


def _answer(visit: Visit, question: SweepQuestion, *, same: bool) -> None:
    with faults_here(visit):
        visit.registry.sweeps.answer(visit.actor, question.id, same=same)
        leave_note(
            visit.say("Noted. A copy that may not stand is taken down.")
            if same
            else visit.say("Noted: another photo. It stays where it is.")
        )
        st.rerun()


def _archives(visit: Visit) -> None:
    st.header(visit.say("Archives that exist already"))
    st.write(
        visit.say(
            "An archive on a share or a website can be taken into the register where it lies. Nothing there is moved "
            "or changed, and nothing is taken down by itself."
        )
    )
    _begin_archive(visit)
    for progress in visit.registry.adoptions.archives(visit.actor):
        with st.container(border=True):
            _archive(visit, progress)


def _begin_archive(visit: Visit) -> None:
    places = visit.registry.sweeps.places(visit.actor)
    events = {event.name: event.id for event in visit.registry.intake.events(visit.actor)}
    if not places or not events:
        return
    with st.expander(visit.say("Take an archive over")), st.form("begin-archive"):
        place = st.selectbox(visit.say("Which place?"), places, format_func=visit.place, key="archive-place")
        event = st.selectbox(visit.say("Into which event?"), list(events))
        asked = st.form_submit_button(visit.say("Take this archive over"))
    if asked and place and event:
        with faults_here(visit):
            visit.registry.adoptions.hand_over(visit.actor, place, events[event])
            leave_note(visit.say("It has begun. Large archives take days; you can leave this page."))
            st.rerun()


def _archive(visit: Visit, progress: ArchiveProgress) -> None:
    run = progress.run
    how_far = archive_sentence(progress, visit.place(run.place), visit.tr)
    st.markdown(f"{plain(how_far)}  \n*{plain(visit.say(RUN_NAMES[run.state]))}*")
    if run.state is RunState.RUNNING and progress.total:
        st.progress(progress.done / progress.total)
    if run.place not in visit.registry.sweeps.places(visit.actor):
        return
    counts = counted(visit.registry.adoptions.by_verdict(visit.actor, run.place), visit.tr)
    if counts:
        purpose = visit.registry.charter.purposes[visit.registry.adoptions.judged_for].title
        st.write(visit.say("As judged for: {purpose}", purpose=plain(visit.tr(purpose))))
    for line in counts:
        st.markdown(f"- {plain(line)}")
    refused = visit.registry.adoptions.without_ground(visit.actor, run.place, size=_REFERENCES_SHOWN)
    if refused:
        with st.expander(visit.say("Photos that stand there without a ground")):
            st.write(", ".join(one.reference for one in refused))
    left = visit.registry.adoptions.left_out(visit.actor, run.id, size=_FILES_SHOWN)
    if left:
        with st.expander(visit.say("Files that were not taken")):
            for file in left:
                st.markdown(f"{plain(file.locator or '')}: {plain(visit.say(LEFT_NAMES[file.outcome]))}")
