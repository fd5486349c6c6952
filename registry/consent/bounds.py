"""Who cannot be in a photo, by the dates alone. Pure."""

from datetime import date, datetime

from registry.charter.years import age
from registry.locale import LOCAL_TIME


def day_taken(*, camera: datetime | None, event: date, received: datetime) -> date:
    """Return the day a photo was taken, in doubt the later one, but never after it came in.

    A camera whose clock was reset names a day long past; believing it would rule out people who are in the photo.
    """
    known = [event] if camera is None else [event, camera.astimezone(LOCAL_TIME).date()]
    return min(max(known), received.astimezone(LOCAL_TIME).date())


def may_be_in(*, born: date | None, died: date | None, taken: date, least_age: float) -> bool:
    """Return whether somebody can be matched in a photo of a day.

    Not before they were born, not as a child younger than the charter lets be matched, whatever their age today (a
    grown-up's template says little of a child's face), and not after they died. Unknown dates rule nobody out.
    """
    if died is not None and taken > died:
        return False
    return born is None or (born <= taken and age(born, taken) >= least_age)
