"""Oversight: is the log whole, were the terms met, what is open, and the report for the data protection officer."""

import streamlit as st

from registry.oversight import files
from registry.oversight.gathering import Figures
from registry.proof.audit import Intact
from registry.ui import markup
from registry.ui.views.erasures import REASON_NAMES
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show how things stand, and where the signed report can be fetched."""
    st.title(visit.say("Oversight"))
    figures = visit.registry.oversight.figures(visit.actor)
    _log(visit)
    for heading, lines in files.summary(figures, visit.locale):
        st.subheader(heading)
        for line in lines:
            st.markdown(f"- {plain(line)}")
    _late(visit, figures)
    _reasons(visit, figures)
    with st.expander(visit.say("Record of processing activities (GDPR, article 30)"), icon=":material/fact_check:"):
        for heading, lines in visit.registry.oversight.record(visit.actor, visit.locale):
            st.markdown(f"**{plain(heading)}**")
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.html(markup.download(visit.say("Signed report for the data protection officer"), "/api/verslag-fg.zip"))
    st.caption(visit.say("It holds no names, addresses, file names or captions."))


def _log(visit: Visit) -> None:
    if not st.button(visit.say("Check the log"), key="log_verify", icon=":material/verified:"):
        return
    found = visit.registry.oversight.verify_log(visit.actor)
    if isinstance(found, Intact):
        st.html(markup.light(Light.GREEN, visit.say("The log is whole: {n} entries.", n=found.count)))
    else:
        words = visit.say("The log does not hold: entry {n} is the first that is missing or changed.", n=found.seq)
        st.html(markup.light(Light.RED, words))


def _late(visit: Visit, figures: Figures) -> None:
    late = [term for term in figures.terms if term.kept is False or (term.kept is None and term.due < figures.on)]
    for term in late:
        words = visit.say("Request {reference}: due on {day}", reference=term.reference, day=visit.day(term.due))
        st.html(markup.light(Light.RED, words))


def _reasons(visit: Visit, figures: Figures) -> None:
    if not figures.erasures_by_reason:
        return
    st.subheader(visit.say("Erasures by reason"))
    for reason, name in REASON_NAMES.items():
        if number := figures.erasures_by_reason.get(reason.value):
            st.markdown(f"- {plain(visit.say(name))}: {number}")
