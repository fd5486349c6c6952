"""Files that survive a power cut: written whole or not at all, and gone when said to be gone."""

import os
from pathlib import Path


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Replace `path` by `data` in one step. Raises OSError; the half-written file is taken away."""
    part = part_of(path)
    try:
        _write(part, data, mode)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def write_once(path: Path, data: bytes, *, mode: int = 0o600) -> bool:
    """Create `path` with `data` unless it is there already; say whether this call made it. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.urandom(8).hex()}.part")
    try:
        _write(part, data, mode)
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    flush_folder(path.parent)
    return True


def destroy(path: Path) -> bool:
    """Overwrite `path` with noise, then unlink it; say whether it was there. Raises OSError.

    Overwriting reaches the old bytes only on file systems that write in place; see the security notes.
    """
    try:
        with path.open("r+b") as stream:
            stream.write(os.urandom(path.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    flush_folder(path.parent)
    return True


def part_of(path: Path) -> Path:
    """Return the name under which `write_durably` keeps bytes that are not whole yet."""
    return path.with_name(f".{path.name}.part")


def flush_folder(folder: Path) -> None:
    """Make a folder's new and removed names durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
