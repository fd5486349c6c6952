"""The fields of a person, filled in or changed; what is wrong stands beside the field."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from registry.consent.errors import ConsentError
from registry.consent.persons import NewPerson
from registry.consent.records import Person
from registry.consent.states import PersonKind
from registry.locale import Locale
from registry.ui.views.persons import KIND_NAMES
from registry.ui.visit import Visit

_OLDEST = "1850-01-01"


def ask(
    visit: Visit,
    key: str,
    person: Person | None,
    button: str,
    *,
    new_id: UUID | None,
    send: Callable[[NewPerson], None],
) -> None:
    """Show the form and give what was filled in to `send`; a refusal is shown beside the field it is about."""
    with st.form(key):
        beside: dict[str, DeltaGenerator] = {}
        name, kind = _name_and_kind(visit, key, person, beside)
        email, phone, language = _contact(visit, key, person, beside)
        birth = _day(visit, key, "birth_date", visit.say("Birth date (needed for children)"), person, beside)
        died = _day(visit, key, "died_on", visit.say("Day of death (only of the deceased)"), person, beside)
        if st.form_submit_button(button, type="primary", key=f"{key}_send"):
            _sent(visit, beside, send, NewPerson(
                id=new_id, display_name=name, kind=kind, email=email, phone=phone, language=language,
                birth_date=birth, died_on=died,
            ))  # fmt: skip


def _sent(
    visit: Visit, beside: Mapping[str, DeltaGenerator], send: Callable[[NewPerson], None], new: NewPerson
) -> None:
    try:
        send(new)
    except ConsentError as refused:
        place = beside.get(str(refused.data.get("field")), st)
        place.error(visit.fault(refused), icon=":material/error:")


def _name_and_kind(
    visit: Visit, key: str, person: Person | None, beside: dict[str, DeltaGenerator]
) -> tuple[str, PersonKind]:
    name = st.text_input(
        visit.say("Name, or a nickname if you do not know it yet"), key=f"{key}_name", max_chars=200,
        value=person.display_name if person else "",
    )  # fmt: skip
    beside["display_name"] = st.empty()
    kinds = list(PersonKind)
    kind = st.selectbox(
        visit.say("Who is it?"), kinds, key=f"{key}_kind", index=kinds.index(person.kind) if person else 0,
        format_func=lambda chosen: visit.say(KIND_NAMES[chosen]),
    )  # fmt: skip
    return name, kind or PersonKind.ADULT


def _contact(
    visit: Visit, key: str, person: Person | None, beside: dict[str, DeltaGenerator]
) -> tuple[str | None, str | None, str | None]:
    email = st.text_input(
        visit.say("E-mail address (not needed)"), key=f"{key}_email", value=person.email or "" if person else ""
    )
    beside["email"] = st.empty()
    phone = st.text_input(
        visit.say("Telephone (not needed)"), key=f"{key}_phone", value=person.phone or "" if person else ""
    )
    beside["phone"] = st.empty()
    known = [locale.value for locale in Locale]
    language = st.selectbox(
        visit.say("Language in which we write"), known, key=f"{key}_language",
        index=known.index(person.language) if person and person.language in known else 0,
        format_func=lambda code: Locale(code).own_name,
    )  # fmt: skip
    return email.strip() or None, phone.strip() or None, language


def _day(
    visit: Visit, key: str, field: str, label: str, person: Person | None, beside: dict[str, DeltaGenerator]
) -> date | None:
    kept = getattr(person, field) if person else None
    found: date | None = st.date_input(
        label, value=kept, key=f"{key}_{field}", format="DD/MM/YYYY", min_value=_OLDEST,
        max_value=visit.registry.clock.now().date(),
    )  # fmt: skip
    beside[field] = st.empty()
    return found
