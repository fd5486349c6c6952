"""Errors of the routes.

ApiError
├── LinkForged     a picture link was not signed by us
├── LinkExpired    a picture link's time is over
├── NotSignedIn    the call carries no living session
├── NotFromOurPage the call does not prove that it came from one of our pages
├── BodyTooLarge   an upload is larger than the limit
├── TotalUnclear   a batch does not say how many photos it will have
├── ListUnclear    a list of files is no list of fingerprints
└── NoWorkAccounts the municipality has no identity provider here
"""

from registry.errors import RegistryError
from registry.locale import N_


class ApiError(RegistryError):
    """Any refusal of a route; `status` is the HTTP answer."""

    code = "api-error"
    text = N_("This did not work. Please go back and try again.")
    status = 400


class LinkForged(ApiError):
    """The signature of a picture link is not ours."""

    code = "link-forged"
    text = N_("This link is not valid.")
    status = 404


class LinkExpired(ApiError):
    """The time of a picture link is over."""

    code = "link-expired"
    text = N_("This link has expired. Reload the page to see the picture again.")
    status = 404


class NotSignedIn(ApiError):
    """No living session came with the call."""

    code = "not-signed-in"
    text = N_("You are not signed in, or your session has ended. Sign in again.")
    status = 401


class NotFromOurPage(ApiError):
    """The call does not prove that it came from one of our pages (cross-site request forgery)."""

    code = "not-from-our-page"
    text = N_("This form has been open too long. Reload the page and try again.")
    status = 403


class BodyTooLarge(ApiError):
    """An upload is larger than the limit, in bytes."""

    code = "body-too-large"
    text = N_("This file is too large: at most {limit_megabytes} MB. Send a smaller one.")
    status = 413


class TotalUnclear(ApiError):
    """A batch does not say how many photos it will have."""

    code = "total-unclear"
    text = N_("This did not work. Reload the page and choose the photos again.")


class ListUnclear(ApiError):
    """A list of files is no list of fingerprints."""

    code = "list-unclear"
    text = N_("This did not work. Reload the page and choose the photos again.")


class NoWorkAccounts(ApiError):
    """Settings name no identity provider."""

    code = "no-work-accounts"
    text = N_("Work accounts are not in use here. Sign in with your login name and password.")
    status = 404
