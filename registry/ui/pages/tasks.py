"""Persons' tasks: copies that no machine could remove, each with its date and three ways out."""

import streamlit as st

from registry.erasure.states import Impossibility
from registry.erasure.tasks import TaskView
from registry.ui.deadline import days_left
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.erasures import IMPOSSIBILITY_NAMES
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """List the open tasks, the most urgent first."""
    st.title(visit.say("Tasks"))
    tasks = visit.registry.erasure.tasks.open_tasks(visit.actor)
    if not tasks:
        st.info(visit.say("Nothing to do. All copies were removed by the computer."))
    for task in tasks:
        _task(visit, task)


def _task(visit: Visit, task: TaskView) -> None:
    with st.container(border=True):
        what = visit.say("Remove photo {reference} from {place}", reference=task.photo_reference, place=task.place)
        st.markdown(f"**{plain(what)}**")
        st.html(days_left(visit, task.due_on))
        for address in task.urls or ((task.locator,) if task.locator else ()):
            st.code(address, language=None, wrap_lines=True)
        st.caption(visit.say("Why the computer could not: {why}", why=task.why))
        _ways_out(visit, task)


def _ways_out(visit: Visit, task: TaskView) -> None:
    tasks, key = visit.registry.erasure.tasks, task.task_id
    buttons = st.container(horizontal=True)
    if buttons.button(visit.say("I removed it"), key=f"removed-{key}", type="primary"):
        with faults_here(visit):
            tasks.report_removed(visit.actor, key)
            _next(visit)
    if buttons.button(visit.say("Let the computer try again"), key=f"again-{key}"):
        with faults_here(visit):
            tasks.try_again(visit.actor, key)
            _next(visit)
    with buttons.popover(visit.say("It cannot be removed")):
        why = st.radio(
            visit.say("Why not?"), list(Impossibility), key=f"why-{key}",
            format_func=lambda reason: visit.say(IMPOSSIBILITY_NAMES[reason]),
        )  # fmt: skip
        if st.button(visit.say("Record that"), key=f"impossible-{key}") and why:
            with faults_here(visit):
                tasks.report_impossible(visit.actor, key, why)
                _next(visit)


def _next(visit: Visit) -> None:
    leave_note(visit.say("Thank you. That is recorded."))
    st.rerun()
