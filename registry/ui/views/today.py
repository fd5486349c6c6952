"""What is due for the officer today, as lines with a count, a day and a place to go. Pure."""

from dataclasses import dataclass
from datetime import date

from registry.locale import N_
from registry.office.due import Due, Waiting
from registry.ui.views.clock import countdown
from registry.ui.views.light import Light


@dataclass(frozen=True, kw_only=True, slots=True)
class DueLine:
    """One line: how many, in words (a message id with {n}), how urgent, the first day due, and where to go."""

    count: int
    text: str
    light: Light
    address: str
    first: date | None = None

    @property
    def waits(self) -> bool:
        """Whether there is anything to do."""
        return self.count > 0


def due_lines(due: Due, today: date) -> list[DueLine]:
    """Return the lines of the officer's start page, the weightiest first."""
    return [
        _dated(N_("Requests that wait for an answer: {n}"), due.requests, today, "/verzoeken"),
        _told(N_("Copies that came back after they were removed: {n}"), due.reappeared, Light.RED, "/wissen"),
        _told(
            N_("Copies that came back and were removed again this week: {n}"),
            due.removed_again,
            Light.ORANGE,
            "/wissen",
        ),
        _told(N_("Faces that could not be hidden: {n}"), due.hidings, Light.RED, "/verzoeken"),
        _dated(N_("Copies to remove by hand: {n}"), due.tasks, today, "/taken"),
        _told(N_("Photos that wait for your decision: {n}"), due.decisions, Light.ORANGE, "/nakijken"),
        _told(N_("Photos for which somebody must still agree: {n}"), due.consents_to_ask, Light.ORANGE, "/nakijken"),
        _told(N_("Removals that a channel did not carry out yet: {n}"), due.stuck, Light.ORANGE, "/wissen"),
        _told(N_("Checks after a removal that did not succeed: {n}"), due.failed_looks, Light.ORANGE, "/wissen"),
        _told(
            N_("Figures of the charter that a new release brought in: {n}"),
            due.unadopted,
            Light.ORANGE,
            "/afsprakennota",
        ),
        _dated(N_("Consents that end soon: {n}"), due.consents_ending, today, "/overzicht"),
        _told(N_("Photos that are being destroyed: {n}"), due.running, Light.GREY, "/wissen"),
    ]


def _dated(text: str, waiting: Waiting, today: date, address: str) -> DueLine:
    # What waits is never shown as done, however long there is.
    is_urgent = waiting.first is not None and countdown(waiting.first, today).light is Light.RED
    light = Light.RED if is_urgent else Light.ORANGE
    return _told(text, waiting, light, address)


def _told(text: str, waiting: Waiting, light: Light, address: str) -> DueLine:
    shown = light if waiting.count else Light.GREEN
    return DueLine(count=waiting.count, text=text, light=shown, address=address, first=waiting.first)
