"""Persons' tasks: copies that no machine could remove, each with its date and three ways out."""

import streamlit as st

from registry.erasure.states import Impossibility
from registry.erasure.tasks import TaskView
from registry.paper import limits
from registry.proof.outcome_words import outcome_words
from registry.tray.figures import MEGABYTE
from registry.ui import handing
from registry.ui.deadline import days_left
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.erasures import IMPOSSIBILITY_NAMES
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_TYPES = ("png", "jpg", "jpeg", "pdf", "txt")
_LARGEST = limits.shipped().evidence_bytes


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
        where = visit.recipients_of(task.photo_id).get(task.copy_id) or visit.place(task.place)
        what = visit.say("Remove photo {reference} from {place}", reference=task.photo_reference, place=where)
        st.markdown(f"**{plain(what)}**")
        st.html(days_left(visit, task.due_on))
        for address in task.urls or ((task.locator,) if task.locator else ()):
            st.code(address, language=None, wrap_lines=True)
        why = outcome_words(visit.tr, task.why)
        st.write(plain(visit.say("Why the computer could not: {why}", why=why)))
        _ready_text(visit, task)
        _evidence(visit, task)
        _ways_out(visit, task)


def _ready_text(visit: Visit, task: TaskView) -> None:
    words = task.text(visit.tr)
    if words is None or task.send_to is None:
        return
    st.write(visit.say("This text is ready to be sent to {address}:", address=task.send_to.removeprefix("mailto:")))
    st.code(words, language=None, wrap_lines=True)


def _evidence(visit: Visit, task: TaskView) -> None:
    with st.expander(visit.say("Keep a proof with this task (a screenshot or a letter)")):
        st.caption(visit.say("It is kept sealed, and destroyed a while after the certificate."))
        key = f"proof-{task.task_id}"
        handing.show_file(
            visit, key, visit.say("Screenshot, photo or PDF"), visit.say("At most {n} MB.", n=_LARGEST // MEGABYTE),
            types=_TYPES, limit=_LARGEST,
        )  # fmt: skip
        if handing.is_given(visit, key) and st.button(visit.say("Keep this proof"), key=f"keep-{task.task_id}"):
            with faults_here(visit):
                visit.registry.erasure.evidence.add(visit.actor, task.task_id, handing.read(visit, key))
                handing.drop(visit, key)
                _next(visit)
    kept = visit.registry.erasure.evidence.of_erasure(visit.actor, task.erasure_id)
    here = sum(piece.task_id == task.task_id for piece in kept)
    if here:
        st.caption(visit.say("Proofs kept with this task: {n}", n=here))


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
