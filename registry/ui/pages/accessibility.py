"""The accessibility statement, in the form of the Flemish model (EN 301 549, WCAG 2.2 AA)."""

from typing import Final

import streamlit as st

from registry.locale import N_
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

LACKS: Final = (
    N_(
        "Dates: the calendar that opens in a date field is hard to use with a screen reader. "
        "You can type the date instead, as day/month/year."
    ),
    N_("Lists to choose from: a screen reader does not always say how many choices there are."),
    N_("After every choice the page is built again; a screen reader may say parts of it twice."),
    N_(
        "Tables and plots are drawn as pictures: a screen reader gets the figures from the words beside them, "
        "where there are any."
    ),
    N_("The page needs JavaScript."),
)
"""What the page framework (Streamlit) does that we cannot change; tests/ui/known_violations.toml has what axe sees."""

PARTS: Final = (
    (
        N_("How accessible is this site?"),
        N_(
            "This site follows the standard EN 301 549 and WCAG 2.2 level AA in part. What does not comply stands "
            "below. It follows the Flemish decree on the accessibility of websites (bestuursdecreet, article II.16/1)."
        ),
    ),
    (
        N_("How did we check?"),
        N_(
            "We checked ourselves: with a program (axe-core) on every page at every change, and with the keyboard only "
            "through the three tasks people come for. No outside agency checked it, and no people with a disability "
            "have tested it yet."
        ),
    ),
)

AFTER: Final = (
    (
        N_("Something does not work for you?"),
        N_(
            "Tell us. You can also do everything here by telephone, by letter or at our desk. "
            "We answer within one month."
        ),
    ),
    (
        N_("Not satisfied with our answer?"),
        N_("You can complain to the Flemish Ombudsman (www.vlaamseombudsdienst.be, telephone 1700)."),
    ),
)


def show(visit: Visit) -> None:
    """Show the statement, part by part."""
    st.title(visit.say("Accessibility"))
    st.write(visit.say("Statement of {municipality}.", municipality=visit.registry.settings.municipality))
    _parts(visit, PARTS)
    st.subheader(visit.say("What does not comply?"))
    for lack in LACKS:
        st.markdown(f"- {plain(visit.say(lack))}")
    _parts(visit, AFTER)
    st.caption(visit.say("Written on 22 November 2026."))


def _parts(visit: Visit, parts: tuple[tuple[str, str], ...]) -> None:
    for title, text in parts:
        st.subheader(visit.say(title))
        st.write(visit.say(text))
