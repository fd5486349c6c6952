"""What has ended, kept outside every backup: photos erased, consents withdrawn, persons forgotten.

A restored backup knows nothing of what happened after it. This list does: one line an ending, with the kind, the id,
the moment and a keyed check (HMAC-SHA256), so that nobody without the master key can have a photo destroyed by writing
in it. It holds no personal data. It stands beside the keys, not in any backup of the data, and is written before the
deed.
"""

import fcntl
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from uuid import UUID

_FIELDS = 4


class Ending(StrEnum):
    """What can end."""

    PHOTO_ERASED = "photo-erased"
    """A photo's erasure was begun; its key is destroyed."""
    CONSENT_ENDED = "consent-ended"
    """A person refused or took back a consent; the list does not say which."""
    PERSON_FORGOTTEN = "person-forgotten"
    """A person's data were erased (GDPR 17)."""

    @property
    def is_once(self) -> bool:
        """Whether it happens to a subject once: a consent can end again."""
        return self is not Ending.CONSENT_ENDED


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """One line of the list: the id is a photo's, or a person's."""

    ending: Ending
    subject: UUID
    at: datetime


class Endings:
    """The list in one file, and in a second one on another disk where settings name a mirror."""

    def __init__(self, files: Iterable[Path], secret: bytes) -> None:
        self._files = tuple(files)
        self._secret = secret

    def note(self, ending: Ending, subject: UUID, now: datetime) -> None:
        """Write an ending down, durably; what ends once is written once. Raises OSError."""
        line = self._line(ending, subject, now)
        beginning = f"{ending.value} {subject} " if ending.is_once else line.rstrip("\n")
        for file in self._files:
            _append_once(file, beginning, line)

    def ever(self, ending: Ending) -> list[UUID]:
        """Return every subject of a kind of ending, in the order of their ids."""
        return sorted({one.subject for file in self._files for one in self._read(file) if one.ending is ending})

    def since(self, moment: datetime) -> list[Ended]:
        """Return what ended at or after a moment, from all files together, oldest first; forged lines are left out."""
        found = {one for file in self._files for one in self._read(file) if one.at >= moment}
        return sorted(found, key=lambda one: (one.at, one.subject))

    def _read(self, file: Path) -> list[Ended]:
        try:
            lines = file.read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        return [ended for line in lines if (ended := self._checked(line)) is not None]

    def _checked(self, line: str) -> Ended | None:
        parts = line.split(" ")
        if len(parts) != _FIELDS or not hmac.compare_digest(parts[3], self._check(" ".join(parts[:3]))):
            return None  # half a line after a crash, or not ours
        return Ended(ending=Ending(parts[0]), subject=UUID(parts[1]), at=datetime.fromisoformat(parts[2]))

    def _line(self, ending: Ending, subject: UUID, now: datetime) -> str:
        said = f"{ending.value} {subject} {now.isoformat()}"
        return f"{said} {self._check(said)}\n"

    def _check(self, said: str) -> str:
        return hmac.new(self._secret, said.encode("ascii", "replace"), sha256).hexdigest()


def _append_once(file: Path, beginning: str, line: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("a+", encoding="ascii", errors="replace") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        content = stream.read()
        if any(known.startswith(beginning) for known in content.splitlines()):
            return
        stream.write(line if content.endswith("\n") or not content else f"\n{line}")
        stream.flush()
        os.fsync(stream.fileno())
