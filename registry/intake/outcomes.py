"""What a use case of intake answers. Pure values."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from registry.intake.errors import IntakeRefusal
from registry.intake.states import RefusalReason
from registry.picture import Picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """The photo is stored. `picture` is at the analysis's scale; `resembles` an earlier photo that looks the same."""

    photo_id: UUID
    reference: str
    picture: Picture = field(repr=False)
    resembles: UUID | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyHere:
    """The same bytes were taken in before, as `photo_id`."""

    photo_id: UUID
    reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The file is not taken; `error` has the sentence for the photographer."""

    error: IntakeRefusal

    @property
    def reason(self) -> RefusalReason:
        """Why, as records keep it."""
        return self.error.reason

    @property
    def code(self) -> str:
        """Why, as logs show it."""
        return self.error.code


@dataclass(frozen=True, kw_only=True, slots=True)
class Suppressed:
    """The photo was destroyed at someone's request and came back; `distance` of 256 bits (0: the same file)."""

    photo_id: UUID
    distance: int


Outcome = Received | AlreadyHere | Refused | Suppressed


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedFile:
    """One file of a batch that was not taken; its name is None once forgotten. `reason` None: destroyed before."""

    ordinal: int
    file_name: str | None = field(repr=False)
    reason: RefusalReason | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchProgress:
    """How far a batch is, in files; `looked_at` counts its photos that were analysed."""

    batch_id: UUID
    started_at: datetime
    total: int
    received: int
    already_here: int
    looked_at: int
    refused: tuple[RefusedFile, ...]

    @property
    def arrived(self) -> int:
        """How many files came in, whatever became of them."""
        return self.received + self.already_here + len(self.refused)
