"""Errors of the command line: what the machine it runs on does not give.

RegistryError
└── CommandError
    ├── SettingUnusable       an environment variable has a value that cannot be used
    ├── TextUnreadable        the charter or the channels file is no UTF-8 text
    ├── PlaceUnusable         a file or folder cannot be read or written
    ├── DatabaseUnavailable   the database is locked, full or away
    ├── DatabaseUnreadable    what lies at the database's address is no database of the registry
    ├── DatabaseNewer         the database was made by a newer version
    ├── AddressUnusable       the pages cannot be served on this address
    ├── FirstAccountOfficers  the first account must be a communication officer's
    ├── NobodyAnswered        a name or password was asked for, and none given
    └── NotADemo              the folder holds something else than a demo
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class CommandError(RegistryError):
    """Any failure of the command line itself."""

    code: ClassVar[str] = "command-error"


class SettingUnusable(CommandError):
    """The environment variable `setting` cannot be used. Its value is not told: it may be a password."""

    code: ClassVar[str] = "setting-unusable"
    text: ClassVar[str] = N_("The setting {setting} has a value that cannot be used. Correct it and try again.")


class SettingNotAmong(SettingUnusable):
    """The environment variable `setting` must be one of `known`."""

    code: ClassVar[str] = "setting-not-among"
    text: ClassVar[str] = N_("The setting {setting} cannot have this value. Choose one of: {known}.")


class TextUnreadable(CommandError):
    """A settings file is no text in UTF-8."""

    code: ClassVar[str] = "text-unreadable"
    text: ClassVar[str] = N_("The charter or the channels file is no text in UTF-8. Save it as UTF-8 and try again.")


class PlaceUnusable(CommandError):
    """The file or folder `path` cannot be used; `reason` is the system's."""

    code: ClassVar[str] = "place-unusable"
    text: ClassVar[str] = N_("{path} cannot be used ({reason}). Mend that and try again.")


class DatabaseUnavailable(CommandError):
    """The database does not take this command now."""

    code: ClassVar[str] = "database-unavailable"
    text: ClassVar[str] = N_(
        "The database is locked, full or away. Try again later; if it stays so, check its disk and its address."
    )


class DatabaseUnreadable(CommandError):
    """What lies at the database's address cannot be read as the registry's database."""

    code: ClassVar[str] = "database-unreadable"
    text: ClassVar[str] = N_("The database cannot be read: it is damaged, or no database. Restore it from a backup.")


class DatabaseNewer(CommandError):
    """The database's version is unknown here."""

    code: ClassVar[str] = "database-newer"
    text: ClassVar[str] = N_("The database was made by a newer version of the registry. Install that version.")


class AddressUnusable(CommandError):
    """Nothing can listen on `address`; `reason` is the system's."""

    code: ClassVar[str] = "address-unusable"
    text: ClassVar[str] = N_(
        "The pages cannot be served on {address} ({reason}). Stop what uses it, or choose another with --port."
    )


class FirstAccountOfficers(CommandError):
    """There is no account yet, and another role was asked for."""

    code: ClassVar[str] = "first-account-officers"
    text: ClassVar[str] = N_("The first account must be the communication officer's: add --role officer.")


class NobodyAnswered(CommandError):
    """There was nobody at the terminal to answer, or they broke off."""

    code: ClassVar[str] = "nobody-answered"
    text: ClassVar[str] = N_("Nothing was typed, so nothing was done. Give the command again at a terminal.")


class NotADemo(CommandError):
    """The folder `path` may not be emptied for a demo."""

    code: ClassVar[str] = "not-a-demo"
    text: ClassVar[str] = N_("{path} is not a demo's folder. Choose another one, or an empty one.")
