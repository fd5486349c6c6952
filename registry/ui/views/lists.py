"""The columns of a list in words, and what a row of it was read as. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from registry.charter.charter import Purpose
from registry.consent.columns import Entry
from registry.consent.events import ScopeKind
from registry.consent.handing_out import HEADINGS
from registry.consent.vocabulary import Field
from registry.locale import N_, Translate
from registry.ui.views.identity import AUTHORITY_NAMES
from registry.ui.views.persons import KIND_NAMES, SIGNATURE_NAMES, STATE_NAMES, purpose_title

NO_COLUMN: Final = -1
"""Stands for: no column holds this."""

FIELD_NAMES = MappingProxyType(
    {Field.FIRST_NAME: N_("First name"), Field.LAST_NAME: N_("Family name")} | dict(HEADINGS)
)
_SCOPE_NAMES = MappingProxyType(
    {
        ScopeKind.GENERAL: N_("all photos"),
        ScopeKind.EVENT: N_("one event's photos"),
        ScopeKind.PHOTO: N_("one photo"),
    }
)


def as_read(entry: Entry, purposes: Mapping[str, Purpose], tr: Translate, day: Callable[[date], str]) -> dict[str, str]:
    """Return what a row was read as, by heading; the same headings for every row."""
    person, said = entry.person, entry.said
    guardians = (f"{one.name} ({tr(AUTHORITY_NAMES[one.authority])})" for one in entry.guardians)
    bounds = (day(bound) if bound else "…" for bound in (said.valid_from, said.valid_until)) if said else ()
    return {
        tr("Name"): person.display_name,
        tr("Kind of person"): tr(KIND_NAMES[person.kind]),
        tr("Birth date"): day(person.birth_date) if person.birth_date else "",
        tr("Parents and guardians"): ", ".join(guardians),
        tr("Answer"): tr(STATE_NAMES[said.state]) if said else "",
        tr("Uses"): ", ".join(tr(purpose_title(purposes, code)) for code in said.purposes) if said else "",
        tr("Applies to"): tr(_SCOPE_NAMES[said.scope.kind]) if said else "",
        tr("From – until"): " – ".join(bounds) if said and (said.valid_from or said.valid_until) else "",
        tr("Signed by"): tr(SIGNATURE_NAMES[said.signature]) if said else "",
    }
