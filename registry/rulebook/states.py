"""Where a charter came from. Pure."""

from enum import StrEnum

from registry.locale import N_


class Origin(StrEnum):
    """How a charter came to be in force."""

    FIRST_START = "first-start"
    """The charter file the registry was first started with."""
    RELEASE = "release"
    """A new release of the software needed more than the charter in force had, and added it."""
    PAGE = "page"
    """An officer changed it on the page."""
    TERMINAL = "terminal"
    """Somebody adopted a file on the server."""

    @property
    def label(self) -> str:
        """The origin in words: an English message id."""
        return {
            Origin.FIRST_START: N_("the file the registry was first started with"),
            Origin.RELEASE: N_("completed by a new release of the registry"),
            Origin.PAGE: N_("changed on the page"),
            Origin.TERMINAL: N_("a file adopted on the server"),
        }[self]
