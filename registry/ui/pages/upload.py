"""Add photos to an event: choose two hundred at once, watch them arrive."""

import streamlit as st

from registry.intake.outcomes import BatchProgress
from registry.intake.records import Event
from registry.ui import markup, uploader
from registry.ui.pages import events
from registry.ui.views.batches import NAME_GONE, arrived, missing, refusal, share
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

REFRESH_SECONDS = 2
SHOWN_BATCHES = 5


def show(visit: Visit) -> None:
    """Choose the event, then the photos; below them how far each batch is, from the database."""
    st.title(visit.say("Add photos"))
    event = events.choose(visit)
    if event is None:
        return
    uploader.show(visit, event.id)
    st.html(markup.button(visit.say("See the photos"), f"/fotos?evenement={event.id}"))
    _progress(visit, event)


def _progress(visit: Visit, event: Event) -> None:
    @st.fragment(run_every=REFRESH_SECONDS)
    def watch() -> None:
        for batch in visit.registry.intake.batches(visit.actor, event.id)[:SHOWN_BATCHES]:
            _batch(visit, batch)

    watch()


def _batch(visit: Visit, batch: BatchProgress) -> None:
    with st.container(border=True):
        sent = visit.say("Sent on {moment}", moment=visit.moment(batch.started_at))
        st.markdown(f"**{sent}**")
        come = arrived(batch)
        st.progress(share(come, batch.total), visit.say("{n} of {total} arrived", n=come, total=batch.total))
        looked = visit.say("{n} of {total} checked", n=batch.looked_at, total=batch.received)
        st.progress(share(batch.looked_at, batch.received), looked)
        _missing(visit, batch)
        _refusals(visit, batch)


def _missing(visit: Visit, batch: BatchProgress) -> None:
    if missing(batch):
        st.info(
            visit.say(
                "Still to come: {n}. Did you close the page? Choose the same photos again: "
                "what is here already is skipped.",
                n=missing(batch),
            )
        )


def _refusals(visit: Visit, batch: BatchProgress) -> None:
    if not batch.refused:
        return
    with st.expander(visit.say("Refused: {n}", n=len(batch.refused))):
        for file in batch.refused:
            name, why = refusal(file)
            st.markdown(f"{plain(name or visit.say(NAME_GONE))}: {plain(visit.say(why))}")
