"""Kept long enough: photos whose time is over, what keeps some of them, and the confirmation."""

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from registry.api.links import PictureKind
from registry.retention.service import Hold, Proposal
from registry.retention.states import HoldReason, HoldScope
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_SHOWN = 24  # pictures of one event; the number says how many there are


def show(visit: Visit) -> None:
    """Show what has run out, event by event; nothing is destroyed without a press of a button."""
    st.title(visit.say("Kept long enough"))
    st.write(visit.say("The charter says that these photos were kept long enough. You decide: destroy or keep."))
    found = visit.registry.retention.proposals(visit.actor)
    free = [one for one in found if not one.holds]
    if not found:
        st.info(visit.say("No photo is kept longer than the charter says."))
    by_event: dict[object, list[Proposal]] = defaultdict(list)
    for one in free:
        by_event[one.event_id].append(one)
    for event in by_event.values():
        _event(visit, event)
    if len(by_event) > 1:
        _destroy(visit, free, "all", visit.say("Destroy all {n} photos", n=len(free)))
    _held(visit, [one for one in found if one.holds])


def _event(visit: Visit, photos: Sequence[Proposal]) -> None:
    first = photos[0]
    with st.container(border=True):
        st.subheader(plain(first.event_name))
        for name in dict.fromkeys(one.period.name for one in photos):
            st.caption(visit.say("{name}: the time ended on {day}", name=plain(name), day=visit.day(first.ended_on)))
        chosen = _choose(visit, photos)
        _destroy(visit, chosen, str(first.event_id), visit.say("Destroy {n} photos", n=len(chosen)))
        _keep(visit, first, chosen)


def _choose(visit: Visit, photos: Sequence[Proposal]) -> list[Proposal]:
    """Show the photos with a tick each, all ticked; return those that stay ticked."""
    chosen, columns = list(photos[_SHOWN:]), st.columns(3)
    for place, one in enumerate(photos[:_SHOWN]):
        with columns[place % 3]:
            address = visit.picture(PictureKind.THUMBNAIL, one.photo_id)
            st.html(markup.thumbnail(address, visit.say("Photo {reference}", reference=one.reference)))
            if st.checkbox(one.reference, value=True, key=f"old-{one.photo_id}"):
                chosen.append(one)
    if len(photos) > _SHOWN:
        st.caption(visit.say("And {n} more.", n=len(photos) - _SHOWN))
    return chosen


def _destroy(visit: Visit, photos: Sequence[Proposal], key: str, words: str) -> None:
    sure = st.checkbox(visit.say("I am sure: this cannot be undone"), key=f"sure-{key}")
    if st.button(words, key=f"destroy-{key}", type="primary", disabled=not (sure and photos)):
        with faults_here(visit):
            opened = visit.registry.retention.confirm(visit.actor, [one.photo_id for one in photos])
            leave_note(visit.say("{n} photos are being destroyed everywhere.", n=len(opened)))
            st.rerun()


def _keep(visit: Visit, first: Proposal, chosen: Sequence[Proposal]) -> None:
    reasons = [reason for reason in HoldReason if reason.is_set_by_people]
    with st.popover(visit.say("Keep longer…")):
        why = st.radio(
            visit.say("Why?"), reasons, key=f"why-{first.event_id}",
            format_func=lambda reason: visit.say(reason.label),
        )  # fmt: skip
        until = st.date_input(
            visit.say("Until when? Leave empty for no end."), value=None, key=f"until-{first.event_id}"
        )
        whole = st.checkbox(visit.say("The whole event"), value=True, key=f"whole-{first.event_id}")
        if st.button(visit.say("Keep longer"), key=f"keep-{first.event_id}") and why:
            last = until if not isinstance(until, tuple) else None
            with faults_here(visit):
                if whole:
                    visit.registry.retention.keep(visit.actor, HoldScope.EVENT, first.event_id, why, last)
                else:
                    for one in chosen:
                        visit.registry.retention.keep(visit.actor, HoldScope.PHOTO, one.photo_id, why, last)
                leave_note(visit.say("They are kept longer."))
                st.rerun()


def _held(visit: Visit, photos: Sequence[Proposal]) -> None:
    if not photos:
        return
    st.subheader(visit.say("Kept longer, with a reason"))
    by_hold: dict[Hold, list[Proposal]] = defaultdict(list)
    for one in photos:
        by_hold[one.holds[0]].append(one)
    for hold, held in by_hold.items():
        with st.container(border=True):
            st.html(markup.light(Light.GREY, visit.say(hold.reason.label)))
            names = ", ".join(dict.fromkeys(one.event_name for one in held))
            count = visit.say("{n} photos", n=len(held))
            st.markdown(f"{plain(names)} · {plain(count)}")
            if hold.until:
                st.caption(visit.say("Until {day}", day=visit.day(hold.until)))
            if hold.id and st.button(visit.say("No longer needed"), key=f"end-{hold.id}"):
                with faults_here(visit):
                    visit.registry.retention.end_hold(visit.actor, hold.id)
                    st.rerun()
