"""Errors of publication.

PublicationError
├── NotAJpeg       a rendition is not what a rendition must be
├── CopyUnknown    there is no such published copy
└── SideUnusable   the asked width makes no sense for the channel
"""

from registry.errors import RegistryError
from registry.locale import N_


class PublicationError(RegistryError):
    """Any refusal of the publication stage."""

    code = "publication"


class NotAJpeg(PublicationError):
    """A rendition is no JPEG, or its packet would be too long."""

    code = "publication-not-a-jpeg"
    text = N_("The photo could not be prepared for publication. Tell the administrator.")


class CopyUnknown(PublicationError):
    """No published copy has this id. Data: copy_id."""

    code = "publication-copy-unknown"
    text = N_("There is no such published copy.")


class SideUnusable(PublicationError):
    """The long side is not a positive number, or larger than the channel shows. Data: long_side, most."""

    code = "publication-side-unusable"
    text = N_("A long side of {long_side} pixels cannot be published here; choose at most {most}.")
