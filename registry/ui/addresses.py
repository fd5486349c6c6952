"""What a page's address says beyond its path."""

from urllib.parse import urlencode
from uuid import UUID

import streamlit as st

from registry.api import caller
from registry.intake.references import read_reference
from registry.removal.references import is_reference


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


def references() -> list[str]:
    """Return the references of the photo or request the address names: they say which one, and nothing of anybody."""
    photo, request = read_reference(word_in_address("foto")), word_in_address("verzoek")
    return [*([photo] if photo else []), *([request.upper()] if is_reference(request) else [])]


def with_query(path: str) -> str:
    """Return the path with all that the address says beyond it, so that one comes back to the very same page."""
    query = urlencode(st.query_params.to_dict())
    return f"{path}?{query}" if query else path


def visitor_address() -> str | None:
    """Return where the browser is; None where that is not known."""
    address = st.context.ip_address
    return caller.known_address(address) if isinstance(address, str) else None
