"""Where a recipient confirms, without an account, that a photo is deleted."""

import streamlit as st

from registry.recipients.answering import NoticePage
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.light import Light
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the notice whose link was opened; without one, say where to find it."""
    st.title(visit.say("Delete a photo of {place}", place=visit.registry.settings.municipality))
    if not visit.notice_token:
        st.write(visit.say("Open the link in our letter. You then confirm here that the photo is deleted."))
        return
    with faults_here(visit):
        _notice(visit, visit.registry.recipients.answering.view(visit.notice_token))


def _notice(visit: Visit, notice: NoticePage) -> None:
    st.html(markup.receipt(notice.photo_reference))
    st.write(visit.say("You got this photo on {day}. It must now be deleted.", day=visit.day(notice.handed_on)))
    if notice.confirmed:
        st.html(markup.light(Light.GREEN, visit.say("You confirmed that it is deleted. Thank you.")))
        return
    st.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                visit.say("Delete the photo and every copy you made of it."),
                visit.say("Take it off your website and social media."),
                visit.say("Tell those to whom you passed it on."),
            )
        )
    )
    if st.button(visit.say("I deleted this photo and all copies"), key="notice_confirm", type="primary"):
        with faults_here(visit):
            visit.registry.recipients.answering.confirm(visit.notice_token)
            leave_note(visit.say("Thank you. That is recorded."))
            st.rerun()
