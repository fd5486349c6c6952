"""Errors of the rulebook.

RegistryError
└── RulebookError
    ├── AdoptionUnreasoned   a charter was to be adopted without a reason
    ├── CharterUnchanged     the text is the one in force
    ├── CharterMovedOn       another charter was adopted since this one was begun
    └── KeptCharterUnusable  this version of the software cannot read the charter in force
"""

from collections.abc import Callable

from registry.charter.errors import CharterRefused
from registry.errors import RegistryError
from registry.locale import N_


class RulebookError(RegistryError):
    """Any failure of the rulebook."""

    code = "rulebook-error"


class AdoptionUnreasoned(RulebookError):
    """A new charter needs a reason that can be read later."""

    code = "charter-adoption-unreasoned"
    text = N_("Say why the charter changes. The reason is kept with the new version.")


class CharterUnchanged(RulebookError):
    """There is nothing to adopt."""

    code = "charter-unchanged"
    text = N_("This is the charter that is in force already. Nothing was changed.")


class CharterMovedOn(RulebookError):
    """Somebody else adopted a charter meanwhile."""

    code = "charter-moved-on"
    text = N_("The charter was changed by somebody else meanwhile. Look at the new version and begin again.")


class KeptCharterUnusable(RulebookError):
    """The charter in force lacks what this version of the software needs; `refusal` names every line."""

    code = "kept-charter-unusable"
    text = N_(
        "The charter in force (version {number}) cannot be used by this version of the registry. Mend and adopt it."
    )

    def __init__(self, *, number: int, refusal: CharterRefused) -> None:
        super().__init__(number=number)
        self.refusal = refusal

    def for_people(self, tr: Callable[[str], str]) -> str:
        """Return the sentence and below it every line that is wrong."""
        return "\n".join([super().for_people(tr), self.refusal.for_people(tr)])
