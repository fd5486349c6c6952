"""Signing in with a work account: to the identity provider, and back with its word."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from registry.access.errors import AccessError
from registry.access.provider import RETURN_PATH, TICKET_SECONDS
from registry.access.signing_on import SigningOn
from registry.api import caller
from registry.api.errors import NoWorkAccounts
from registry.api.public import NO_STORE
from registry.api.signing_in import back_to_sign_in, local_path
from registry.bootstrap import Registry

BEGIN_PATH = "/api/oidc/begin"


async def begin(registry: Registry, request: Request) -> Response:
    """Send the browser to the provider, with the ticket of this sign-in in a cookie. Raises NoWorkAccounts."""
    ways = _signing_on(registry)
    onward = local_path(request.query_params.get("verder"))
    try:
        begun = await run_in_threadpool(ways.begin, onward)
    except AccessError as refused:
        return back_to_sign_in(refused.code, onward)
    answer = RedirectResponse(begun.url, status_code=303, headers=NO_STORE)
    caller.keep(answer, registry.settings, caller.SIGN_IN_COOKIE, begun.ticket, seconds=TICKET_SECONDS)
    return answer


async def finish(registry: Registry, request: Request) -> Response:
    """Open a session for who comes back from the provider, or go to the sign-in page with why not.

    Raises NoWorkAccounts.
    """
    ways, ticket = _signing_on(registry), request.cookies.get(caller.SIGN_IN_COOKIE, "")
    try:
        token, onward = await run_in_threadpool(ways.finish, ticket, f"{RETURN_PATH}?{request.url.query}")
    except AccessError as refused:
        answer = back_to_sign_in(refused.code, "/")
    else:
        answer = RedirectResponse(local_path(onward), status_code=303, headers=NO_STORE)
        hours = registry.settings.session_hours
        caller.keep(answer, registry.settings, caller.SESSION_COOKIE, token, seconds=hours * 3600)
    caller.forget(answer, registry.settings, caller.SIGN_IN_COOKIE)
    return answer


def _signing_on(registry: Registry) -> SigningOn:
    if registry.signing_on is None:
        raise NoWorkAccounts
    return registry.signing_on
