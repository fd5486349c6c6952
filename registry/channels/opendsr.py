"""Asking a partner to erase, in the OpenDSR protocol (formerly OpenGDPR), and asking how far it is.

Source: github.com/opengdpr/OpenDSR, specification.md, 5 (identities), 7 (request), 8 (status). The photo goes by its
reference (`controller_customer_id`); no person is named. The processor's signature is not checked: its answer counts as
its word, no more. Not yet run against a live service.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

import httpx

from registry.channels.answers import wait_of
from registry.channels.outcomes import Refused, Retryable

_TIMEOUT_SECONDS = 20
_CREATED = (200, 201, 202)
_CONFLICT = 409
_TOO_MANY = 429
_OVERLOADED = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """The partner took the request, and works on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Completed:
    """The partner says that the request is fulfilled."""


DsrOutcome: TypeAlias = Taken | Completed | Retryable | Refused


def ask(url: str, *, request_id: UUID, reference: str, submitted: datetime) -> DsrOutcome:
    """Ask for an erasure; `url` is the partner's address for requests. Asking twice under one id is harmless."""
    body = {
        "regulation": "gdpr",
        "subject_request_id": str(request_id),
        "subject_request_type": "erasure",
        "submitted_time": submitted.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "subject_identities": [
            {"identity_type": "controller_customer_id", "identity_value": reference, "identity_format": "raw"}
        ],
        "api_version": "1.0",
    }
    try:
        response = httpx.post(url, json=body, timeout=_TIMEOUT_SECONDS, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Retryable(code="opendsr-unreachable")
    if response.status_code in _CREATED or response.status_code == _CONFLICT:
        return Taken()
    return _trouble(response)


def status(url: str, *, request_id: UUID) -> DsrOutcome:
    """Ask how far a request is; an answer the protocol does not know is tried again."""
    try:
        response = httpx.get(f"{url.rstrip('/')}/{request_id}", timeout=_TIMEOUT_SECONDS, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Retryable(code="opendsr-unreachable")
    if response.status_code not in _CREATED:
        return _trouble(response)
    try:
        said = response.json().get("request_status")
    except (ValueError, AttributeError):
        return Retryable(code="opendsr-unreadable")
    known: dict[object, DsrOutcome] = {
        "pending": Taken(),
        "in_progress": Taken(),
        "completed": Completed(),
        "cancelled": Refused(code="opendsr-cancelled"),
    }
    return known.get(said, Retryable(code="opendsr-unknown-status"))


def _trouble(response: httpx.Response) -> DsrOutcome:
    code = f"opendsr-answered-{response.status_code}"
    if response.status_code == _TOO_MANY or response.status_code >= _OVERLOADED:
        return Retryable(code=code, after=wait_of(response))
    return Refused(code=code)
