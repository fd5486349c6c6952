"""The officer's start page: what is due today, each with the way there, and the plots of the last year."""

import streamlit as st

from registry.locale import LOCAL_TIME
from registry.ui import markup
from registry.ui.plotting import show_plot
from registry.ui.views import plots
from registry.ui.views.plain import bullets
from registry.ui.views.today import DueLine, due_lines
from registry.ui.visit import Visit

MONTHS_BACK = 11
"""The plots show this month and the eleven before it."""


def show(visit: Visit) -> None:
    """Show what waits, what does not, and the year in plots; in a register without events, how to begin."""
    st.title(visit.say("To do today"))
    has_events = bool(visit.registry.intake.events(visit.actor))
    if not has_events:
        _begin(visit)
    today = visit.registry.clock.now().astimezone(LOCAL_TIME).date()
    lines = due_lines(visit.registry.office.due(visit.actor), today)
    for line in lines:
        if line.waits:
            _line(visit, line)
    _quiet(visit, [line for line in lines if not line.waits])
    with st.container(horizontal=True):
        st.html(markup.button(visit.say("Search"), "/zoeken"), width="content")
        st.html(markup.button(visit.say("Add photos of an event"), "/toevoegen"), width="content")
    if has_events:
        _year(visit)


def _begin(visit: Visit) -> None:
    with st.container(border=True):
        st.subheader(visit.say("Begin here"))
        st.write(visit.say("The register is still empty. Make an event first; then add its photos."))
        with st.container(horizontal=True):
            st.html(markup.button(visit.say("New event"), "/evenementen", main=True), width="content")
            st.html(markup.button(visit.say("Add an account for a photographer"), "/gebruikers"), width="content")


def _line(visit: Visit, line: DueLine) -> None:
    said = visit.say(line.text, n=line.count)
    with st.container(border=True):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.html(markup.light(line.light, said) + _first(visit, line))
        button.html(markup.button(visit.say("Open"), line.address, about=said))


def _first(visit: Visit, line: DueLine) -> str:
    """Return the day by which the most urgent of them must be done."""
    if line.first is None:
        return ""
    return markup.words(visit.say("the most urgent by {day}", day=visit.day(line.first)))


def _quiet(visit: Visit, lines: list[DueLine]) -> None:
    if lines:
        with st.expander(visit.say("Checked, and nothing to do: {n}", n=len(lines)), icon=":material/check_circle:"):
            st.markdown(bullets(visit.say(line.text, n=line.count) for line in lines))


def _year(visit: Visit) -> None:
    st.header(visit.say("The last twelve months"))
    course = visit.registry.office.course(visit.actor, months_back=MONTHS_BACK)
    show_plot(visit, plots.verdicts_by_month(course.seen, visit.tr, visit.locale))
    show_plot(visit, plots.verdicts_by_kind(course.seen, visit.tr))
    show_plot(visit, plots.days_to_answer(course.answered, visit.tr, visit.locale))
    show_plot(visit, plots.copies_by_channel(course.standing, visit.tr))
    show_plot(visit, _college(visit))
    with st.container(horizontal=True):
        st.html(markup.button(visit.say("All figures, month by month"), "/cijfers"), width="content")
        st.html(markup.button(visit.say("College and balance"), "/college"), width="content")


def _college(visit: Visit) -> plots.Plot:
    """Return how often each member of the college was shown, over the months the charter looks back."""
    college = visit.registry.posts.college
    names = {member.office.person_id: member.name for member in college.members(visit.actor)}
    return plots.college(college.balance(visit.actor, college.window()), names, visit.tr)
