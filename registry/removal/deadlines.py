"""The clock of a request: one month to answer, two more when told in time. Pure.

Sources: GDPR 12(3); Regulation (EEC, Euratom) No 1182/71, article 3 (a period in months ends on the same date of its
last month, on that month's last day where the date is lacking, and on the next working day where that is a Saturday,
Sunday or public holiday); EDPB Guidelines 01/2022 on the right of access, 157-160. Public holidays: Belgian law of
4 January 1974, carried out by the royal decree of 18 April 1974, article 1.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache

from registry.locale import LOCAL_TIME

_FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days after Easter Sunday: Easter Monday, Ascension Day, Whit Monday."""
_SATURDAY = 5


def local_day(moment: datetime) -> date:
    """Return the day in Brussels of an aware moment: the day on which a request counts as received."""
    return moment.astimezone(LOCAL_TIME).date()


def due_on(received: date, *, months: int, closed: Collection[date] = ()) -> date:
    """Return the last day to answer what was received on `received`; `closed` are further days that are not worked."""
    return next_working_day(same_day_later(received, months), closed)


def same_day_later(day: date, months: int) -> date:
    """Return the same date `months` later, or that month's last day where the date is lacking."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_working_day(day: date, closed: Collection[date] = ()) -> date:
    """Return `day` itself when it is worked, otherwise the first working day after it."""
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    return day


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    """Say whether `day` is neither weekend, public holiday in Belgium, nor one of `closed`."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year) and day not in closed


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the ten public holidays of Belgium in a year."""
    easter = easter_sunday(year)
    moving = (easter + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset([*(date(year, month, day) for month, day in _FIXED), *moving])


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar. Source: anonymous algorithm, Nature, 20 April 1876."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon_shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def days_left(due: date, today: date) -> int:
    """Return how many days remain after today; 0 on the last day, negative when it is over."""
    return (due - today).days
