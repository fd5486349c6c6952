"""On a person's page: what they, or who signs for them, say today, place by place; and everything that was said."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from registry.charter.charter import Signature
from registry.consent.events import GENERAL, RECOGNITION, TAKING, Scope, ScopeKind
from registry.consent.records import ConsentEvent
from registry.consent.scope import IntendedUse
from registry.errors import RegistryError
from registry.ui import markup
from registry.ui.views.persons import (
    ANSWER_NAMES,
    METHOD_NAMES,
    SCOPE_NAMES,
    SIGNATURE_NAMES,
    STATE_NAMES,
    answer_light,
    purpose_title,
    scopes,
    spoken_of,
    standing,
)
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def today(visit: Visit, history: Sequence[ConsentEvent]) -> None:
    """Show what holds today: for all photos, then for each event and photo that was spoken of."""
    codes = (*visit.registry.charter.purposes, TAKING, RECOGNITION)
    special = scopes(history)
    if spoken_of(history, GENERAL, codes) or not special:
        _group(visit, history, GENERAL, codes, titled=bool(special))
    else:
        light = markup.light(answer_light(None), visit.say("not asked"))
        st.html(markup.row(_scope(visit, GENERAL).capitalize(), light))
    for scope in special:
        _group(visit, history, scope, spoken_of(history, scope, codes), titled=True)


def history(visit: Visit, events: Sequence[ConsentEvent]) -> None:
    """Show every event: when, what, for which uses and photos, by whom, how, and its proof."""
    for event in events:
        _event(visit, event)


def _group(visit: Visit, history: Sequence[ConsentEvent], scope: Scope, codes: Sequence[str], *, titled: bool) -> None:
    if titled:
        title = _scope(visit, scope)
        st.markdown(f"**{plain(title[:1].upper() + title[1:])}**")
    for code in codes:
        _standing(visit, history, scope, code)


def _standing(visit: Visit, history: Sequence[ConsentEvent], scope: Scope, code: str) -> None:
    title = visit.say(purpose_title(visit.registry.charter.purposes, code))
    for signature, answer in standing(history, _use(visit, scope, code), visit.today()).items():
        light = markup.light(answer_light(answer), visit.say(ANSWER_NAMES[answer]))
        who = "" if signature is Signature.OWN else f" ({visit.say(SIGNATURE_NAMES[signature])})"
        st.html(markup.row(f"{title}{who}", light))


def _use(visit: Visit, scope: Scope, code: str) -> IntendedUse:
    """Return a use of the photo, of some photo of the event, or of some photo."""
    if scope.kind is not ScopeKind.PHOTO or scope.id is None:
        return IntendedUse(purpose=code, event_id=scope.id)
    try:
        event = visit.registry.intake.photo(visit.actor, scope.id).event_id
    except RegistryError:
        event = None
    return IntendedUse(purpose=code, photo_id=scope.id, event_id=event)


def _event(visit: Visit, event: ConsentEvent) -> None:
    purposes = visit.registry.charter.purposes
    titles = ", ".join(visit.say(purpose_title(purposes, code)) for code in event.purposes)
    place = _scope(visit, Scope(kind=event.scope_kind, id=event.scope_id))
    said = [titles, place, visit.say(METHOD_NAMES[event.method])]
    if event.signature is not Signature.OWN:
        said.insert(0, visit.say(SIGNATURE_NAMES[event.signature]))
    line = " · ".join(plain(words) for words in said)
    line = f"- {plain(visit.moment(event.at))} · **{plain(visit.say(STATE_NAMES[event.state]))}** · {line}"
    if event.evidence_copy_id is not None:
        proof = visit.say("The proof")
        line += f" · [{plain(proof)}](/api/bewijsstuk/{event.id})"
    st.markdown(line)


def _scope(visit: Visit, scope: Scope) -> str:
    return visit.say(SCOPE_NAMES[scope.kind], name=_name(visit, scope.kind, scope.id) if scope.id else "")


def _name(visit: Visit, kind: ScopeKind, about: UUID) -> str:
    """Return an event's name or a photo's reference; an ellipsis where it is gone."""
    intake = visit.registry.intake
    try:
        if kind is ScopeKind.EVENT:
            event = intake.event(visit.actor, about)
            return f"{event.name} ({visit.day(event.starts_on)})"
        return intake.photo(visit.actor, about).reference
    except RegistryError:
        return "…"
