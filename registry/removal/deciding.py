"""Changing a request in the caller's transaction: one officer at a time, and each decision once."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor
from registry.removal.deadlines import due_on, local_day
from registry.removal.errors import AlreadyDecided, RequestChanged, RequestUnknown, TooLateToExtend
from registry.removal.policy import RemovalPolicy
from registry.removal.records import RemovalLetter, RemovalRequest
from registry.removal.states import ExtensionReason, LetterKind, RefusalReason, RequestState


def for_change(session: Session, request_id: UUID, expected_version: int) -> RemovalRequest:
    """Return an open request, one version further than the page the officer acted on.

    Raises RequestUnknown, AlreadyDecided, RequestChanged.
    """
    request = session.get(RemovalRequest, request_id)
    if request is None:
        raise RequestUnknown
    if not request.state.is_open:
        raise AlreadyDecided(request=request.id, state=request.state.value)
    if request.version != expected_version:
        raise RequestChanged(request=request.id, now=request.version, expected=expected_version)
    request.version += 1
    session.add(request)
    return request


def decide(
    session: Session,
    request: RemovalRequest,
    state: RequestState,
    *,
    now: datetime,
    actor: Actor,
    reason: RefusalReason | None = None,
) -> None:
    """Write the decision down and plan its letter."""
    request.state, request.decided_by, request.decided_at = state, actor.user_id, now
    request.decision_reason = reason
    if state.is_final:
        request.closed_at = now
    kind = LetterKind.REFUSED if state is RequestState.REFUSED else LetterKind.ACCEPTED
    plan_letter(session, request, kind, now)


def extend(request: RemovalRequest, reason: ExtensionReason, policy: RemovalPolicy, now: datetime) -> None:
    """Give the request the longer time, counted from its receipt. Raises TooLateToExtend."""
    if request.extended_until is not None or local_day(now) > request.due_on:
        raise TooLateToExtend(request=request.id, due=request.due_on)
    months = policy.answer_months + policy.extension_months
    request.extended_until = due_on(local_day(request.received_at), months=months, closed=policy.closed)
    request.extension_reason = reason


def plan_letter(session: Session, request: RemovalRequest, kind: LetterKind, now: datetime) -> None:
    """Note that a letter must go out, when there is an address to send it to."""
    session.add(request)
    if request.contact_email is not None:
        session.add(RemovalLetter(request_id=request.id, kind=kind, planned_at=now, next_at=now))
    session.flush()
