"""Persons and consents in words, and what today's consents say. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from registry.charter.charter import Charter, Purpose, Signature
from registry.charter.facts import AnswerState
from registry.charter.years import age
from registry.consent.events import (
    APART,
    EVERY_USE,
    GENERAL,
    RECOGNITION,
    TAKING,
    ConsentFact,
    ConsentMethod,
    ConsentState,
    Scope,
    ScopeKind,
)
from registry.consent.records import ConsentEvent, Person
from registry.consent.scope import IntendedUse, answers
from registry.consent.states import PersonKind
from registry.locale import N_
from registry.ui.views.light import Light

KIND_NAMES = MappingProxyType(
    {
        PersonKind.ADULT: N_("Adult"),
        PersonKind.MINOR: N_("Child or teenager"),
        PersonKind.DECEASED: N_("Deceased"),
        PersonKind.COLLEGE: N_("Mayor, alderman or councillor"),
        PersonKind.NEVER: N_("Never wants to be in a photo"),
    }
)


def kind_title(person: Person, charter: Charter, on: date) -> str:
    """Return what a person is, as a message id: adult or child by the birth date on that day where it is known."""
    kind = person.kind
    if kind in {PersonKind.ADULT, PersonKind.MINOR} and person.birth_date is not None:
        adult = age(person.birth_date, on) >= charter.figure("age.adult").value
        kind = PersonKind.ADULT if adult else PersonKind.MINOR
    return KIND_NAMES[kind]


STATE_NAMES = MappingProxyType(
    {
        ConsentState.REQUESTED: N_("asked"),
        ConsentState.REFUSED: N_("said no"),
        ConsentState.GIVEN: N_("said yes"),
        ConsentState.RENEWED: N_("said yes again"),
        ConsentState.EXPIRED: N_("ran out"),
        ConsentState.WITHDRAWN: N_("took it back"),
        ConsentState.REVOKED: N_("ended by the municipality"),
        ConsentState.INVALIDATED: N_("was not valid"),
        ConsentState.UNKNOWN: N_("not clear"),
    }
)

ANSWER_NAMES = MappingProxyType(
    {
        AnswerState.GIVEN: N_("yes"),
        AnswerState.REFUSED: N_("no"),
        AnswerState.WITHDRAWN: N_("no, taken back"),
        AnswerState.EXPIRED: N_("ran out"),
        AnswerState.NOT_YET: N_("yes, but not yet"),
        AnswerState.ENDED: N_("ended"),
        AnswerState.OUT_OF_SCOPE: N_("not asked for this"),
        AnswerState.REQUESTED: N_("asked, no answer yet"),
        AnswerState.NEVER_ASKED: N_("not asked"),
    }
)

METHOD_NAMES = MappingProxyType(
    {
        ConsentMethod.PAPER: N_("Signed form on paper"),
        ConsentMethod.MAIL: N_("E-mail or letter"),
        ConsentMethod.SIGNATURE: N_("Signed on a screen"),
        ConsentMethod.SPOKEN: N_("Said to me"),
        ConsentMethod.STATEMENT: N_("Stated by the photographer"),
        ConsentMethod.REGISTER: N_("Entered by me"),
        ConsentMethod.PICTURE: N_("A picture handed in for it"),
        ConsentMethod.LINK: N_("Through a personal link"),
    }
)

ASKED_METHODS = (ConsentMethod.PAPER, ConsentMethod.MAIL, ConsentMethod.SPOKEN, ConsentMethod.SIGNATURE)
"""How an officer can have heard it, the usual way first."""

SIGNATURE_NAMES = MappingProxyType(
    {
        Signature.OWN: N_("the person"),
        Signature.GUARDIAN: N_("a parent or guardian"),
        Signature.HEIR: N_("an heir"),
    }
)

SCOPE_NAMES = MappingProxyType(
    {
        ScopeKind.GENERAL: N_("all photos"),
        ScopeKind.EVENT: N_("the photos of {name}"),
        ScopeKind.PHOTO: N_("photo {name}"),
    }
)

APART_NAMES = MappingProxyType({RECOGNITION: N_("Being recognised by the computer"), TAKING: N_("Taking photos")})


def fact(event: ConsentEvent) -> ConsentFact:
    """Return a kept event as the rules read it."""
    return ConsentFact(
        consent_id=event.consent_id,
        state=event.state,
        at=event.at,
        signature=event.signature,
        purposes=frozenset(event.purposes),
        scope=Scope(kind=event.scope_kind, id=event.scope_id),
        valid_from=event.valid_from,
        valid_until=event.valid_until,
    )


def scopes(events: Iterable[ConsentEvent]) -> tuple[Scope, ...]:
    """Return the events and photos that were spoken of, each once, in the order of `events`."""
    spoken = (Scope(kind=event.scope_kind, id=event.scope_id) for event in events)
    return tuple(dict.fromkeys(scope for scope in spoken if scope != GENERAL))


def spoken_of(events: Iterable[ConsentEvent], scope: Scope, codes: Iterable[str]) -> tuple[str, ...]:
    """Return which of these uses were spoken of for exactly this scope, in the order of `codes`."""
    here = [fact(event) for event in events if (event.scope_kind, event.scope_id) == (scope.kind, scope.id)]
    said = frozenset(code for one in here for code in one.purposes)
    return tuple(code for code in codes if code in said or (EVERY_USE in said and code not in APART))


def standing(events: Iterable[ConsentEvent], use: IntendedUse, on: date) -> Mapping[Signature, AnswerState]:
    """Return what each signature that ever spoke of such photos says to a use on a day; the person's own always."""
    facts = [fact(event) for event in events]
    near = [one for one in facts if one.scope.holds(photo_id=use.photo_id, event_id=use.event_id)]
    spoke = {event.signature for event in near} | {Signature.OWN}
    found = answers(facts, use, on)
    return {signature: found[signature].state for signature in Signature if signature in spoke}


def answer_light(answer: AnswerState | None) -> Light:
    """Return the colour of an answer; None where there is none."""
    if answer is AnswerState.GIVEN:
        return Light.GREEN
    return Light.RED if answer is not None and answer.is_no else Light.GREY


def purpose_title(purposes: Mapping[str, Purpose], code: str) -> str:
    """Return a purpose's title as a message id."""
    known = purposes.get(code)
    return known.title if known else APART_NAMES.get(code, N_("Every use"))
