"""What HTTP answers say beside their status: how long to wait (RFC 9110, 10.2.3)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

_LONGEST = timedelta(days=1)


def wait_of(response: httpx.Response, now: datetime | None = None) -> timedelta | None:
    """Return the wait that `Retry-After` names, in seconds or as a date, between nothing and a day; None without one.

    A date is measured against the answer's own `Date`, so that a clock that is off does not matter, or against `now`.
    """
    header = response.headers.get("retry-after", "").strip()
    if header.isdigit():
        return min(timedelta(seconds=int(header)), _LONGEST)
    until, since = _date(header), _date(response.headers.get("date", "")) or now
    if until is None or since is None:
        return None
    return min(max(until - since, timedelta()), _LONGEST)


def wait_until(response: httpx.Response, header: str) -> timedelta | None:
    """Return the wait until the moment a vendor's header names: seconds since 1970, or a date as RFC 3339 writes it.

    As `Retry-After` it is measured against the answer's own `Date`; None without either, or for what is no moment.
    """
    moment, since = _moment(response.headers.get(header, "").strip()), _date(response.headers.get("date", ""))
    return min(max(moment - since, timedelta()), _LONGEST) if moment and since else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromtimestamp(int(text), UTC) if text.isdigit() else datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
