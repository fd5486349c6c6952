"""The door: a request comes in, its photos are restricted, its receipt goes out."""

from collections.abc import Sequence
from uuid import UUID

from registry.access.permissions import Actor
from registry.clock import Clock
from registry.database import Database
from registry.locale import Locale, in_language
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.removal import letters, opening, visitors
from registry.removal.errors import CodeWrong
from registry.removal.figures import shipped_form_figures
from registry.removal.opening import Entry
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.records import RemovalRequest
from registry.removal.restriction import hold
from registry.removal.views import Submitted
from registry.removal.visitors import Deed

_UNKNOWN_VISITOR = "-"


class Entrance:
    """Enters requests and checks addresses; `secret` keys the hashes kept of addresses and codes."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        policy: RemovalPolicy,
        posting: Posting,
        secret: bytes,
        base_url: str,
        usual: Locale,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._posting = posting
        self._secret = secret
        self._base_url = base_url
        self._usual = usual

    def refuse_flood(self, entry: Entry) -> None:
        """Let pass unless the address sent its day's requests. Raises TooManyRequests."""
        with self._database.reading() as session:
            opening.refuse_flood(session, entry.contact or "", self._secret, self._policy, entry.now)

    def count(self, deed: Deed, visitor: str | None) -> None:
        """Count a deed of a browser's address; those whose address is not known share a count. Raises TooManyTries."""
        figures = shipped_form_figures()
        most = figures.form_requests if deed is Deed.ASK else figures.form_pictures
        who, most = (visitor, most) if visitor else (_UNKNOWN_VISITOR, figures.form_together)
        with self._database.transaction() as session:
            visitors.count(session, deed, who, secret=self._secret, most=int(most), now=self._clock.now())

    def enter(self, entry: Entry, photo_ids: Sequence[UUID], actor: Actor | None) -> Submitted:
        """Add the request, restrict its photos, send the receipt. Raises TooManyRequests for a citizen's address."""
        with self._database.transaction() as session:
            if entry.way.is_public and entry.contact:
                opening.refuse_flood(session, entry.contact, self._secret, self._policy, entry.now)
            request, token = opening.enter(session, entry, self._secret, self._policy)
            held = [hold(session, request, photo_id, now=entry.now, actor=actor) for photo_id in photo_ids]
            audit.append(
                session,
                AuditEvent.REQUEST_RECEIVED,
                now=entry.now,
                actor=actor,
                subject=request.id,
                way=entry.way,
                photos=sum(held),
            )
            needs_code = request.contact_email is not None and request.contact_verified_at is None
            code = opening.give_code(session, request, self._secret, self._policy, entry.now) if needs_code else None
        self._send_receipt(request, token, code)
        return Submitted(reference=request.reference, secret_token=token)

    def confirm(self, token: str, code: str) -> None:
        """Note that the address is the citizen's; a second time is harmless. Raises RequestUnknown, CodeWrong."""
        now = self._clock.now()
        with self._database.transaction() as session:
            request = opening.by_token(session, token, self._policy, now)
            if request.contact_verified_at is not None:
                return
            fits = opening.try_code(session, request, self._secret, code, now)
            if fits:
                audit.append(session, AuditEvent.REQUEST_CONFIRMED, now=now, subject=request.id)
        if not fits:
            raise CodeWrong

    def resend_code(self, token: str) -> None:
        """Send a fresh code, when one is still needed. Raises RequestUnknown, TooManyRequests."""
        now = self._clock.now()
        with self._database.transaction() as session:
            request = opening.by_token(session, token, self._policy, now)
            if request.contact_verified_at is not None or request.contact_email is None:
                return
            code = opening.give_code(session, request, self._secret, self._policy, now)
        text = letters.new_code(self._posting.matter(request), code=code, code_minutes=self._code_minutes)
        self._posting.send_now(request, text)

    def _send_receipt(self, request: RemovalRequest, token: str, code: str | None) -> None:
        link = in_language(f"{self._base_url}/verzoek/{token}", request.language, self._usual)
        matter = self._posting.matter(request)
        text = letters.receipt(matter, link=link, code=code, code_minutes=self._code_minutes)
        self._posting.send_now(request, text)

    @property
    def _code_minutes(self) -> int:
        return int(self._policy.code_life.total_seconds() // 60)
