"""Figures of each month: photos, verdicts, what was published, requests, erasures, days until the answer."""

import streamlit as st

from registry.charter.verdict import Outcome
from registry.locale import N_
from registry.office.months import Month
from registry.ui import markup
from registry.ui.views.plots import days_words, month_name
from registry.ui.visit import Visit

MONTHS_BACK = 23
"""This month and the twenty-three before it."""


def show(visit: Visit) -> None:
    """Show a table of the last two years, the newest month first."""
    st.title(visit.say("Figures"))
    months = visit.registry.office.months(visit.actor, months_back=MONTHS_BACK)
    if not months:
        st.info(visit.say("There is nothing to show yet."))
        return
    st.write(visit.say("The last two years. Photos that were destroyed are still counted as received."))
    rows = [_row(visit, month) for month in months]
    st.html(markup.table(visit.say("Figures of each month"), [visit.say(head) for head in _HEADS], rows))


_HEADS = (
    N_("Month"),
    N_("Photos received"),
    *(outcome.label for outcome in Outcome),
    N_("Published"),
    N_("Requests"),
    N_("Erasures"),
    N_("Days until the answer, half of them within"),
)


def _row(visit: Visit, month: Month) -> list[str]:
    verdicts = [str(month.outcomes.get(outcome, 0)) for outcome in Outcome]
    days = days_words(month.median_days, visit.locale)
    name = month_name(month.month, visit.locale)
    return [name, str(month.photos), *verdicts, str(month.published), str(month.requests), str(month.erasures), days]
