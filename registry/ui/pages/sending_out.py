"""What may be done with an event's cleared photos: publish them by a durable round, or download them."""

import streamlit as st

from registry.intake.records import Event
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.batches import share
from registry.ui.views.plain import plain
from registry.ui.views.rounds import counted
from registry.ui.visit import Visit

REFRESH_SECONDS = 2
SIDES = (2048, 1200, 800)


def show(visit: Visit, event: Event) -> None:
    """Show both, folded; how far the rounds are, from the database, as long as one runs."""
    _publish(visit, event)
    _progress(visit, event)
    _download(visit, event)


def _publish(visit: Visit, event: Event) -> None:
    channels = visit.registry.publication.channels(visit.actor)
    with st.expander(visit.say("Publish what may go out"), icon=":material/publish:"):
        channel = st.selectbox(
            visit.say("Where?"), channels, key="channel", format_func=lambda each: visit.say(each.title)
        )
        if channel and st.button(visit.say("Publish all green photos"), type="primary", key="publish"):
            with faults_here(visit):
                visit.registry.rounds.begin(visit.actor, event.id, channel.name)
                leave_note(visit.say("The photos are being published. You may close this page."))
                st.rerun()


def _progress(visit: Visit, event: Event) -> None:
    running = any(not each.is_finished for each in visit.registry.rounds.progress(visit.actor, event.id))

    @st.fragment(run_every=REFRESH_SECONDS if running else None)
    def watch() -> None:
        titles = {each.name: each.title for each in visit.registry.publication.channels(visit.actor)}
        for each in visit.registry.rounds.progress(visit.actor, event.id):
            place = visit.say(titles.get(each.channel, each.channel))
            words = visit.say("{place}: {n} of {total} photos", place=place, n=each.done, total=each.total)
            st.progress(share(each.done, each.total), plain(words))
            st.caption(plain(counted(each).words(visit.tr)))

    watch()


def _download(visit: Visit, event: Event) -> None:
    with st.expander(visit.say("Download what may go out"), icon=":material/download:"):
        uses = visit.registry.downloads.purposes
        use = st.selectbox(
            visit.say("For which use?"), list(uses), key="download_use", format_func=lambda code: uses[code]
        )
        most = visit.registry.downloads.longest_side
        sides = [most, *(side for side in SIDES if side < most)]
        side = st.selectbox(visit.say("Longest side, in pixels"), sides, key="download_side")
        st.write(
            visit.say(
                "You get one file with the photos and a contact sheet. We write down that you have these copies. "
                "Is a photo destroyed later? Then we ask you to delete yours too."
            )
        )
        fields = [("purpose", str(use)), ("side", str(side))]
        address = f"/api/events/{event.id}/download"
        st.html(markup.download_form(address, visit.csrf, fields, visit.say("Download the photos")))
