"""Errors of reading paper.

RegistryError
├── PaperUnfit    a file that cannot be kept as evidence or read as a scan; `reason` says why
└── LimitMissing  a figure that data/paper.toml must have is not there
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": N_("This file is empty. Choose another."),
        "too-large": N_("This file is too large. Scan in grey, or send it in parts."),
        "too-many-pages": N_("This PDF has too many pages. Send it in parts."),
        "too-big-a-page": N_("A page of this PDF is larger than any paper. Scan it again."),
        "locked": N_("This PDF is locked with a password. Save it without one."),
        "unreadable": N_("This file cannot be opened. Scan it again, as PDF, JPEG or PNG."),
        "unsafe": N_("Opening this file takes more memory or time than a scan may. Scan it again."),
    }
)


class PaperUnfit(RegistryError):
    """A file cannot be kept as evidence or read as a scan: `reason` is a key of REASONS."""

    code: ClassVar[str] = "paper-unfit"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    def for_people(self, tr: Callable[[str], str]) -> str:
        """Return the sentence of this reason."""
        return tr(REASONS[self.reason])


class LimitMissing(RegistryError):
    """`data/paper.toml` lacks the figure `name`."""

    code: ClassVar[str] = "paper-limit-missing"
    text: ClassVar[str] = N_("The figure {name} in data/paper.toml is missing.")
