"""Lists in and out: a file is shown as it will be read, corrected, and taken in whole or not at all."""

from hashlib import sha256

import streamlit as st

from registry.access.permissions import Permission, require
from registry.consent.columns import Fault
from registry.consent.exporting import ListForm
from registry.consent.importing import Checked, Choice
from registry.consent.lists import Sheet, text
from registry.consent.vocabulary import Field
from registry.errors import RegistryError
from registry.locale import N_
from registry.ui import handing, markup
from registry.ui.feedback import faults_here, leave_note, show_fault
from registry.ui.pages.identity import fresh_id
from registry.ui.views.lists import FIELD_NAMES, NO_COLUMN, as_read
from registry.ui.views.persons import purpose_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_FILE = "list_file"
_TYPES = ("csv", "txt", "xlsx")
_LARGEST = 20_000_000
_PREVIEWED = 5
_FAULTS_SHOWN = 200
_FORMS = {ListForm.EXCEL: N_("As Excel"), ListForm.CSV: N_("As CSV"), ListForm.RESOURCESPACE: N_("For ResourceSpace")}


def show(visit: Visit) -> None:
    """Show the way in, then the way out. Raises Forbidden."""
    require(visit.actor, Permission.VIEW_PERSONS)
    st.title(visit.say("Lists of persons and consents"))
    st.subheader(visit.say("Take a list in"))
    st.write(visit.say("An Excel or CSV file, each row one person or one consent. Nothing is kept before you say so."))
    handing.show_file(
        visit, _FILE, visit.say("The list"), visit.say("Excel (.xlsx) or CSV."), types=_TYPES, limit=_LARGEST
    )
    if handing.is_given(visit, _FILE):
        _read(visit, handing.read(visit, _FILE))
    st.subheader(visit.say("Take the register out"))
    st.write(
        visit.say("The file holds personal data: keep it no longer than you need. The log notes that you took it.")
    )
    for form, words in _FORMS.items():
        st.html(markup.download(visit.say(words), f"/api/register.{form.value}"))
    st.html(markup.button(visit.say("All persons"), "/personen"))


def _read(visit: Visit, data: bytes) -> None:
    try:
        sheet, guessed = visit.registry.desk.imports.look(visit.actor, data)
    except RegistryError as refused:
        show_fault(visit, refused)
        return
    st.write(visit.say("{n} rows found. These are the first.", n=len(sheet.rows)))
    st.dataframe(_first(sheet), hide_index=True)
    choice = Choice(mapping=_mapping(visit, sheet, guessed), purposes=_purposes(visit))
    # The same file is taken in once, however often the button is pressed.
    run = f"list_run_{sha256(data).hexdigest()}"
    _decide(visit, visit.registry.desk.imports.check(visit.actor, sheet, choice), run)


def _first(sheet: Sheet) -> list[dict[str, str]]:
    names = [heading or f"({place + 1})" for place, heading in enumerate(sheet.headings)]
    return [dict(zip(names, map(text, row.cells), strict=True)) for row in sheet.rows[:_PREVIEWED]]


def _mapping(visit: Visit, sheet: Sheet, guessed: dict[Field, int]) -> dict[Field, int]:
    """Let the officer correct which column is what."""
    found: dict[Field, int] = {}
    with st.expander(visit.say("Which column is what?"), icon=":material/view_column:", expanded=not guessed):
        places = [NO_COLUMN, *range(len(sheet.headings))]
        for field in Field:
            place = st.selectbox(
                visit.say(FIELD_NAMES[field]), places, key=f"column_{field.value}",
                index=places.index(guessed.get(field, NO_COLUMN)),
                format_func=lambda n: _heading(visit, sheet, n),
            )  # fmt: skip
            if place is not None and place != NO_COLUMN:
                found[field] = place
    return found


def _heading(visit: Visit, sheet: Sheet, place: int) -> str:
    if place == NO_COLUMN:
        return visit.say("(not in this list)")
    return sheet.headings[place] or f"({place + 1})"


def _purposes(visit: Visit) -> tuple[str, ...]:
    purposes = visit.registry.charter.purposes
    chosen = st.multiselect(
        visit.say("To which uses is an answer, where the row does not say?"), list(purposes), key="list_purposes",
        placeholder=visit.say("Choose one or more"), select_all=False,
        format_func=lambda code: visit.say(purpose_title(purposes, code)),
    )  # fmt: skip
    return tuple(chosen)


def _decide(visit: Visit, checked: Checked, run_key: str) -> None:
    new = checked.new_persons
    st.write(visit.say("New persons: {new}. Known already: {known}. New answers: {answers}.",
                       new=new, known=checked.known_persons, answers=checked.new_answers))  # fmt: skip
    if not new and not checked.new_answers and checked.entries and not checked.faults:
        st.info(visit.say("Everything in this list is in the register already."))
    if checked.guardians:
        st.write(visit.say("Parents and guardians named: {n}.", n=checked.guardians))
    if checked.entries:
        st.write(visit.say("This is how the first rows are read."))
        purposes = visit.registry.charter.purposes
        first = (as_read(entry, purposes, visit.tr, visit.day) for entry in checked.entries[:_PREVIEWED])
        st.dataframe(list(first), hide_index=True)
    leave_out = False
    if checked.faults:
        _faults(visit, checked.faults, checked.faulty_rows)
        leave_out = st.checkbox(visit.say("Go on without these rows"), key="list_leave_out")
    blocked = not checked.entries or (bool(checked.faults) and not leave_out)
    if st.button(visit.say("Take the list in"), type="primary", key="list_go", disabled=blocked):
        with faults_here(visit), st.spinner(visit.say("Taking the list in…")):
            run = visit.registry.desk.imports.take_in(visit.actor, fresh_id(run_key), checked, leave_out=leave_out)
            handing.drop(visit, _FILE)
            leave_note(visit.say("{persons} persons and {answers} answers were taken in.",
                                 persons=run.persons, answers=run.consents))  # fmt: skip
            st.rerun()


def _faults(visit: Visit, faults: tuple[Fault, ...], rows: int) -> None:
    st.error(visit.say("Rows that cannot be read: {n}. Mend your file and choose it again, or leave them out.", n=rows))
    row = visit.say("Row")
    lines = (f"{row} {fault.row}, {fault.column}: {visit.say(fault.why.value)}" for fault in faults[:_FAULTS_SHOWN])
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
