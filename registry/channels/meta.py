"""Meta's Graph API, as Facebook and Instagram share it: its errors, its waits, its pages of results, its tokens.

Errors: a body `{"error": {"code", "error_subcode"}}` (Graph API, "Handling errors"). 100 with subcode 33 means "not
there, or not yours to see": so nothing counts as gone unless the account's own list could be read with the same token.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import httpx

from registry.channels.answers import wait_of
from registry.channels.vendor import (
    Dialect,
    Meaning,
    Table,
    Vendor,
    VendorTrouble,
    by_hand,
    error_of,
    later,
    missing,
    refused,
)

ADDRESS = "https://graph.facebook.com/v24.0"
_PAGE = "100"
_USAGE = "x-business-use-case-usage"
TABLE: Table = MappingProxyType(
    {
        "subcode-2207085": by_hand("app-may-not-delete"),  # seen although every permission was granted
        "9007/2207027": later("media-not-ready"),
        "100/33": missing(),
        "1": later("vendor-failed"),
        "2": later("vendor-busy"),
        "4": later("rate-limited"),
        "17": later("rate-limited"),
        "32": later("rate-limited"),
        "613": later("rate-limited"),
        "80001": later("rate-limited"),
        "80002": later("rate-limited"),
        "10": refused("permission-lost"),
        "200": refused("permission-lost"),
        "102": refused("token-expired"),
        "190": refused("token-expired"),
        "368": refused("account-blocked"),
        "36003": refused("shape-not-taken"),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-503": later("vendor-busy"),
    }
)


def _keys(answer: httpx.Response) -> Iterator[str]:
    error = error_of(answer).get("error")
    if not isinstance(error, dict):
        return
    code, subcode = error.get("code"), error.get("error_subcode")
    if subcode is not None:
        yield f"{code}/{subcode}"
        yield f"subcode-{subcode}"
    if code is not None:
        yield str(code)


def _wait(answer: httpx.Response) -> timedelta | None:
    try:
        usage = json.loads(answer.headers.get(_USAGE, "{}"))
        minutes = [int(one.get("estimated_time_to_regain_access", 0)) for uses in usage.values() for one in uses]
    except (ValueError, AttributeError, TypeError):
        minutes = []
    named = max(minutes, default=0)
    return timedelta(minutes=min(named, 24 * 60)) if named else wait_of(answer)


DIALECT = Dialect(name="meta", table=TABLE, keys=_keys, wait=_wait)


class Graph(Vendor):
    """The Graph API with one token, sent as a header so that no log of addresses holds it."""

    def __init__(self, *, address: str, token: str) -> None:
        super().__init__(dialect=DIALECT, address=address, headers={"Authorization": f"Bearer {token}"})
        self._token = token

    def entries(self, route: str, fields: str, **params: str) -> Iterator[dict[str, Any]]:
        """Give every entry of an edge, page after page."""
        after: str | None = ""
        while after is not None:
            asked = {**params, "fields": fields, "limit": _PAGE} | ({"after": after} if after else {})
            body = self.json("GET", route, params=asked)
            yield from body["data"]
            paging = body.get("paging") or {}
            after = paging["cursors"]["after"] if paging.get("next") else None

    def deleted(self, route: str) -> None:
        """Delete a node. Raises VendorMissing, and VendorTrouble where the answer does not say that it was done."""
        if self.json("DELETE", route).get("success") is not True:
            raise VendorTrouble("said-no-success")

    def need(self, *scopes: str) -> None:
        """See that the token is valid and was granted these permissions. Raises VendorTrouble.

        The token is asked about in a batch's body: as a parameter it would stand in an address.
        """
        asked = [{"method": "GET", "relative_url": f"debug_token?input_token={self._token}"}]
        (inner,) = self.ask("POST", "/", data={"batch": json.dumps(asked)}).json()
        answer = httpx.Response(int(inner["code"]), text=inner["body"])
        if not answer.is_success:
            raise DIALECT.trouble(answer)
        told: Mapping[str, Any] = answer.json()["data"]
        if told.get("is_valid") is not True:
            raise VendorTrouble("token-expired", meaning=Meaning.REFUSED)
        if not set(scopes) <= set(told.get("scopes", ())):
            raise VendorTrouble("permission-lost", meaning=Meaning.REFUSED)
