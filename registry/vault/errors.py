"""Errors of the vault.

VaultError
├── KeyUnavailable
│   ├── KeyMissing           no key was ever made under this id
│   ├── KeyDestroyed         the key was destroyed: what it locked is noise for ever
│   └── KeyAltered           the key's file is damaged, or belongs to another id or another master key
├── MasterKeyUnreadable      the master key's file is damaged, or gone while the keys it wraps are there
├── BlobMissing              the store answers and holds nothing under this id
├── EnvelopeBroken           sealed bytes that do not open (the store turns it into BlobTampered)
├── BlobTampered             the stored bytes are not the bytes that were put
└── StoreUnavailable         the store does not answer, is full, or is not the store that was in use: try again later
    └── MirrorUnreachable    the second key folder is not there, so no key is made or destroyed
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class VaultError(RegistryError):
    """Any failure of the vault."""

    code: ClassVar[str] = "vault-error"


class KeyUnavailable(VaultError):
    """The data key `key` cannot be had."""

    code: ClassVar[str] = "key-unavailable"


class KeyMissing(KeyUnavailable):
    """No key was ever made under the id `key`."""

    code: ClassVar[str] = "key-missing"
    text: ClassVar[str] = N_("The key of this photo is missing. Ask the administrator to check the key folder.")


class KeyDestroyed(KeyUnavailable):
    """The key `key` was destroyed on purpose."""

    code: ClassVar[str] = "key-destroyed"
    text: ClassVar[str] = N_("This photo was destroyed and cannot be opened again.")


class KeyAltered(KeyUnavailable):
    """The file of the key `key` does not open with this id and this master key."""

    code: ClassVar[str] = "key-altered"
    text: ClassVar[str] = N_("The key of this photo is damaged. Ask the administrator to restore the key folder.")


class MasterKeyUnreadable(VaultError):
    """The master key is damaged, or gone while keys it wraps are there."""

    code: ClassVar[str] = "master-key-unreadable"
    text: ClassVar[str] = N_("The master key cannot be read. Ask the administrator to restore the key folder.")


class BlobMissing(VaultError):
    """The store holds nothing under the id `blob`."""

    code: ClassVar[str] = "blob-missing"
    text: ClassVar[str] = N_("This file is not in the vault.")


class EnvelopeBroken(VaultError):
    """Sealed bytes do not open; `chunk` is the index of the first bad chunk, or "header"."""

    code: ClassVar[str] = "envelope-broken"


class BlobTampered(VaultError):
    """The bytes of `blob` were changed; `chunk` is the first damaged chunk, or "header"."""

    code: ClassVar[str] = "blob-tampered"
    text: ClassVar[str] = N_("File {blob} in the vault was changed or damaged. Ask the administrator to restore it.")


class StoreUnavailable(VaultError):
    """The store could not answer; `reason` is a code. Nothing may be concluded about what it holds."""

    code: ClassVar[str] = "store-unavailable"
    text: ClassVar[str] = N_("The vault cannot be reached or is full. Try again later, or ask the administrator.")


class StoreUnknown(VaultError):
    """Nothing installed here can reach a store of this `kind` (the address's scheme)."""

    code: ClassVar[str] = "store-unknown"
    text: ClassVar[str] = N_(
        "REGISTRY_VAULT_URL starts with {kind}://, which nothing installed here can reach. Correct the address, or "
        "install what fsspec needs for it."
    )


class MirrorUnreachable(StoreUnavailable):
    """The second key folder is not there, or is not the one that was in use."""

    code: ClassVar[str] = "key-mirror-unreachable"
    text: ClassVar[str] = N_(
        "The second key folder (REGISTRY_KEYS_MIRROR) cannot be reached. Connect its disk; until then nothing is"
        " added or destroyed."
    )
