"""Moments on the municipality's clock (Europe/Brussels), which skips an hour in spring and repeats one in autumn."""

from datetime import UTC, date, datetime, time, timedelta

from registry.locale import LOCAL_TIME
from registry.posts.errors import MomentMissing


def moment_of(day: date, at: time) -> datetime:
    """Return the moment (UTC) at which the local clock shows this; of a repeated hour the first one.

    Raises MomentMissing for a time the clock skips that day.
    """
    local = datetime.combine(day, at.replace(tzinfo=None), tzinfo=LOCAL_TIME)
    moment = local.astimezone(UTC)
    if moment.astimezone(LOCAL_TIME).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise MomentMissing(time=f"{at:%H:%M}")
    return moment


def is_repeated(moment: datetime) -> bool:
    """Return whether the local clock shows this time twice that night."""
    local = moment.astimezone(LOCAL_TIME)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def local_day(moment: datetime) -> date:
    """Return the day on the municipality's calendar."""
    return moment.astimezone(LOCAL_TIME).date()


def day_after(moment: datetime) -> datetime:
    """Return when the next local day begins (article 3c: the day after, not 24 hours later)."""
    return datetime.combine(local_day(moment) + timedelta(days=1), time(), tzinfo=LOCAL_TIME).astimezone(UTC)
