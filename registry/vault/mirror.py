"""A second key folder on another disk, kept the same key by key: also what is destroyed is destroyed in it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from registry.vault import files
from registry.vault.errors import MirrorUnreachable

_MARKER = "registry-key-mirror"
_DESTROYED = ".destroyed"


class Mirrored(Protocol):
    """The key ring whose files are kept twice."""

    home: Path

    def knows_store(self, name: str) -> bool:
        """Say whether a store was in use before."""
        ...

    def remember_store(self, name: str) -> None:
        """Note that a store is in use."""
        ...

    def key_files(self) -> Iterable[Path]:
        """Give the file of every key and of every destroyed one."""
        ...


class KeyMirror:
    """The mirror of one key ring; brought up to date when it is opened. Raises MirrorUnreachable."""

    def __init__(self, keys: Mirrored, home: Path) -> None:
        self._keys = keys
        self._home = home
        name = f"key mirror {home.absolute()}"
        if not keys.knows_store(name):
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            files.write_once(home / _MARKER, b"The mirrored keys of a registry. Do not remove this file.\n")
            keys.remember_store(name)
        self._catch_up()

    def bring(self, path: Path) -> None:
        """Write a key's file, or a destroyed key's mark, to the mirror. Raises MirrorUnreachable, OSError."""
        self._require_marker()
        twin = self._twin(path)
        if not twin.exists():
            twin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            files.write_once(twin, path.read_bytes())

    def destroy(self, path: Path) -> None:
        """Destroy a key in the mirror, its mark first. Raises MirrorUnreachable, OSError."""
        self._require_marker()
        twin = self._twin(path)
        mark = twin.with_suffix(_DESTROYED)
        if not mark.exists():
            twin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            files.write_once(mark, b"")
        files.destroy(twin)

    def _catch_up(self) -> None:
        self._require_marker()
        for path in (self._keys.home / "master.key", *self._keys.key_files()):
            if path.suffix == _DESTROYED:
                self.destroy(path.with_suffix(".key"))
            elif not path.with_suffix(_DESTROYED).exists():
                self.bring(path)

    def _twin(self, path: Path) -> Path:
        return self._home / path.relative_to(self._keys.home)

    def _require_marker(self) -> None:
        if not (self._home / _MARKER).is_file():
            raise MirrorUnreachable
