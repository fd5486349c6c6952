"""The accessibility statement, in the form of the European model (decision 2018/1523; EN 301 549, WCAG 2.2 AA)."""

from typing import Final

import streamlit as st

from registry.locale import N_
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

LACKS: Final = (
    N_(
        "Dates: the calendar that opens in a date field is hard to use with a screen reader. "
        "You can type the date instead, as day/month/year. The example in the field is in English (dd/mm/yyyy)."
    ),
    N_(
        "Lists to choose from: a screen reader does not always say how many choices there are. A list in which nothing "
        "fits what you type says so in English (No results)."
    ),
    N_(
        "Small buttons in fields have English names for a screen reader: Open, Clear value, Clear all, "
        "Show password, Copy to clipboard."
    ),
    N_("After every choice the page is built again; a screen reader may say parts of it twice."),
    N_(
        "Tables and plots are drawn as pictures: a screen reader gets the figures from the words beside them, "
        "where there are any."
    ),
    N_("Photos say their number and how many faces are marked; nobody describes what is in them."),
    N_("Signing with a finger or the mouse cannot be done with the keyboard. You can type your name instead."),
    N_("The PDF receipts have no tags for a screen reader. The page itself says the same."),
    N_("The page needs JavaScript."),
)
"""What we know of; tests/ui/known_violations.toml has what axe sees."""

PARTS: Final = (
    (
        N_("How accessible is this site?"),
        N_(
            "We want everybody to be able to use this site, as the Flemish decree asks (bestuursdecreet of 7 December "
            "2018, article II.16/1 and following; European directive 2016/2102). The site follows the standard "
            "EN 301 549 (version 3.2.1) and WCAG 2.2 level AA in part. What does not comply stands below."
        ),
    ),
    (
        N_("How did we check?"),
        N_(
            "We checked ourselves, last on 29 November 2026: with a program (axe-core) on every page at every change; "
            "the pages for citizens also in dark colours, at a width of 320 px and at 200% zoom; and with the keyboard "
            "only through the three tasks people come for. No outside agency checked it, and no people with a "
            "disability have tested it yet."
        ),
    ),
)

AFTER: Final = (
    (
        N_("Something does not work for you?"),
        N_(
            "Tell us: {contact}. You can also do everything here by telephone, by letter or at our desk. "
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
    settings = visit.registry.settings
    contact = plain(settings.accessibility_contact) or visit.say("ask at our desk")
    st.title(visit.say("Accessibility"))
    st.write(
        visit.say(
            "Statement of {municipality}, for this site: {address}",
            municipality=plain(settings.municipality), address=settings.base_url,
        )
    )  # fmt: skip
    _parts(visit, PARTS, contact)
    st.subheader(visit.say("What does not comply?"))
    for lack in LACKS:
        st.markdown(f"- {plain(visit.say(lack))}")
    _parts(visit, AFTER, contact)
    st.caption(visit.say("Written on 22 November 2026, looked at again on 29 November 2026."))


def _parts(visit: Visit, parts: tuple[tuple[str, str], ...], contact: str) -> None:
    for title, text in parts:
        st.subheader(visit.say(title))
        st.write(visit.say(text, contact=contact))
