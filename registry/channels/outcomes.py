"""What a channel answers: small values instead of booleans, so that "I do not know" can never pass for "gone".

Codes are short kebab-case words without personal data; they go into the ledger, the audit log and the certificate.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The bytes stand in the channel; `locator` finds them there, `urls` are all public addresses known."""

    locator: str
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed:
    """The channel says it removed `count` copies; only a look proves it."""

    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyGone:
    """The channel was reached and held nothing to remove."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retryable:
    """Nothing is known to have happened; worth trying again, not before `after` when the channel named a wait."""

    code: str
    after: timedelta | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The channel will not do it, and will not later either; or not before `until`, where a lock names its end."""

    code: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ManualOnly:
    """Only a person can do this in this channel."""

    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """A look that reached the place found nothing; `how` names what was looked at."""

    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Present:
    """A look found the content; `locators` say where."""

    how: str
    locators: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear:
    """A look could not be finished: it proves nothing."""

    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """One item's bytes."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Healthy:
    """The channel can be reached with the rights it needs."""


PublishOutcome: TypeAlias = Published | Refused | Retryable
RemoveOutcome: TypeAlias = Removed | AlreadyGone | Retryable | Refused | ManualOnly
LookOutcome: TypeAlias = Absent | Present | Unclear
PingOutcome: TypeAlias = Healthy | Retryable | Refused
FetchOutcome: TypeAlias = Fetched | Absent | Unclear
