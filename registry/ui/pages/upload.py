"""Add photos to an event: choose two hundred at once, watch them arrive."""

import streamlit as st

from registry.intake.records import Event
from registry.ui import uploader
from registry.ui.pages import events
from registry.ui.views.batches import BatchView, batch_views
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

REFRESH_SECONDS = 2


def show(visit: Visit) -> None:
    """Choose the event, then the photos; below them how far each batch is, from the database."""
    st.title(visit.say("Add photos"))
    event = events.choose(visit)
    if event is None:
        return
    uploader.show(visit, event.id)
    _progress(visit, event)
    st.link_button(
        visit.say("See the photos"), f"/fotos?evenement={event.id}", type="primary", icon=":material/photo_library:"
    )


def _progress(visit: Visit, event: Event) -> None:
    @st.fragment(run_every=REFRESH_SECONDS)
    def watch() -> None:
        for batch in batch_views(visit.registry, visit.actor, event.id):
            _batch(visit, batch)

    watch()


def _batch(visit: Visit, batch: BatchView) -> None:
    with st.container(border=True):
        st.markdown(f"**{visit.say('Sent on {moment}', moment=visit.moment(batch.started_at))}**")
        st.progress(batch.share_arrived, visit.say("{n} of {total} arrived", n=batch.arrived, total=batch.total))
        st.progress(batch.share_looked_at, visit.say("{n} of {total} checked", n=batch.looked_at, total=batch.arrived))
        if batch.is_unfinished:
            st.info(
                visit.say(
                    "{n} photos are still to come. Did you close the page? Choose the same photos again: "
                    "what is here already is skipped.",
                    n=batch.total - batch.arrived,
                )
            )
        _refusals(visit, batch)


def _refusals(visit: Visit, batch: BatchView) -> None:
    if not batch.refusals:
        return
    with st.expander(visit.say("{n} photos were refused", n=len(batch.refusals))):
        for refusal in batch.refusals:
            st.markdown(f"{plain(refusal.name)}: {plain(visit.tr(refusal.why))}")
