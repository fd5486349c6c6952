"""How far a batch is, in shares and words. Pure."""

from types import MappingProxyType

from registry.intake.outcomes import BatchProgress, RefusedFile
from registry.intake.states import RefusalReason
from registry.locale import N_

REFUSALS = MappingProxyType(
    {
        RefusalReason.EMPTY: N_("the file is empty"),
        RefusalReason.NOT_AN_IMAGE: N_("this is not a picture"),
        RefusalReason.UNSUPPORTED_FORMAT: N_("this kind of picture is not taken; send a JPEG"),
        RefusalReason.TRUNCATED: N_("the file is damaged or not complete; copy it again from the card"),
        RefusalReason.TOO_LARGE: N_("the file is too large"),
        RefusalReason.TOO_MANY_PIXELS: N_("the picture has too many pixels"),
        RefusalReason.TOO_SMALL: N_("the picture is too small"),
        RefusalReason.ANIMATED: N_("this is a moving picture"),
        None: N_("this photo was destroyed at someone's request"),
    }
)
NAME_GONE = N_("A file whose name is no longer kept")


def share(part: int, whole: int) -> float:
    """Return part of whole as 0..1; nothing of nothing is all."""
    return min(1.0, part / whole) if whole else 1.0


def arrived(batch: BatchProgress) -> int:
    """Return how many of the announced files came in; one sent again after the page was closed came in twice."""
    return min(batch.arrived, batch.total)


def missing(batch: BatchProgress) -> int:
    """Return how many announced files did not come in."""
    return batch.total - arrived(batch)


def refusal(file: RefusedFile) -> tuple[str | None, str]:
    """Return a refused file's name (None once forgotten) and why, as a message id."""
    return file.file_name, REFUSALS[file.reason]
