"""Sign in, sign out, choose a language: the routes that set or drop a cookie."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from registry.access.errors import AccessError
from registry.api import caller
from registry.api.errors import NotFromOurPage
from registry.bootstrap import Registry
from registry.locale import Locale

SIGN_IN_PAGE = "/aanmelden"
LANGUAGE_DAYS = 365
DAY_SECONDS = 86_400


def local_path(given: str | None) -> str:
    """Return a path on this site to go on to; anything else becomes the start page (no open redirect)."""
    path = given or "/"
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "/"
    return path


async def sign_in(registry: Registry, request: Request) -> Response:
    """Check a login and password (POST form); set the session cookie and go on, or go back with a code."""
    form = await request.form(max_files=0, max_fields=8)
    onward = local_path(_field(form, "onward"))
    try:
        caller.require_our_page(registry, request, _field(form, caller.CSRF_FIELD))
        token = await run_in_threadpool(registry.access.sign_in, _field(form, "user"), _field(form, "secret"))
    except (AccessError, NotFromOurPage) as refused:
        return back_to_sign_in(refused.code, onward)
    answer = RedirectResponse(onward, status_code=303)
    caller.keep(answer, registry.settings, caller.SESSION_COOKIE, token, seconds=registry.settings.session_hours * 3600)
    return answer


async def sign_out(registry: Registry, request: Request) -> Response:
    """End the session (POST form) and go to the start page."""
    form = await request.form(max_files=0, max_fields=4)
    caller.require_our_page(registry, request, _field(form, caller.CSRF_FIELD))
    token = request.cookies.get(caller.SESSION_COOKIE)
    if token:
        await run_in_threadpool(registry.access.sign_out, token)
    answer = RedirectResponse("/", status_code=303)
    caller.forget(answer, registry.settings, caller.SESSION_COOKIE)
    return answer


async def choose_language(registry: Registry, request: Request) -> Response:
    """Remember a language for this browser and go back to the page it was chosen on."""
    answer = RedirectResponse(local_path(request.query_params.get("terug")), status_code=303)
    code = request.path_params["code"]
    if code in {locale.value for locale in Locale}:
        seconds = LANGUAGE_DAYS * DAY_SECONDS
        caller.keep(answer, registry.settings, caller.LANGUAGE_COOKIE, code, seconds=seconds)
    return answer


def locale_of(cookies: Mapping[str, str], default: Locale) -> Locale:
    """Return the language a browser chose, or the municipality's."""
    code = cookies.get(caller.LANGUAGE_COOKIE, "")
    return next((locale for locale in Locale if locale.value == code), default)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def back_to_sign_in(code: str, onward: str) -> Response:
    """Return the way back to the sign-in page, which says what `code` means and goes on to `onward` afterwards."""
    return RedirectResponse(f"{SIGN_IN_PAGE}?fout={quote(code)}&verder={quote(onward)}", status_code=303)
