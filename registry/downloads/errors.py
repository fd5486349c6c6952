"""Errors of downloads.

DownloadError
└── UseUnknown   the charter knows no such use, or the size makes no sense
"""

from registry.errors import RegistryError
from registry.locale import N_


class DownloadError(RegistryError):
    """Any refusal of a download."""

    code = "download"


class UseUnknown(DownloadError):
    """The charter knows no such use, or the size makes no sense."""

    code = "download-use-unknown"
    text = N_("Choose a use and a size from the list.")
