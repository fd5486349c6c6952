"""Who is calling a route, and whether the call came from one of our pages.

The session cookie is HttpOnly and SameSite=Lax. A second cookie holds a random word for the browser; forms and uploads
carry an HMAC of both, so that another site can neither read nor guess it. Where the browser says where a call comes
from (Origin, Sec-Fetch-Site), another site's call is refused at once.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from registry.access.permissions import Actor
from registry.api.errors import NotFromOurPage, NotSignedIn
from registry.bootstrap import Registry
from registry.locale import LANGUAGE_FIELD, Locale
from registry.settings import Settings

SESSION_COOKIE = "registry_session"
BROWSER_COOKIE = "registry_browser"
LANGUAGE_COOKIE = "registry_language"
REQUEST_COOKIE = "registry_request"
QUESTION_COOKIE = "registry_question"
RECEIPT_COOKIE = "registry_receipt"
NOTICE_COOKIE = "registry_notice"
SIGN_IN_COOKIE = "registry_sign_in"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
BROWSER_COOKIE_DAYS = 30
LANGUAGE_SECONDS = 365 * 86400


def csrf_token(registry: Registry, cookies: Mapping[str, str]) -> str:
    """Return the word a form or an upload must carry, for this browser and this session."""
    secret = registry.keyring.secret("csrf")
    bound = f"{cookies.get(BROWSER_COOKIE, '')}|{cookies.get(SESSION_COOKIE, '')}"
    return hmac.new(secret, bound.encode(), hashlib.sha256).hexdigest()


def require_our_page(registry: Registry, request: Request, given: str) -> None:
    """Refuse a call that did not come from one of our pages.

    Raises NotFromOurPage.
    """
    if not request.cookies.get(BROWSER_COOKIE) or not _same_site(request):
        raise NotFromOurPage
    if not hmac.compare_digest(given.encode(), csrf_token(registry, request.cookies).encode()):
        raise NotFromOurPage


def _same_site(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def visitor_of(request: Request) -> str | None:
    """Return where the browser is; None where that is not known: a proxy on this machine that does not tell."""
    return known_address(request.client.host if request.client else None)


def known_address(address: str | None) -> str | None:
    """Return an address that tells visitors apart; this machine's own does not."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return None
    return None if found.is_loopback else address


def actor_of(registry: Registry, request: Request) -> Actor:
    """Return who is signed in.

    Raises NotSignedIn.
    """
    token = request.cookies.get(SESSION_COOKIE)
    actor = registry.access.actor_of(token) if token else None
    if actor is None:
        raise NotSignedIn
    return actor


def is_secure(settings: Settings) -> bool:
    """Return whether cookies may only travel over https."""
    return settings.base_url.startswith("https://")


def keep(response: Response, settings: Settings, name: str, value: str, *, seconds: int) -> None:
    """Set one of our cookies: HttpOnly, SameSite=Lax, Secure where the address is https."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=is_secure(settings)
    )


def keep_language(response: Response, registry: Registry, request: Request) -> None:
    """Let the page a letter's link leads to open in the letter's language, unless this browser chose one."""
    code = request.query_params.get(LANGUAGE_FIELD)
    if LANGUAGE_COOKIE not in request.cookies and code in {locale.value for locale in Locale}:
        keep(response, registry.settings, LANGUAGE_COOKIE, code, seconds=LANGUAGE_SECONDS)


def forget(response: Response, settings: Settings, name: str) -> None:
    """Drop one of our cookies."""
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=is_secure(settings))


def new_browser_word() -> str:
    """Return a fresh random word for the browser cookie."""
    return secrets.token_urlsafe(24)
