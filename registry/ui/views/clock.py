"""A legal deadline in words and as a light. Pure."""

from dataclasses import dataclass
from datetime import date

from registry.locale import N_, Translate
from registry.ui.views.light import Light

SOON_DAYS = 7
"""Below this many days a request is shown as urgent; it changes nothing but its colour."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Countdown:
    """Days left (negative when late), the sentence about it, and its light."""

    days: int
    text: str
    light: Light

    def words(self, tr: Translate) -> str:
        """Return the translated sentence with its number."""
        return tr(self.text).format(n=abs(self.days))


def countdown(due_on: date, today: date) -> Countdown:
    """Return how long there is until `due_on`."""
    days = (due_on - today).days
    if days < 0:
        return Countdown(days=days, text=N_("Days too late: {n}"), light=Light.RED)
    if days == 0:
        return Countdown(days=0, text=N_("Last day today"), light=Light.RED)
    light = Light.ORANGE if days <= SOON_DAYS else Light.GREY  # never green: what is open is not done
    return Countdown(days=days, text=N_("Days left: {n}"), light=light)
