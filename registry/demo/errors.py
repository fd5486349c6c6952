"""Errors of the demo.

DemoError
└── SourceRefused   a source distribution is not the one whose licences were checked
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class DemoError(RegistryError):
    """Any failure of the demo that is not the registry's."""

    code: ClassVar[str] = "demo-error"


class SourceRefused(DemoError):
    """The SHA-256 of the distribution `file` is not the known one."""

    code: ClassVar[str] = "demo-source-refused"
    text: ClassVar[str] = N_("The file {file} is not the one the demo knows. Remove it and run `make demo` again.")
