"""One visit: who is looking, in which language, at which registry. Every page gets one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from registry.access.permissions import Actor, Permission
from registry.access.service import Account
from registry.api import caller, links
from registry.api.errors import NotSignedIn
from registry.api.links import PictureKind, PictureLink
from registry.api.pictures import LINK_SECRET
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.errors import RegistryError
from registry.locale import LOCAL_TIME, Locale, Translate, format_date, format_datetime, translator
from registry.ui.views.erasures import place_name


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """What a page knows of its visitor; `account` is None when nobody is signed in."""

    registry: Registry
    locale: Locale
    account: Account | None
    csrf: str
    request_token: str
    question_token: str
    receipt_token: str
    tr: Translate
    notice_token: str = ""

    @property
    def actor(self) -> Actor:
        """Who is signed in; pages for signed-in users only.

        Raises NotSignedIn.
        """
        if self.account is None:
            raise NotSignedIn
        return self.account.actor

    def may(self, permission: Permission) -> bool:
        """Return whether the visitor may do something; for what a page offers, never instead of the service's check."""
        return self.account is not None and self.account.actor.may(permission)

    def say(self, text: str, **values: object) -> str:
        """Return a marked English sentence in the visitor's language, its placeholders filled."""
        return self.tr(text).format(**values)

    def today(self) -> date:
        """Return the day on the municipality's calendar."""
        return self.registry.clock.now().astimezone(LOCAL_TIME).date()

    def day(self, when: date | datetime) -> str:
        """Return a day in words; of a moment, the day it was on the municipality's calendar."""
        local = when.astimezone(LOCAL_TIME).date() if isinstance(when, datetime) else when
        return format_date(local, self.locale)

    def moment(self, when: datetime) -> str:
        """Return a moment in words, in local time."""
        return format_datetime(when, self.locale)

    def fault(self, error: RegistryError) -> str:
        """Return what an error says to people."""
        return error.for_people(self.tr)

    def place(self, name: str) -> str:
        """Return what people call a place of copies: the title a channel or follower was given, or our own words."""
        return place_name(name, {**self.registry.channels, **self.registry.followers}, self.tr)

    def recipients_of(self, photo_id: UUID) -> Mapping[UUID, str]:
        """Return the names of those who were given copies of a photo, by copy. Raises Forbidden."""
        return self.registry.recipients.register.names_of(self.actor, photo_id)

    def picture(self, kind: PictureKind, photo_id: UUID, face_id: UUID | None = None, recipe: str = "") -> str:
        """Return the signed, short-lived address of a picture, for this visitor only."""
        if self.account is None:
            raise NotSignedIn
        expires = links.expiry(self.registry.clock.now())
        link = PictureLink(
            kind=kind, photo_id=photo_id, face_id=face_id, recipe=recipe, user_id=self.account.id, expires=expires
        )
        return f"/beeld/{links.sign(link, self.registry.keyring.secret(LINK_SECRET))}"


def begin(registry: Registry, cookies: Mapping[str, str]) -> Visit:
    """Return the visit that a browser's cookies describe."""
    token = cookies.get(caller.SESSION_COOKIE)
    locale = locale_of(cookies, registry.settings.language)
    return Visit(
        registry=registry,
        locale=locale,
        account=registry.access.account_of(token) if token else None,
        csrf=caller.csrf_token(registry, cookies),
        request_token=cookies.get(caller.REQUEST_COOKIE, ""),
        question_token=cookies.get(caller.QUESTION_COOKIE, ""),
        receipt_token=cookies.get(caller.RECEIPT_COOKIE, ""),
        tr=translator(locale),
        notice_token=cookies.get(caller.NOTICE_COOKIE, ""),
    )
