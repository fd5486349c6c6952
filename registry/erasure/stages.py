"""What erasure asks of the stages before it; the bootstrap says who answers."""

from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor


class Suppress(Protocol):
    """The intake's way to keep keyed fingerprints of a photo, so that it is refused when it comes back."""

    def __call__(self, photo_id: UUID, *, erasure_id: UUID | None) -> object:
        """Keep the fingerprints while the original is there; repeating it is harmless.

        Raises StoreUnavailable or RegisterUnavailable, and PhotoWithdrawn when the photo's rows are blank already.
        """
        ...


class FindCopies(Protocol):
    """The sweep's way to find copies of a photo that the ledger does not know, and to put them there."""

    def __call__(self, photo_id: UUID) -> bool:
        """Search every place that can be listed; return whether all of them could be. Repeating it is harmless."""
        ...


class Lift(Protocol):
    """The intake's way to let an erased photo in again."""

    def __call__(self, actor: Actor, suppression_id: UUID, *, consent_event_id: UUID) -> None:
        """Lift the suppression and write down on which consent. Raises Forbidden, SuppressionUnknown."""
        ...


class RowEraser(Protocol):
    """One stage's way to blank everything personal that hangs on a photo; repeating it is harmless."""

    def __call__(self, session: Session, photo_id: UUID) -> object:
        """Blank the stage's personal columns of this photo."""
        ...


class WhenErased(Protocol):
    """What another stage does once a photo's erasure is certified, in that transaction."""

    def __call__(self, session: Session, photo_id: UUID) -> object:
        """Take note that the photo is erased."""
        ...
