"""The hash chain of the audit log, and what an entry's detail may hold. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from math import isfinite
from uuid import UUID

from registry.proof.canonical import canonical
from registry.proof.errors import DetailRefused

Plain = str | int | float | bool | None

GENESIS = "0" * 64
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[a-z0-9_.:-]{1,80}")
_FILE_NAME = re.compile(r".*\.(jpe?g|jpe|png|webp|tiff?|hei[cf]|avif|gif|bmp|pdf|zip|json|txt|csv|xmp)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """What one entry's hash covers; `previous` is the hash of the entry before it, or GENESIS."""

    seq: int
    at: datetime
    event: str
    actor: UUID | None
    subject: UUID | None
    detail: Mapping[str, Plain]
    previous: str

    @property
    def hash(self) -> str:
        """The entry's own hash: SHA-256 (hex) of its canonical JSON."""
        return sha256(
            canonical(
                {
                    "seq": self.seq,
                    "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                    "event": self.event,
                    "actor": str(self.actor) if self.actor else None,
                    "subject": str(self.subject) if self.subject else None,
                    "detail": dict(self.detail),
                    "previous": self.previous,
                }
            )
        ).hexdigest()


def plain_detail(detail: Mapping[str, object]) -> dict[str, Plain]:
    """Return the detail as plain JSON values: figures, identifiers, days and codes.

    Raises DetailRefused for anything that could be a name, an address, a caption or a file name.
    """
    return {_checked_name(name): _plain(name, value) for name, value in detail.items()}


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise DetailRefused(name=None)
    return name


def _plain(name: str, value: object) -> Plain:
    if isinstance(value, Enum):
        return _plain(name, value.value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and _CODE.fullmatch(value) and not _FILE_NAME.fullmatch(value):
        return value
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
        return value
    raise DetailRefused(name=name)
