"""Press releases: to whom, when, under which embargo; social media open the day after (article 3c)."""

from datetime import datetime, timedelta
from uuid import UUID

import streamlit as st

from registry.charter.verdict import Verdict
from registry.locale import LOCAL_TIME
from registry.posts.moments import day_after, local_day, moment_of
from registry.posts.records import Release
from registry.posts.releases import NewRelease, ReleaseView
from registry.posts.states import ReleaseState
from registry.ui import markup, photo_choice
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import events
from registry.ui.pages.identity import fresh_id
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.views.posts import RELEASE_STATES
from registry.ui.visit import Visit

_CHOSEN = "press_photos"


def show(visit: Visit) -> None:
    """Show the form for a new release and every release there is."""
    st.title(visit.say("Press releases"))
    st.write(visit.say("Social media may bring the news from the day after, unless it was decided to be urgent."))
    views = visit.registry.posts.releases.all(visit.actor)
    with st.expander(visit.say("Plan a press release"), icon=":material/add:", expanded=not views):
        _plan(visit)
    for view in views:
        _release(visit, view)
    st.html(markup.button(visit.say("All posts"), "/berichten"))


def _release(visit: Visit, view: ReleaseView) -> None:
    release = view.release
    light, words = RELEASE_STATES[release.state]
    with st.container(border=True):
        st.html(markup.light(light, visit.say(words)))
        st.markdown(f"**{plain(release.title)}**")
        st.markdown("\n".join(f"- {plain(line)}" for line in _lines(visit, view)))
        if release.state is ReleaseState.CANCELLED:
            return
        if release.urgent_decision is None:
            with st.popover(visit.say("It is urgent")):
                _urgent(visit, release.id)
        if release.state is ReleaseState.PLANNED and st.button(visit.say("Give it up"), key=f"drop-{release.id}"):
            with faults_here(visit):
                visit.registry.posts.releases.cancel(visit.actor, release.id)
                st.rerun()


def _lines(visit: Visit, view: ReleaseView) -> list[str]:
    release = view.release
    sent = sum(each.outcome == "sent" for each in view.recipients)
    failed = sum(each.closed_at is not None and each.outcome != "sent" for each in view.recipients)
    lines = [
        visit.say("Goes to the press: {moment}", moment=visit.moment(release.sent_at or release.distribute_at)),
        visit.say(
            "Recipients: {n}, reached: {sent}, not reached: {failed}", n=len(view.recipients), sent=sent, failed=failed
        ),
        _photos_of(visit, view),
    ]
    if release.embargo_until:
        lines.append(visit.say("Embargo until {moment}, everywhere", moment=visit.moment(release.embargo_until)))
    return [*lines, _social(visit, release)]


def _photos_of(visit: Visit, view: ReleaseView) -> str:
    """Return how many photos go, or went, along; how many of them stay behind as things are now."""
    if not view.photo_ids:
        return visit.say("No photos go with it")
    if view.release.state is ReleaseState.SENT:
        given = visit.registry.recipients.press.given(visit.actor, view.release.id)
        return visit.say("Photos that went with it: {n} of {total}; links opened: {opened}",
                         n=given.photos, total=len(view.photo_ids), opened=given.opened)  # fmt: skip
    found = visit.registry.recipients.press.verdicts(visit.actor, view.photo_ids, view.release.domain)
    n = sum(verdict.outcome.may_go_out for verdict in found.values())
    return visit.say("Photos that may go with it now: {n} of {total}", n=n, total=len(view.photo_ids))


def _social(visit: Visit, release: Release) -> str:
    if release.urgent_decision is not None and release.urgent_decided_on is not None:
        return visit.say(
            "Urgent by decision {decision} of {day}: social media need not wait", decision=release.urgent_decision,
            day=visit.day(release.urgent_decided_on),
        )  # fmt: skip
    opens = day_after(release.sent_at or release.distribute_at)
    return visit.say("Social media open: {moment}", moment=visit.moment(max(opens, release.embargo_until or opens)))


def _urgent(visit: Visit, release_id: UUID) -> None:
    st.write(visit.say("Only when the general director and the college unanimously find it urgent."))
    sure = st.checkbox(visit.say("Both decided so"), key=f"both-{release_id}")
    number = st.text_input(visit.say("Number of the decision"), key=f"number-{release_id}", max_chars=200)
    on = st.date_input(visit.say("Day of the decision"), key=f"day-{release_id}", format="DD/MM/YYYY")
    if st.button(visit.say("Record the decision"), key=f"urgent-{release_id}", type="primary", disabled=not sure):
        with faults_here(visit):
            visit.registry.posts.releases.record_urgency(visit.actor, release_id, decision=number, decided_on=on)
            st.rerun()


def _plan(visit: Visit) -> None:
    title = st.text_input(visit.say("Title"), key="press_title", max_chars=200)
    body = st.text_area(visit.say("Text"), key="press_body", max_chars=10_000, height=200)
    addresses = st.text_area(visit.say("Recipients: e-mail addresses, one a line"), key="press_to")
    named = st.selectbox(
        visit.say("Policy domain (3b)"), visit.registry.posts.college.domains(visit.actor), index=None,
        key="press_domain", accept_new_options=True, placeholder=visit.say("Choose, or type another one"),
    )  # fmt: skip
    domain = (named or "").strip() or None
    distribute_at = _moment(visit, visit.say("To the press"), "press")
    embargo_until = None
    if st.checkbox(visit.say("Under embargo"), key="press_embargo"):
        embargo_until = _moment(visit, visit.say("Embargo until"), "embargo")
    photo_ids = _photos(visit, domain)
    if st.button(visit.say("Plan it"), type="primary", key="press_go") and distribute_at is not None:
        with faults_here(visit):
            new = NewRelease(
                id=fresh_id("press_id"),
                title=title,
                body=body,
                domain=domain,
                distribute_at=distribute_at,
                embargo_until=embargo_until,
                recipients=tuple(line.strip() for line in addresses.splitlines() if line.strip()),
                photo_ids=photo_ids,
            )
            visit.registry.posts.releases.plan(visit.actor, new)
            del st.session_state["press_id"]
            photo_choice.forget(_CHOSEN)
            leave_note(visit.say("The press release is planned."))
            st.rerun()


def _moment(visit: Visit, label: str, key: str) -> datetime | None:
    day, time = st.columns(2)
    soon = visit.registry.clock.now().astimezone(LOCAL_TIME) + timedelta(hours=1)
    on = day.date_input(f"{label}: {visit.say('Day')}", local_day(soon), key=f"{key}_day", format="DD/MM/YYYY")
    at = time.time_input(f"{label}: {visit.say('Time')}", soon.time().replace(minute=0), key=f"{key}_time")
    with faults_here(visit):
        return moment_of(on, at)
    return None


def _photos(visit: Visit, domain: str | None) -> tuple[UUID, ...]:
    event = events.choose(visit)
    if event is None:
        return ()
    chosen = photo_choice.choose(visit, event, visit.say("Photos that go with it"), _CHOSEN)
    if chosen:
        st.caption(visit.say(
            "The mail holds a link to each photo, for each recipient apart. A photo is judged again whenever its link "
            "is opened; what may not go to the press is left out."
        ))  # fmt: skip
        found = visit.registry.recipients.press.verdicts(visit.actor, list(chosen), domain)
        for photo_id, reference in chosen.items():
            _foreseen(visit, reference, found[photo_id])
    return tuple(chosen)


def _foreseen(visit: Visit, reference: str, verdict: Verdict) -> None:
    """Show what stands between a photo and the press; nothing where nothing does."""
    goes = verdict.outcome.may_go_out
    words = visit.say("goes to the press") if goes else visit.say("does not go to the press now")
    st.html(markup.light(Light.GREEN if goes else Light.ORANGE, f"{reference}: {words}"))
    if goes:
        return
    said = dict.fromkeys(reason.sentence(visit.tr) for reason in verdict.deciding)
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in said))
