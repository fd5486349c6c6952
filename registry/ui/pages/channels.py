"""The register of channels (article 1): owner, administrators, what sleeps; testing a connection, and closing."""

import streamlit as st

from registry.channels.outcomes import Healthy
from registry.posts.channels import ChannelView, NewEntry
from registry.posts.states import ChannelState, Duty
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.plain import plain
from registry.ui.views.posts import DUTIES, channel_light
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show every channel, and the form for one that is not connected."""
    st.title(visit.say("Channels"))
    st.write(
        visit.say(
            "Every page, group and profile of the municipality. A new one only after talking to the communication "
            "service; what sleeps is used again or closed."
        )
    )
    for view in visit.registry.posts.channels.all(visit.actor):
        with st.container(border=True):
            _channel(visit, view)
    with st.expander(visit.say("Record another page"), icon=":material/add:"):
        _form(visit, None)
    st.html(markup.button(visit.say("All posts"), "/berichten"))


def _channel(visit: Visit, view: ChannelView) -> None:
    entry = view.entry
    light, words = channel_light(view)
    st.html(markup.light(light, visit.say(words)))
    st.markdown(f"**{plain(visit.say(view.title))}**  \n{plain(entry.address) if entry else plain(view.name)}")
    if entry is not None:
        page = visit.say("Main page") if entry.is_main else visit.say("Sub-page")
        keepers = ", ".join(f"{one.name} ({visit.say(DUTIES[one.duty])})" for one in view.keepers)
        st.markdown(
            plain(visit.say("{page} of {owner}. Administrators: {names}.", page=page, owner=entry.owner, names=keepers))
        )
    last = visit.day(view.last) if view.last else visit.say("never")
    st.caption(visit.say("Photos that stand there: {n}. Last placed: {day}.", n=view.standing, day=last))
    for flag in view.flags:
        st.warning(visit.say(flag.value))
    _doings(visit, view)


def _doings(visit: Visit, view: ChannelView) -> None:
    entry = view.entry
    with st.container(horizontal=True):
        if view.is_connected and st.button(visit.say("Test the connection"), key=f"test-{view.name}"):
            _test(visit, view.name)
        if entry is None or entry.state.takes_photos:
            with st.popover(visit.say("Change") if entry else visit.say("Record it")):
                _form(visit, view)
        if entry is not None and entry.state.takes_photos:
            with st.popover(visit.say("Close this channel")):
                _close(visit, view)


def _test(visit: Visit, name: str) -> None:
    with faults_here(visit), st.spinner(visit.say("Trying…")):
        answer = visit.registry.posts.channels.test(visit.actor, name)
        if isinstance(answer, Healthy):
            st.success(visit.say("Reached, with the rights it needs."))
        else:
            st.error(
                visit.say("Not usable now ({code}). Check the address, the login and the rights.", code=answer.code)
            )


def _close(visit: Visit, view: ChannelView) -> None:
    standing = sum(visit.registry.posts.channels.dry_run(visit.actor, view.name).values())
    st.write(visit.say("Nothing is placed there any more, and {n} photos are taken down.", n=standing))
    if not view.is_connected:
        st.write(visit.say("The registry cannot reach this page: remove it there yourself."))
    sure = st.checkbox(visit.say("I am sure"), key=f"sure-{view.name}")
    if st.button(visit.say("Close this channel"), key=f"close-{view.name}", type="primary", disabled=not sure):
        with faults_here(visit):
            visit.registry.posts.channels.close(visit.actor, view.name)
            leave_note(visit.say("The channel is being closed."))
            st.rerun()


def _form(visit: Visit, view: ChannelView | None) -> None:
    entry, key = view.entry if view else None, view.name if view else "new"
    names = {duty: ", ".join(one.name for one in view.keepers if one.duty is duty) if view else "" for duty in Duty}
    with st.form(f"channel-{key}", border=False):
        title = st.text_input(
            visit.say("Name of the page"), view.title if view else "", key=f"title-{key}", max_chars=200
        )
        address = st.text_input(
            visit.say("Address"), entry.address if entry else "", key=f"address-{key}", max_chars=500
        )
        owner = st.text_input(
            visit.say("Service that owns it"), entry.owner if entry else "", key=f"owner-{key}", max_chars=200
        )
        is_main = st.checkbox(visit.say("This is the main page"), entry.is_main if entry else False, key=f"main-{key}")
        on = st.date_input(
            visit.say("Talked to the communication service on"), entry.consulted_on if entry else "today",
            key=f"talked-{key}", format="DD/MM/YYYY",
        )  # fmt: skip
        keepers = {
            duty: st.text_input(visit.say(DUTIES[duty]), names[duty], key=f"keeper-{duty.value}-{key}", max_chars=200)
            for duty in Duty
        }
        sleeps = st.checkbox(
            visit.say("It sleeps"), entry is not None and entry.state is ChannelState.SLEEPING, key=f"sleeps-{key}"
        )
        if st.form_submit_button(visit.say("Keep"), type="primary", key=f"record-{key}"):
            with faults_here(visit):
                visit.registry.posts.channels.record(
                    visit.actor,
                    NewEntry(
                        name=view.name if view else title.strip(),
                        title=title,
                        address=address,
                        owner=owner,
                        is_main=is_main,
                        consulted_on=on,
                        keepers=tuple((name, duty) for duty, name in keepers.items()),
                        sleeps=sleeps,
                    ),
                )
                leave_note(visit.say("The channel is recorded."))
                st.rerun()
