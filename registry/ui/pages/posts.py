"""Posts: what is held, asked, planned and gone out; a new one; and what lies in a quiet period before an election."""

from datetime import timedelta
from uuid import UUID

import streamlit as st

from registry.access.permissions import Permission
from registry.api.links import PictureKind
from registry.locale import N_
from registry.posts.checklist import QUESTIONS, Answer, Initiative, questions
from registry.posts.moments import local_day, moment_of
from registry.posts.states import PostState, ReleaseState
from registry.posts.viewing import PostView
from registry.posts.writing import NewPost
from registry.ui import markup, photo_choice
from registry.ui.addresses import id_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import events, post
from registry.ui.pages.identity import fresh_id
from registry.ui.views.plain import plain
from registry.ui.views.posts import ANSWERS, COVERS, INITIATIVES, POST_STATES, clock_note
from registry.ui.visit import Visit

_CHOSEN = "post_photos"
_GROUPS = (
    (N_("These did not go out"), (PostState.HELD,)),
    (N_("The college decides these"), (PostState.AT_COLLEGE,)),
    (N_("Planned posts"), (PostState.SCHEDULED,)),
    (N_("Drafts"), (PostState.DRAFT,)),
    (N_("Done"), (PostState.SENT, PostState.REFUSED, PostState.CANCELLED)),
)


def show(visit: Visit) -> None:
    """Show one post when the address names it, otherwise all of them."""
    chosen = id_in_address("bericht")
    if chosen is not None:
        post.show(visit, chosen)
        return
    st.title(visit.say("Posts"))
    _ways(visit)
    views = visit.registry.posts.posts.all(visit.actor)
    with st.expander(visit.say("Write a post"), icon=":material/add:", expanded=not views):
        _write(visit)
    for title, states in _GROUPS:
        _group(visit, title, [view for view in views if view.post.state in states])
    _quiet_periods(visit, views)


def _ways(visit: Visit) -> None:
    ways = (
        (N_("Press releases"), "/persberichten"),
        (N_("College and balance"), "/college"),
        (N_("Channels"), "/kanalen"),
    )
    with st.container(horizontal=True):
        for words, address in ways:
            st.html(markup.button(visit.say(words), address), width="content")


def _group(visit: Visit, title: str, views: list[PostView]) -> None:
    if not views:
        return
    st.subheader(visit.say(title))
    for view in views:
        with st.container(border=True):
            light, words = POST_STATES[view.post.state]
            st.html(markup.light(light, visit.say(words)))
            said = plain(view.post.caption) or visit.say("(without a text)")
            st.markdown(f"**{visit.moment(view.post.send_at)}**  \n{said}")
            channels = ", ".join(sorted({row.channel for row in view.deliveries}))
            st.caption(visit.say("{n} photos, to {channels}", n=len(view.photos), channels=channels))
            st.html(markup.button(visit.say("Open"), f"/berichten?bericht={view.post.id}", about=said))


def _write(visit: Visit) -> None:
    event = events.choose(visit)
    if event is None:
        return
    chosen = photo_choice.choose(visit, event, visit.say("Photos"), _CHOSEN)
    alt_texts = {photo_id: _alt_text(visit, photo_id, reference) for photo_id, reference in chosen.items()}
    caption = st.text_area(visit.say("Text of the post"), key="post_caption", max_chars=2000)
    everywhere = visit.registry.publication.channels(visit.actor)
    channels = st.multiselect(
        visit.say("Where?"), everywhere, key="post_channels", format_func=lambda each: visit.say(each.title),
        placeholder=visit.say("Choose one or more"), select_all=False,
    )  # fmt: skip
    domain = st.selectbox(
        visit.say("Policy domain (3b)"), visit.registry.posts.college.domains(visit.actor), index=None,
        key="post_domain", accept_new_options=True, placeholder=visit.say("Choose, or type another one"),
    )  # fmt: skip
    release_id = _release(visit)
    initiative, answers = _checklist(visit)
    day, time = st.columns(2)
    tomorrow = local_day(visit.registry.clock.now()) + timedelta(days=1)
    on = day.date_input(visit.say("Day"), tomorrow, key="post_day", format="DD/MM/YYYY")
    at = time.time_input(visit.say("Time"), value="10:00", key="post_time")
    if st.button(visit.say("Keep, and see what stands in the way"), type="primary", key="post_keep"):
        with faults_here(visit):
            new = NewPost(
                id=fresh_id("post_id"),
                caption=caption,
                alt_texts=alt_texts,
                channels=tuple(each.name for each in channels),
                send_at=moment_of(on, at),
                domain=(domain or "").strip() or None,
                initiative=initiative,
                answers=answers,
                release_id=release_id,
            )
            kept = visit.registry.posts.posts.write(visit.actor, new)
            del st.session_state["post_id"]
            photo_choice.forget(_CHOSEN)
            leave_note(visit.say("The draft is kept.") + " " + clock_note(visit.tr, kept.send_at))
            st.query_params["bericht"] = str(kept.id)
            st.rerun()


def _alt_text(visit: Visit, photo_id: UUID, reference: str) -> str:
    picture, words = st.columns([1, 2], vertical_alignment="center")
    picture.html(markup.thumbnail(visit.picture(PictureKind.THUMBNAIL, photo_id), reference))
    label = visit.say("What {reference} shows, for who cannot see it", reference=reference)
    return str(words.text_input(label, key=f"alt-{photo_id}", max_chars=400))


def _release(visit: Visit) -> UUID | None:
    views = visit.registry.posts.releases.all(visit.actor) if visit.may(Permission.VIEW_CASES) else []
    titles = {view.release.id: view.release.title for view in views if view.release.state is not ReleaseState.CANCELLED}
    if not titles:
        return None
    return st.selectbox(
        visit.say("Goes with a press release"), list(titles), index=None, key="post_release",
        format_func=lambda release_id: titles[release_id], placeholder=visit.say("None"),
    )  # fmt: skip


def _checklist(visit: Visit) -> tuple[Initiative, dict[str, str]]:
    whose: list[Initiative] = list(Initiative)
    initiative = st.selectbox(
        visit.say("Whose initiative is it about? (2a)"), whose, index=0, key="post_initiative",
        format_func=lambda each: visit.say(INITIATIVES[each]),
    )  # fmt: skip
    answers: dict[str, str] = {}
    for code in questions(initiative):
        answer = st.radio(
            visit.say(QUESTIONS[code]), list(Answer), index=None, horizontal=True, key=f"post-{code}",
            format_func=lambda each: visit.say(ANSWERS[each]),
        )  # fmt: skip
        if answer is not None:
            answers[code] = answer.value
    return initiative, answers


def _quiet_periods(visit: Visit, views: list[PostView]) -> None:
    """Show the periods that run or come, by the charter, and what is planned inside each (article 3a)."""
    today = local_day(visit.registry.clock.now())
    periods = [period for period in visit.registry.charter.quiet_periods if period.ends_on >= today]
    if not periods:
        return
    st.subheader(visit.say("Quiet periods before elections"))
    for period in periods:
        with st.container(border=True):
            inside = [
                view for view in views
                if view.post.state is PostState.SCHEDULED and period.holds(local_day(view.post.send_at))
            ]  # fmt: skip
            days = visit.say("{first} to {last}", first=visit.day(period.starts_on), last=visit.day(period.ends_on))
            rule = N_("Blocked: {what}.") if period.effect.value == "block" else N_("An officer decides on {what}.")
            said = visit.say(rule, what=visit.say(COVERS[period.covers]))
            st.markdown(f"**{plain(period.name)}**  \n{plain(days)}  \n{said}")
            st.caption(visit.say("Planned inside it: {n}", n=len(inside)))
            for view in inside:
                st.html(markup.button(visit.moment(view.post.send_at), f"/berichten?bericht={view.post.id}"))
    st.html(markup.button(visit.say("Change the periods"), "/afsprakennota"))
