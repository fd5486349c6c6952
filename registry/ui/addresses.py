"""What a page's address says beyond its path."""

from uuid import UUID

import streamlit as st


def id_in_address(name: str) -> UUID | None:
    """Return the id the address gives under `name`; None where there is none, or nonsense."""
    given = st.query_params.get(name)
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


def word_in_address(name: str) -> str:
    """Return the word the address gives under `name`, or nothing."""
    return str(st.query_params.get(name, ""))


def address_of_person(person_id: UUID) -> str:
    """Return the address of a person's page."""
    return f"/personen?persoon={person_id}"


def visitor_address() -> str | None:
    """Return where the browser is; None where that is not known."""
    address = st.context.ip_address
    return address if isinstance(address, str) else None
