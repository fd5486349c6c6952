"""What an erasure's deeds answer: how a removal went, and what a look saw. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from registry.channels.outcomes import LookOutcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """It is done; `code` says how."""

    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TryLater:
    """It could not be done now; `after` is a wait the place asked for."""

    code: str
    after: timedelta | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NotBefore:
    """The place keeps it until a date and refuses till then; `code` says why."""

    code: str
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadyText:
    """A text ready to be sent by a person: its message id, what fills it, and where it goes (https: or mailto:)."""

    message: str
    filled: Mapping[str, str] = field(repr=False)
    send_to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ByPerson:
    """Only a person can do it; `code` says why, `ready` what they can send."""

    code: str
    ready: ReadyText | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CannotLook:
    """No machine can look into this place: what was removed there stays unverifiable."""


NOBODY_CAN_LOOK = "nobody-can-look"
"""How a look is noted that no machine could take."""


Deed: TypeAlias = Done | TryLater | NotBefore | ByPerson
Sight: TypeAlias = LookOutcome | CannotLook
