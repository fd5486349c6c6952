"""A round of publishing in numbers and words. Pure."""

from dataclasses import dataclass

from registry.locale import N_, Translate
from registry.publication.rounds import RoundProgress, TurnOutcome


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedCount:
    """What came of publishing an event's cleared photos."""

    new: int
    before: int
    held_back: int
    failed: int

    @property
    def text(self) -> str:
        """The sentence about it, a message id with the four numbers."""
        return N_(
            "Published now: {new}. Published before: {before}. May not go out: {held_back}. "
            "Not taken by the channel: {failed}."
        )

    def words(self, tr: Translate) -> str:
        """Return the sentence with its numbers."""
        return tr(self.text).format(new=self.new, before=self.before, held_back=self.held_back, failed=self.failed)


def counted(progress: RoundProgress) -> PublishedCount:
    """Return how many photos of a round were published, stood there before, were held back, or failed."""
    counts = progress.counts
    return PublishedCount(
        new=counts[TurnOutcome.NEW],
        before=counts[TurnOutcome.BEFORE],
        held_back=counts[TurnOutcome.HELD_BACK],
        failed=counts[TurnOutcome.FAILED],
    )
