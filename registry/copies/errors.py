"""Errors of the copy ledger.

LedgerError
├── CopyUnknown      no copy has this id
├── IllegalMove      a copy may not go from one state to the other
└── OwnerMissing     a copy belongs to exactly one photo or one person
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class LedgerError(RegistryError):
    """Any refusal of the copy ledger."""

    code: ClassVar[str] = "ledger-error"


class CopyUnknown(LedgerError):
    """No copy has the id `copy`."""

    code: ClassVar[str] = "copy-unknown"
    text: ClassVar[str] = N_("This copy is not in the ledger.")


class IllegalMove(LedgerError):
    """The copy `copy` may not go from `old` to `new`."""

    code: ClassVar[str] = "illegal-move"
    text: ClassVar[str] = N_("Somebody else changed this copy at the same time. Load the page again.")


class OwnerMissing(LedgerError):
    """A copy was planned for neither a photo nor a person."""

    code: ClassVar[str] = "owner-missing"
