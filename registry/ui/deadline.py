"""How long there is left, as markup."""

from datetime import date

from registry.locale import LOCAL_TIME
from registry.removal.views import RequestView
from registry.ui import markup
from registry.ui.views.clock import countdown
from registry.ui.views.requests import STATE_LIGHTS, STATE_NAMES
from registry.ui.visit import Visit


def days_left(visit: Visit, due_on: date) -> str:
    """Return how many days there are until a date, with its light."""
    left = countdown(due_on, visit.registry.clock.now().astimezone(LOCAL_TIME).date())
    return markup.light(left.light, left.words(visit.tr))


def clock(visit: Visit, request: RequestView) -> str:
    """Return how long there is to answer an open request, or how a decided one ended."""
    if not request.state.is_open:
        return markup.light(STATE_LIGHTS[request.state], visit.say(STATE_NAMES[request.state]))
    due = visit.say("answer by {day}", day=visit.day(request.due_on))
    return days_left(visit, request.due_on) + markup.words(due)
