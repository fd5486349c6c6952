"""The engine that looks at photos: which one, and a second look at the archive that is shown before it counts."""

import streamlit as st

from registry.access.permissions import Permission
from registry.reanalysis.archive import Change
from registry.reanalysis.service import Overview, ReanalysisService
from registry.reanalysis.states import ReanalysisState
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.feedback import faults_here, leave_note, show_note
from registry.ui.paging import turn_pages
from registry.ui.views.engines import STATE_LIGHTS, STATE_NAMES, change_lines
from registry.ui.views.pages import PAGE_SIZE, page_number
from registry.ui.views.plain import plain
from registry.ui.views.review import SHOT_NAMES
from registry.ui.visit import Visit

REFRESH_SECONDS = 3


def show(visit: Visit) -> None:
    """Show the engine in use, the re-analysis under way or the offer of one, and what it would change."""
    st.title(visit.say("Photo analysis"))
    show_note()
    service = visit.registry.reanalysis
    engine, _ = service.engines(visit.actor)
    used = visit.say("Photos are looked at by {engine}, version {version}.", engine=engine.name, version=engine.version)
    st.markdown(plain(used))
    _people_to_ask(visit, service)
    seen = service.overview(visit.actor)
    if seen is None or seen.run.state.is_final:
        _over(visit, seen)
        _offer(visit, service)
    else:
        _under_way(visit, service, seen)


def _people_to_ask(visit: Visit, service: ReanalysisService) -> None:
    people = service.people_to_ask(visit.actor)
    if not people:
        return
    st.warning(
        visit.say(
            "{count} people can no longer be recognised: their face template is of another engine. "
            "Ask them for a new picture.",
            count=len(people),
        )
    )
    with st.expander(visit.say("Who they are")):
        for person in people:
            st.markdown(f"- [{plain(person.display_name)}](/personen?persoon={person.id})")


def _over(visit: Visit, seen: Overview | None) -> None:
    if seen is None:
        return
    st.html(markup.row(visit.say("Last second look"), _light(visit, seen.run.state)))


def _offer(visit: Visit, service: ReanalysisService) -> None:
    outdated = service.outdated(visit.actor)
    if not outdated:
        st.success(visit.say("Every photo was looked at by this engine. There is nothing to do."))
        return
    st.markdown(
        visit.say(
            "**{count} photos** were looked at by an earlier engine. A second look shows which decisions would change. "
            "Nothing changes until you apply it.",
            count=outdated,
        )
    )
    if visit.may(Permission.MANAGE_ENGINES) and st.button(visit.say("Look at the archive again"), type="primary"):
        with faults_here(visit):
            service.start(visit.actor)
            st.rerun()


def _under_way(visit: Visit, service: ReanalysisService, seen: Overview) -> None:
    before = seen.run.state

    @st.fragment(run_every=REFRESH_SECONDS if before.needs_worker else None)
    def watch() -> None:
        fresh = service.overview(visit.actor)
        if fresh is None or fresh.run.state is not before:
            st.rerun()
        else:
            _progress(visit, fresh)

    watch()
    _doings(visit, service, before)
    _changes(visit, service, seen)


def _progress(visit: Visit, seen: Overview) -> None:
    run, done = seen.run, seen.progress
    st.html(_light(visit, run.state))
    part, whole = done.seen + done.unreadable, done.total
    if run.state is ReanalysisState.APPLYING:
        part, whole = done.applied, done.seen
    st.progress(part / whole if whole else 1.0, visit.say("{n} of {total} photos", n=part, total=whole))
    st.caption(visit.say("New engine: {engine}, version {version}", engine=run.engine, version=run.engine_version))
    if done.unreadable:
        st.caption(visit.say("{count} photos could not be read; for them nothing changes.", count=done.unreadable))
    if done.waiting:
        st.caption(
            visit.say("{count} photos are left alone while somebody's request about them is open.", count=done.waiting)
        )


def _doings(visit: Visit, service: ReanalysisService, state: ReanalysisState) -> None:
    if not visit.may(Permission.MANAGE_ENGINES):
        return
    with st.container(horizontal=True), faults_here(visit):
        if state is ReanalysisState.RUNNING and st.button(visit.say("Pause")):
            service.pause(visit.actor)
            st.rerun()
        if state is ReanalysisState.PAUSED and st.button(visit.say("Go on"), type="primary"):
            service.resume(visit.actor)
            st.rerun()
        if state is ReanalysisState.READY:
            _apply(visit, service)
        if state.can_be_discarded and st.button(visit.say("Drop the new look")):
            service.discard(visit.actor)
            leave_note(visit.say("The new look is being dropped. Everything stays as it was."))
            st.rerun()


def _apply(visit: Visit, service: ReanalysisService) -> None:
    sure = st.checkbox(visit.say("I looked at what would change"))
    if st.button(visit.say("Apply the new look"), type="primary", disabled=not sure):
        service.apply(visit.actor)
        st.rerun()


def _changes(visit: Visit, service: ReanalysisService, seen: Overview) -> None:
    st.subheader(visit.say("What would change"))
    if not seen.changed:
        st.info(visit.say("So far no decision would change."))
        return
    st.markdown("\n".join(f"- {plain(line)}" for line in change_lines(visit.tr, seen.counts)))
    st.caption(visit.say("When you apply it, published photos that lose their ground come off the website at once."))
    page = page_number(word_in_address("blad"))
    for change in service.changes(visit.actor, seen.run.id, page=page, size=PAGE_SIZE):
        _line(visit, change)
    turn_pages(visit, "/beeldanalyse", seen.changed)


def _line(visit: Visit, change: Change) -> None:
    with st.container(border=True):
        words, button = st.columns([3, 1], vertical_alignment="center")
        verdicts = f"{plain(visit.tr(change.before.label))} → **{plain(visit.tr(change.after.label))}**"
        kinds = f"{plain(visit.tr(SHOT_NAMES[change.shot_before]))} → {plain(visit.tr(SHOT_NAMES[change.shot_after]))}"
        words.markdown(f"**{plain(change.reference)}** · {verdicts}")
        words.caption(kinds)
        button.html(markup.button(visit.say("Open"), f"/fotos?foto={change.reference}", about=change.reference))


def _light(visit: Visit, state: ReanalysisState) -> str:
    return markup.light(STATE_LIGHTS[state], visit.say(STATE_NAMES[state]))
