"""The key ring: one data key a photo or person, wrapped by a master key, in a folder apart from the data.

With a mirror (a folder on another disk) every key is written to both and destroyed in both: a copy of the key folder
made otherwise would keep the keys of what was erased. A mirror that cannot be reached makes and destroys no key.

`<home>/master.key` holds 32 random bytes (mode 0600), made on first start. `<home>/data/ab/<id>.key` holds one data
key, sealed under a key derived from the master and bound to its id. Destroying a key leaves `<id>.destroyed`, an empty
file, so that the key cannot be made again and a restored key file stays shut.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.vault import files
from registry.vault.errors import KeyAltered, KeyDestroyed, KeyMissing, MasterKeyUnreadable
from registry.vault.mirror import KeyMirror

KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + 16


class KeyRing:
    """Data keys by id. Raises MasterKeyUnreadable when the master key is damaged, or missing beside existing keys."""

    def __init__(self, home: Path, mirror: Path | None = None) -> None:
        self.home = home
        self._data = home / "data"
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._master = self._read_or_make_master()
        self._mirror = KeyMirror(self, mirror) if mirror is not None else None

    def create(self, key_id: UUID) -> None:
        """Make a key under `key_id`; nothing changes when it is there already.

        Raises KeyDestroyed when this key was destroyed before: an erased photo's id is never used again.
        """
        self._refuse_destroyed(key_id)
        path = self._path(key_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write_once(path, self._wrap(key_id, os.urandom(KEY_BYTES)))
        if self._mirror:
            self._mirror.bring(path)

    def exists(self, key_id: UUID) -> bool:
        """Say whether there is a usable key under `key_id`."""
        return self._path(key_id).exists() and not self.is_destroyed(key_id)

    def is_destroyed(self, key_id: UUID) -> bool:
        """Say whether the key under `key_id` was destroyed."""
        return self._tombstone(key_id).exists()

    def key(self, key_id: UUID) -> bytes:
        """Return the 32-byte data key. Raises KeyMissing, KeyDestroyed or KeyAltered."""
        self._refuse_destroyed(key_id)
        try:
            wrapped = self._path(key_id).read_bytes()
        except FileNotFoundError:
            raise KeyMissing(key=key_id) from None
        return self._unwrap(key_id, wrapped)

    def destroy(self, key_id: UUID) -> bool:
        """Make everything under `key_id` noise for ever; say whether a key was there. Repeating it does no harm.

        The tombstone comes first: a crash between the two leaves a key that no longer opens anything here, and that
        the next call overwrites.
        """
        path = self._path(key_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write_once(self._tombstone(key_id), b"")
        if self._mirror:
            self._mirror.destroy(path)
        return files.destroy(path)

    def secret(self, label: str) -> bytes:
        """Return the 32-byte secret named `label`, always the same for this master key (for HMACs)."""
        return self._derive(b"secret " + label.encode())

    def knows_store(self, name: str) -> bool:
        """Say whether a store was in use under this key ring before; `name` is its address."""
        return self._store_mark(name).exists()

    def remember_store(self, name: str) -> None:
        """Note that a store is in use, so that an empty folder in its place is noticed."""
        self._store_mark(name).parent.mkdir(exist_ok=True, mode=0o700)
        files.write_once(self._store_mark(name), b"")

    def key_files(self) -> Iterator[Path]:
        """Give the file of every key and of every destroyed one."""
        yield from sorted(self._data.glob("*/*"))

    def _read_or_make_master(self) -> bytes:
        path = self.home / "master.key"
        has_keys = any(self._data.glob("*/*"))
        if not path.exists():
            if has_keys:
                raise MasterKeyUnreadable(reason="missing")
            files.write_once(path, os.urandom(KEY_BYTES))
        try:
            master = path.read_bytes()
        except OSError as wrong:
            raise MasterKeyUnreadable(reason="unreadable") from wrong
        if len(master) != KEY_BYTES:
            raise MasterKeyUnreadable(reason="damaged")
        return master

    def _refuse_destroyed(self, key_id: UUID) -> None:
        if self.is_destroyed(key_id):
            raise KeyDestroyed(key=key_id)

    def _wrap(self, key_id: UUID, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self._derive(b"wrap")).encrypt(nonce, key, key_id.bytes)

    def _unwrap(self, key_id: UUID, wrapped: bytes) -> bytes:
        if len(wrapped) != _WRAPPED_BYTES:
            raise KeyAltered(key=key_id)
        try:
            return AESGCM(self._derive(b"wrap")).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], key_id.bytes)
        except InvalidTag:
            raise KeyAltered(key=key_id) from None

    def _derive(self, purpose: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"registry " + purpose).derive(self._master)

    def _path(self, key_id: UUID) -> Path:
        return self._data / key_id.hex[:2] / f"{key_id}.key"

    def _tombstone(self, key_id: UUID) -> Path:
        return self._path(key_id).with_suffix(".destroyed")

    def _store_mark(self, name: str) -> Path:
        return self.home / "stores" / self._derive(b"store " + name.encode()).hex()[:32]
