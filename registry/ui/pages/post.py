"""One post: its photos and words, what stands in its way, the decisions it needs, and its moment."""

from datetime import date, timedelta
from datetime import time as clock_time
from uuid import UUID

import streamlit as st

from registry.access.permissions import Permission
from registry.api.links import PictureKind
from registry.posts.errors import PostNotReady
from registry.posts.foreseeing import Foreseen
from registry.posts.moments import local_day, moment_of
from registry.posts.records import PostDecision
from registry.posts.states import DeliveryState, PostState
from registry.posts.viewing import PostView
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.plain import plain
from registry.ui.views.posts import (
    POST_STATES,
    checklist_words,
    clock_note,
    count_words,
    held_words,
    local_time,
    rule_title,
)
from registry.ui.visit import Visit


def show(visit: Visit, post_id: UUID) -> None:
    """Show the post's page."""
    posts = visit.registry.posts.posts
    view = posts.one(visit.actor, post_id)
    light, words = POST_STATES[view.post.state]
    st.title(visit.say("Post of {moment}", moment=visit.moment(view.post.send_at)))
    st.html(markup.light(light, visit.say(words)))
    if note := clock_note(visit.tr, view.post.send_at):
        st.info(note)
    _photos(visit, view)
    _deliveries(visit, view)
    if view.post.state is PostState.DRAFT:
        with st.expander(visit.say("Change the words"), icon=":material/edit:"):
            _edit(visit, view)
    if view.post.state is PostState.AT_COLLEGE:
        _college(visit, view)
    if view.post.state.can_change:
        foreseen = posts.foresee(visit.actor, post_id)
        _obstacles(visit, view, foreseen)
        _schedule(visit, view, foreseen)
    if view.post.state is PostState.SCHEDULED:
        with st.expander(visit.say("Move it, or change its words"), icon=":material/schedule:"):
            _move(visit, view)
            _take_back(visit, post_id)
    if view.post.state.can_be_cancelled:
        _cancel(visit, post_id)
    _told(visit, view)
    st.html(markup.button(visit.say("All posts"), "/berichten"))


def _photos(visit: Visit, view: PostView) -> None:
    st.markdown(plain(view.post.caption) or visit.say("(without a text)"))
    if view.post.domain:
        st.caption(visit.say("Policy domain: {domain}", domain=view.post.domain))
    for photo in view.photos:
        picture, words = st.columns([1, 2], vertical_alignment="center")
        reference = view.references.get(photo.photo_id, "")
        picture.html(
            markup.thumbnail(visit.picture(PictureKind.THUMBNAIL, photo.photo_id), photo.alt_text or reference)
        )
        words.markdown(f"**{reference}**  \n{plain(photo.alt_text)}")


def _edit(visit: Visit, view: PostView) -> None:
    kept = view.post
    with st.form("edit", border=False):
        caption = st.text_area(visit.say("Text of the post"), kept.caption, key="edit_caption", max_chars=2000)
        domain = st.text_input(visit.say("Policy domain (3b)"), kept.domain or "", key="edit_domain", max_chars=100)
        alt_texts = {
            photo.photo_id: st.text_input(
                visit.say("What {reference} shows, for who cannot see it", reference=view.references[photo.photo_id]),
                photo.alt_text, key=f"edit-{photo.photo_id}", max_chars=400,
            )
            for photo in view.photos
        }  # fmt: skip
        if st.form_submit_button(visit.say("Keep"), type="primary", key="edit_go"):
            with faults_here(visit):
                visit.registry.posts.posts.reword(
                    visit.actor, kept.id, caption=caption, domain=domain.strip() or None, alt_texts=alt_texts
                )
                st.rerun()


def _deliveries(visit: Visit, view: PostView) -> None:
    for row in view.deliveries:
        if row.state is DeliveryState.HELD:
            why = held_words(visit.tr, row)
            st.error(f"{view.references.get(row.photo_id, '')} → {row.channel}: {why}", icon=":material/block:")


def _obstacles(visit: Visit, view: PostView, foreseen: Foreseen) -> None:
    """Say what stands in the way at the post's moment; offer what an officer or the college may decide."""
    st.subheader(visit.say("What stands in the way"))
    if foreseen.is_ready:
        st.success(visit.say("Nothing: it may go out then. It is judged once more at that moment."))
    if not foreseen.college_approved and not foreseen.checklist.is_clear:
        for line in checklist_words(visit.tr, foreseen.checklist):
            st.warning(line)
        if not foreseen.checklist.open and st.button(visit.say("Put it to the college"), key="ask_college"):
            with faults_here(visit):
                visit.registry.posts.posts.ask_college(visit.actor, view.post.id)
                st.rerun()
    _hindrances(visit, foreseen)
    if visit.may(Permission.DECIDE_CASES):
        for rule in foreseen.asked:
            _decide(visit, view.post.id, rule)


def _hindrances(visit: Visit, foreseen: Foreseen) -> None:
    for reason in foreseen.against:
        st.error(reason.sentence(visit.tr), icon=":material/block:")
    for reason in foreseen.remarks:
        st.info(reason.sentence(visit.tr))
    _balance(visit, foreseen)


def _balance(visit: Visit, foreseen: Foreseen) -> None:
    college = visit.registry.posts.college
    if not foreseen.worsened:
        return
    st.warning(visit.say("With this post the balance between members of the college becomes worse:"))
    lines = (
        count_words(one, foreseen.photos, college.level, foreseen.names, visit.locale) for one in foreseen.worsened
    )
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.html(markup.button(visit.say("See the balance"), "/college"))


def _decide(visit: Visit, post_id: UUID, rule: str) -> None:
    with st.form(f"decide-{rule}"):
        st.markdown(f"**{rule_title(visit.tr, rule)}**")
        why = st.text_input(visit.say("Let it go out all the same, because"), key=f"why-{rule}", max_chars=500)
        if st.form_submit_button(visit.say("Decide so"), key=f"go-{rule}"):
            with faults_here(visit):
                visit.registry.posts.posts.decide(visit.actor, post_id, rule, why)
                leave_note(visit.say("Your decision is kept with its reason; the log notes it."))
                st.rerun()


def _schedule(visit: Visit, view: PostView, foreseen: Foreseen) -> None:
    with st.form("schedule"):
        on, at = _moment(visit, view)
        if foreseen.is_ready:
            if st.form_submit_button(visit.say("Plan it"), type="primary", key="plan_go"):
                with faults_here(visit):
                    visit.registry.posts.posts.schedule(visit.actor, view.post.id, moment_of(on, at))
                    leave_note(visit.say("It is planned, and is judged once more at that moment."))
                    st.rerun()
        elif st.form_submit_button(visit.say("See what stands in the way then"), key="plan_move"):
            with faults_here(visit):
                visit.registry.posts.posts.move(visit.actor, view.post.id, moment_of(on, at))
                st.rerun()


def _move(visit: Visit, view: PostView) -> None:
    """Offer a planned post another moment; where something stands in the way then, say what, and leave it as it is."""
    with st.form("move", border=False):
        on, at = _moment(visit, view)
        if not st.form_submit_button(visit.say("Move it"), type="primary", key="move_go"):
            return
    posts = visit.registry.posts.posts
    with faults_here(visit):
        moment = moment_of(on, at)
        try:
            posts.move(visit.actor, view.post.id, moment)
        except PostNotReady:
            kept, wanted = visit.moment(view.post.send_at), visit.moment(moment)
            st.error(
                visit.say("It stays planned on {kept}. What stands in the way on {wanted}:", kept=kept, wanted=wanted)
            )
            _hindrances(visit, posts.foresee(visit.actor, view.post.id, moment))
            return
        leave_note(visit.say("It is moved, and is judged once more at that moment."))
        st.rerun()


def _take_back(visit: Visit, post_id: UUID) -> None:
    st.write(
        visit.say(
            "To change its words, or to decide on what stands in its way, make it a draft again and plan it anew."
        )
    )
    if st.button(visit.say("Make it a draft again"), key="post_take_back"):
        with faults_here(visit):
            visit.registry.posts.posts.take_back(visit.actor, post_id)
            leave_note(visit.say("It is a draft again, and does not go out until you plan it."))
            st.rerun()


def _moment(visit: Visit, view: PostView) -> tuple[date, clock_time]:
    planned = max(view.post.send_at, visit.registry.clock.now() + timedelta(minutes=5))
    day, time = st.columns(2)
    on = day.date_input(visit.say("Day"), local_day(planned), key="plan_day", format="DD/MM/YYYY")
    at = time.time_input(visit.say("Time"), local_time(planned), key="plan_time", step=timedelta(minutes=5))
    return on, at


def _college(visit: Visit, view: PostView) -> None:
    if not visit.may(Permission.DECIDE_CASES):
        return
    with st.form("college"):
        question = visit.say("What did the college decide?")
        st.markdown(f"**{question}**")
        approved = st.radio(
            visit.say("Decision"), [True, False], horizontal=True, key="college_yes",
            format_func=lambda yes: visit.say("It may go out") if yes else visit.say("It may not go out"),
        )  # fmt: skip
        on = st.date_input(visit.say("Day of the decision"), key="college_day", format="DD/MM/YYYY")
        number = st.text_input(visit.say("Number of the decision"), key="college_number", max_chars=200)
        if st.form_submit_button(visit.say("Record the decision"), type="primary", key="college_go"):
            with faults_here(visit):
                visit.registry.posts.posts.record_college(
                    visit.actor, view.post.id, approved=bool(approved), decided_on=on, decision=number
                )
                st.rerun()


def _cancel(visit: Visit, post_id: UUID) -> None:
    with st.expander(visit.say("Give this post up"), icon=":material/cancel:"):
        st.write(visit.say("What is out already stays until you take it down on the photo's page."))
        if st.button(visit.say("Give it up"), key="post_cancel"):
            with faults_here(visit):
                visit.registry.posts.posts.cancel(visit.actor, post_id)
                st.rerun()


def _told(visit: Visit, view: PostView) -> None:
    """Show the decisions that were taken about it."""
    lines = [
        f"{rule_title(visit.tr, each.rule)}: {each.reason} ({_by_whom(visit, view, each)})" for each in view.decisions
    ]
    lines += [
        f"{visit.say('It may go out') if each.approved else visit.say('It may not go out')}: {each.decision}"
        for each in view.questions
        if each.decision
    ]
    if lines:
        st.subheader(visit.say("Decisions"))
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _by_whom(visit: Visit, view: PostView, decision: PostDecision) -> str:
    who = view.names.get(decision.decided_by) if decision.decided_by else None
    return ", ".join(filter(None, (who, visit.moment(decision.decided_at))))
