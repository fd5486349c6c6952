"""What is due for the officer today, as lines with a count and a place to go."""

from dataclasses import dataclass
from datetime import date

from registry.access.permissions import Actor
from registry.bootstrap import Registry
from registry.erasure.states import ErasureState
from registry.locale import LOCAL_TIME, N_
from registry.ui.views.clock import countdown
from registry.ui.views.light import Light


@dataclass(frozen=True, kw_only=True, slots=True)
class DueLine:
    """One line: how many, in words (a message id with {n}), how urgent, and where to go."""

    count: int
    text: str
    light: Light
    address: str


def due_lines(registry: Registry, actor: Actor) -> list[DueLine]:
    """Return the lines of the officer's start page. Raises Forbidden."""
    today = registry.clock.now().astimezone(LOCAL_TIME).date()
    due = [request.due_on for request in registry.removal.requests(actor) if request.state.is_open]
    erasures = registry.erasure.erasures(actor)
    stuck = sum(erasure.state is ErasureState.NEEDS_PERSON for erasure in erasures)
    busy = sum(not erasure.state.is_final for erasure in erasures) - stuck
    return [
        requests_line(due, today),
        cases_line(registry.review.open_count(actor)),
        tasks_line([task.due_on for task in registry.erasure.tasks.open_tasks(actor)], today),
        DueLine(count=busy, text=N_("Photos that are being destroyed: {n}"), light=_quiet(busy), address="/wissen"),
    ]


def requests_line(due: list[date], today: date) -> DueLine:
    """Return the line about open requests; its colour is that of the most urgent one."""
    light = countdown(min(due), today).light if due else Light.GREEN
    return DueLine(count=len(due), text=N_("Requests that wait for an answer: {n}"), light=light, address="/verzoeken")


def cases_line(count: int) -> DueLine:
    """Return the line about photos that wait for a decision."""
    light = Light.ORANGE if count else Light.GREEN
    return DueLine(count=count, text=N_("Photos to check: {n}"), light=light, address="/nakijken")


def tasks_line(due: list[date], today: date) -> DueLine:
    """Return the line about what somebody must remove by hand."""
    light = countdown(min(due), today).light if due else Light.GREEN
    return DueLine(count=len(due), text=N_("Copies to remove by hand: {n}"), light=light, address="/taken")


def _quiet(count: int) -> Light:
    return Light.GREY if count else Light.GREEN
