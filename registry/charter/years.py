"""Ages and anniversaries on the calendar."""

from datetime import date


def anniversary(day: date, years: int) -> date:
    """Return the day `years` after `day`; 29 February becomes 1 March in other years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def age(birth: date, on: date) -> int:
    """Return the completed years on a day; negative before birth."""
    years = on.year - birth.year
    return years if anniversary(birth, years) <= on else years - 1
