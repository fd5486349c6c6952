"""One WordPress site's REST API: asking, paging, uploading, and what its answers mean.

Routes are asked as `index.php?rest_route=…`, which works whatever the site's permalinks are.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import httpx

from registry.channels.answers import wait_of

_TIMEOUT_SECONDS = 60
_PAGE = 100
_NOT_TEXTS = frozenset({"media", "menu-items", "navigation"})
_CODES: Mapping[int, str] = {
    401: "login-refused",
    403: "not-allowed",
    413: "too-large",
    429: "rate-limited",
    500: "site-failed",
    501: "site-needs-force",
    503: "site-busy",
}
_REFUSALS = frozenset({403})


class SiteTrouble(Exception):
    """The site did not do what was asked; `code` says why, `after` is a wait it named."""

    def __init__(self, code: str, *, after: timedelta | None = None, is_refusal: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.after = after
        self.is_refusal = is_refusal


class SiteMissing(SiteTrouble):
    """What was asked for is not there (any more)."""

    def __init__(self) -> None:
        super().__init__("not-there")


class WordpressSite:
    """A client of one site; a connection for each call, so that a web process and a worker may share the object."""

    def __init__(self, *, address: str, user: str, password: str) -> None:
        self._address = address.rstrip("/")
        self._login = (user, password)

    def ask(self, method: str, route: str, **options: Any) -> httpx.Response:
        """Ask one route. Raises SiteMissing, SiteTrouble."""
        params = {"rest_route": route} | options.pop("params", {})
        answer = self._send(method, f"{self._address}/index.php", auth=self._login, params=params, **options)
        return _checked(answer)

    def pages(self, route: str, params: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """Give every entry of a collection once, in the order of their numbers, whatever goes from it meanwhile.

        Each page begins with the last entry of the one before. Where it does not, entries went and the others moved
        up: it is gone back until nothing lies between.
        """
        last, begin = 0, 0
        while True:
            window = {"per_page": str(_PAGE), "offset": str(begin), "orderby": "id", "order": "asc"}
            entries = self.ask("GET", route, params={**params, **window}).json()
            if begin and (not entries or entries[0]["id"] > last):
                begin = max(0, begin - _PAGE)
                continue
            yield from (entry for entry in entries if entry["id"] > last)
            if len(entries) < _PAGE:
                return
            last, begin = max(last, entries[-1]["id"]), begin + len(entries) - 1

    def text_kinds(self) -> list[str]:
        """Return the routes of everything that holds text: posts, pages, reusable blocks, what plug-ins add."""
        kinds = self.ask("GET", "/wp/v2/types", params={"context": "edit"}).json().values()
        bases = [str(kind["rest_base"]) for kind in kinds if kind.get("rest_namespace", "wp/v2") == "wp/v2"]
        return [base for base in bases if base not in _NOT_TEXTS and "template" not in base]

    def upload(self, name: str, data: bytes, media_type: str) -> dict[str, Any]:
        """Add a file to the media library and return its item."""
        headers = {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
        answer = self.ask("POST", "/wp/v2/media", params={"context": "edit"}, content=data, headers=headers)
        entry: dict[str, Any] = answer.json()
        return entry

    def file(self, address: str) -> bytes:
        """Read a file as a visitor does. Raises SiteMissing, SiteTrouble."""
        return _checked(self._send("GET", address)).content

    def is_served(self, address: str) -> bool:
        """Say whether a visitor still gets something at this address. Raises SiteTrouble when that is not clear."""
        try:
            _checked(self._send("GET", address, headers={"Cache-Control": "no-cache"}))
        except SiteMissing:
            return False
        return True

    def _send(self, method: str, address: str, **options: Any) -> httpx.Response:
        try:
            return httpx.request(method, address, timeout=_TIMEOUT_SECONDS, follow_redirects=False, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SiteTrouble("site-unreachable") from error


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise SiteMissing
    if not answer.is_success:
        code = _CODES.get(answer.status_code, f"site-answered-{answer.status_code}")
        raise SiteTrouble(code, after=wait_of(answer), is_refusal=answer.status_code in _REFUSALS)
    return answer
