"""Entering a request, and the code that shows that an address is the citizen's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from registry.locale import Locale
from registry.removal.contact import code_mac, contact_mac, same
from registry.removal.deadlines import due_on, local_day
from registry.removal.errors import RemarkTooLong, RequestUnknown, TooManyRequests
from registry.removal.policy import CLAIM_LENGTH, CODE_ATTEMPTS, CODE_DIGITS, REMARK_LENGTH, RemovalPolicy
from registry.removal.records import RemovalRequest
from registry.removal.references import new_code, new_reference, new_token, token_hash
from registry.removal.states import Reach, RequestState, Way, Wish

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What came in: `address` None when it came without one, `other` a telephone number or a postal address."""

    way: Way
    language: Locale
    address: str | None
    other: str | None = None
    reach: Reach = Reach.EMAIL
    wish: Wish = Wish.DESTROY
    claim: str | None
    remark: str | None
    received_at: datetime
    now: datetime

    @property
    def contact(self) -> str | None:
        """By what requests of the same person are counted."""
        return self.address or self.other


def claim_words(text: str | None) -> str | None:
    """Return the link or reference as it is kept."""
    return _storable(text, CLAIM_LENGTH)


def remark_words(text: str | None) -> str | None:
    """Return the remark as it is kept. Raises RemarkTooLong."""
    if text is not None and len(text) > REMARK_LENGTH:
        raise RemarkTooLong(most=REMARK_LENGTH)
    return _storable(text, REMARK_LENGTH)


def enter(session: Session, entry: Entry, secret: bytes, policy: RemovalPolicy) -> tuple[RemovalRequest, str]:
    """Add the request; return it with the secret token of its link."""
    token = new_token()
    request = RemovalRequest(
        reference=_free_reference(session),
        token_hash=token_hash(token),
        way=entry.way,
        language=entry.language,
        contact_email=entry.address,
        contact_other=entry.other,
        reach=entry.reach,
        wish=entry.wish,
        contact_mac=contact_mac(secret, entry.contact) if entry.contact else None,
        contact_verified_at=entry.now if entry.address and not entry.way.is_public else None,
        claim=entry.claim,
        remark=entry.remark,
        state=RequestState.RECEIVED,
        received_at=entry.received_at,
        entered_at=entry.now,
        due_on=due_on(local_day(entry.received_at), months=policy.answer_months, closed=policy.closed),
    )
    session.add(request)
    session.flush()
    return request, token


def refuse_flood(session: Session, address: str, secret: bytes, policy: RemovalPolicy, now: datetime) -> None:
    """Let pass unless this address sent its day's requests. Raises TooManyRequests."""
    query = select(func.count()).where(
        col(RemovalRequest.contact_mac) == contact_mac(secret, address), col(RemovalRequest.entered_at) > now - _DAY
    )
    if session.exec(query).one() >= policy.requests_a_day:
        raise TooManyRequests(most=policy.requests_a_day)


def give_code(session: Session, request: RemovalRequest, secret: bytes, policy: RemovalPolicy, now: datetime) -> str:
    """Make a fresh code for a request; the one before no longer fits. Raises TooManyRequests."""
    if request.codes_sent >= policy.requests_a_day:
        raise TooManyRequests(most=policy.requests_a_day)
    code = new_code(CODE_DIGITS)
    request.contact_code_mac = code_mac(secret, request.id, code)
    request.code_expires_at, request.code_attempts = now + policy.code_life, 0
    request.codes_sent += 1
    session.add(request)
    return code


def try_code(session: Session, request: RemovalRequest, secret: bytes, code: str, now: datetime) -> bool:
    """Say whether the code confirms the address; every try counts."""
    is_live = request.code_expires_at is not None and now < request.code_expires_at
    may_try = is_live and request.code_attempts < CODE_ATTEMPTS
    fits = same(request.contact_code_mac, code_mac(secret, request.id, code.strip()))
    request.code_attempts += 1
    if fits and may_try:
        request.contact_verified_at, request.contact_code_mac, request.code_expires_at = now, None, None
    session.add(request)
    return fits and may_try


LastLook = Callable[[Session, RemovalRequest], datetime | None]
"""Tells when the last look at a request's photos is due or was taken."""


def by_token(
    session: Session, token: str, policy: RemovalPolicy, now: datetime, last_look: LastLook = lambda *_: None
) -> RemovalRequest:
    """Return the request this secret opens: until a while after it closed, and after the `last_look` it may tell of.

    Raises RequestUnknown, the same whether it never did or does no more.
    """
    request = session.exec(select(RemovalRequest).where(col(RemovalRequest.token_hash) == token_hash(token))).first()
    if request is None:
        raise RequestUnknown
    if request.closed_at is not None and request.closed_at + policy.contact_kept <= now:
        last = last_look(session, request)
        if last is None or last + policy.contact_kept <= now:
            raise RequestUnknown
    return request


def _free_reference(session: Session) -> str:
    while True:
        reference = new_reference()
        if session.exec(select(RemovalRequest.id).where(col(RemovalRequest.reference) == reference)).first() is None:
            return reference


def _storable(text: str | None, most: int) -> str | None:
    # A database's text holds neither NUL nor half a character.
    clean = (text or "").replace("\0", "").encode(errors="replace").decode()
    return clean.strip()[:most] or None
