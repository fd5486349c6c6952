"""Errors of backups.

BackupError
├── BackupMissing      there is no backup in the folder
├── BackupAltered      a file of the backup is not what the manifest says, or the manifest is not by these keys
├── BackupUnfinished   the backup was broken off while it was made
├── PlaceNotEmpty      a restore would write over an installation that is in use
└── RestoreUnfinished  a restore was broken off: nothing is served before it is finished
"""

from registry.errors import RegistryError
from registry.locale import N_


class BackupError(RegistryError):
    """Any failure of a backup or a restore."""

    code = "backup"


class BackupMissing(BackupError):
    """There is no finished backup in this folder."""

    code = "backup-missing"
    text = N_("There is no finished backup in this folder. Name the folder that `registry backup` wrote to.")


class BackupAltered(BackupError):
    """The manifest's check fails. Data: part."""

    code = "backup-altered"
    text = N_(
        "The backup does not hold: {part} was changed, is missing, or was made with other keys. Take another backup, or"
        " put the key folder that belongs to it in its place."
    )


class PlaceNotEmpty(BackupError):
    """A restore goes into an empty installation only."""

    code = "restore-place-not-empty"
    text = N_(
        "This installation already holds data. Restore into an empty one: set REGISTRY_HOME to a new folder (or"
        " REGISTRY_DATABASE_URL to an empty database) and leave REGISTRY_KEYS_HOME as it is."
    )


class RestoreUnfinished(BackupError):
    """A restore was broken off before the later erasures were applied."""

    code = "restore-unfinished"
    text = N_(
        "A restore was broken off here, so erased photos could come back. Nothing is served. Empty this installation"
        " (its database and the file restore-unfinished) and run `registry restore` again."
    )
