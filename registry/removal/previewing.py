"""A letter as it would go out, for the officer who is about to decide. Nothing is written or sent."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from registry.access.permissions import Actor, Permission, require
from registry.database import Database
from registry.removal import letters
from registry.removal.deadlines import due_on, local_day
from registry.removal.errors import RequestUnknown
from registry.removal.letters import Text
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.records import RemovalRequest
from registry.removal.states import ExtensionReason, LetterKind, RefusalReason


class LetterPreviews:
    """Shows letters before they go."""

    def __init__(self, *, database: Database, posting: Posting, policy: RemovalPolicy) -> None:
        self._database = database
        self._posting = posting
        self._policy = policy

    def preview(
        self,
        actor: Actor,
        request_id: UUID,
        kind: LetterKind,
        *,
        refusal: RefusalReason | None = None,
        extension: ExtensionReason | None = None,
        hides: bool = False,
        destroys: bool = True,
    ) -> Text:
        """Return a letter, with the reason that is about to be given. Raises Forbidden, RequestUnknown.

        `hides` and `destroys` say what accepting would do to its photos.
        """
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            request = session.get(RemovalRequest, request_id)
        if request is None:
            raise RequestUnknown
        matter = self._posting.matter(request)
        matter = replace(matter, refusal=refusal or matter.refusal, extension=extension or matter.extension)
        matter = replace(matter, hides=hides, destroys=destroys)
        if kind is LetterKind.EXTENDED and request.extended_until is None:
            matter = replace(matter, due_on=self._longer(request))
        return letters.decision(kind, matter)

    def _longer(self, request: RemovalRequest) -> date:
        months = self._policy.answer_months + self._policy.extension_months
        return due_on(local_day(request.received_at), months=months, closed=self._policy.closed)
