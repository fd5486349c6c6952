"""What a publication answers. Pure values."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from registry.charter.verdict import Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The photo stands in the channel; `is_new` is False when it stood there before."""

    copy_id: UUID
    urls: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NotPublished:
    """The gate did not let the photo pass, for the verdict's reasons."""

    verdict: Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class NotNow:
    """The gate let it pass and the channel did not take it; nothing is left there. `code` says why."""

    copy_id: UUID
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """The photo's own file cannot be read; nothing went out. `code` says why."""

    code: str


PublicationOutcome: TypeAlias = Published | NotPublished | NotNow | Unreadable
