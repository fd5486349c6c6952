"""The vault: encrypted files on an fsspec store, by blob id.

A blob lies at `<root>/ab/<blob>.sealed`. The root carries a marker file, and the key ring remembers which roots were
in use: a missing disk or an unmounted share answers "unavailable", never "nothing here".
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from uuid import UUID

import fsspec

from registry.vault import envelope, files
from registry.vault.errors import BlobMissing, BlobTampered, EnvelopeBroken, StoreUnavailable, StoreUnknown
from registry.vault.keyring import KeyRing

_MARKER = "registry-vault"
_SUFFIX = ".sealed"
_WRITES_WHOLE = frozenset({"memory", "s3", "s3a", "gs", "gcs", "abfs", "az"})


class Vault:
    """Sealed bytes on a local folder or any fsspec address; keys come from the key ring.

    Raises StoreUnknown for a kind of address nothing here can reach, StoreUnavailable when it cannot be reached now.
    """

    def __init__(self, store: str | Path, keyring: KeyRing) -> None:
        self._keyring = keyring
        try:
            self._fs, root = fsspec.core.url_to_fs(str(store))
        except (ImportError, ValueError) as error:
            raise StoreUnknown(kind=str(store).partition("://")[0]) from error
        self._root = PurePosixPath(root)
        protocols = {self._fs.protocol} if isinstance(self._fs.protocol, str) else set(self._fs.protocol)
        self._is_local = "file" in protocols
        self._writes_whole = bool(protocols & _WRITES_WHOLE)
        self._name = f"{min(protocols)}:{self._root}"
        with self._answering():
            self._begin_or_continue()

    def put(self, *, blob: UUID, key: UUID, data: bytes) -> None:
        """Store `data` under `blob`, sealed with the data key `key`; a repeated put replaces it whole.

        Raises KeyMissing, KeyDestroyed, KeyAltered, StoreUnavailable (also when the disk is full).
        """
        sealed = envelope.seal(self._keyring.key(key), _binding(blob, key), data)
        with self._answering(blob):
            self._require_marker()
            self._write(self._path(blob), sealed)

    def get(self, *, blob: UUID, key: UUID) -> bytes:
        """Return what was put.

        Raises BlobMissing, BlobTampered (naming blob and chunk), KeyMissing, KeyDestroyed, KeyAltered,
        StoreUnavailable.
        """
        data_key = self._keyring.key(key)
        sealed = self._read(blob)
        try:
            return envelope.open_(data_key, _binding(blob, key), sealed)
        except EnvelopeBroken as broken:
            raise BlobTampered(blob=blob, chunk=broken.data["chunk"]) from None

    def sealed(self, blob: UUID) -> bytes:
        """Return a blob as it lies in the store, for a backup: without its key, noise. Raises BlobMissing."""
        return self._read(blob)

    def put_sealed(self, blob: UUID, sealed: bytes) -> None:
        """Put a blob back as it lay in the store. Raises StoreUnavailable."""
        with self._answering(blob):
            self._require_marker()
            self._write(self._path(blob), sealed)

    def remove(self, blob: UUID) -> bool:
        """Take the blob away, also a half-written one; say whether anything was there. Raises StoreUnavailable."""
        path = self._path(blob)
        with self._answering(blob):
            found = [p for p in (path, _part(path)) if self._fs.exists(str(p))]
            if not found:
                self._require_marker()
            for each in found:
                self._fs.rm_file(str(each))
            if found and self._is_local:
                files.flush_folder(Path(path.parent))
        return bool(found)

    def present(self, blob: UUID) -> bool:
        """Say whether bytes of the blob are there, whole or half-written. Raises StoreUnavailable."""
        path = self._path(blob)
        with self._answering(blob):
            there = bool(self._fs.exists(str(path)) or self._fs.exists(str(_part(path))))
            if not there:
                self._require_marker()
        return there

    def blobs(self) -> Iterator[UUID]:
        """Give the id of every whole blob in the store. Raises StoreUnavailable."""
        with self._answering():
            self._require_marker()
            found = sorted(self._fs.find(str(self._root)))
        names = (PurePosixPath(path).name for path in found)
        yield from (UUID(n.removesuffix(_SUFFIX)) for n in names if n.endswith(_SUFFIX))

    def _begin_or_continue(self) -> None:
        if self._keyring.knows_store(self._name):
            return
        self._fs.makedirs(str(self._root), exist_ok=True)
        if not self._fs.exists(str(self._root / _MARKER)):
            self._write(self._root / _MARKER, b"Sealed files of the registry. Do not remove this file.\n")
        self._keyring.remember_store(self._name)

    def _require_marker(self) -> None:
        if not self._fs.exists(str(self._root / _MARKER)):
            raise StoreUnavailable(reason="not-the-store-that-was-in-use")

    def _read(self, blob: UUID) -> bytes:
        with self._answering(blob):
            try:
                return bytes(self._fs.cat_file(str(self._path(blob))))
            except FileNotFoundError:
                self._require_marker()
                raise BlobMissing(blob=blob) from None

    def _write(self, path: PurePosixPath, data: bytes) -> None:
        self._fs.makedirs(str(path.parent), exist_ok=True)
        if self._is_local:
            files.write_durably(Path(path), data)
        elif self._writes_whole:
            self._fs.pipe_file(str(path), data)
        else:
            self._fs.pipe_file(str(_part(path)), data)
            self._fs.mv(str(_part(path)), str(path))

    def _path(self, blob: UUID) -> PurePosixPath:
        return self._root / blob.hex[:2] / f"{blob}{_SUFFIX}"

    @contextmanager
    def _answering(self, blob: UUID | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as wrong:
            reason = errno.errorcode.get(wrong.errno or 0, "no-answer").lower()
            raise StoreUnavailable(blob=blob, reason=reason) from wrong


def _binding(blob: UUID, key: UUID) -> bytes:
    return b"blob " + blob.bytes + b" key " + key.bytes


def _part(path: PurePosixPath) -> PurePosixPath:
    return path.with_name(f".{path.name}.part")
