"""The columns of a list in words. Pure."""

from types import MappingProxyType
from typing import Final

from registry.consent.handing_out import HEADINGS
from registry.consent.vocabulary import Field
from registry.locale import N_

NO_COLUMN: Final = -1
"""Stands for: no column holds this."""

FIELD_NAMES = MappingProxyType(
    {Field.FIRST_NAME: N_("First name"), Field.LAST_NAME: N_("Family name")} | dict(HEADINGS)
)
