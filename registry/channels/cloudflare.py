"""Cloudflare in front of a website: purging addresses from its caches, after the website itself has let go.

At most 100 addresses a call; a free account may make 5 calls a minute (429 with `Retry-After`). A look asks for each
address as a visitor: 404 or 410, and not from the cache. Pictures that Cloudflare makes smaller have addresses of their
own (`/cdn-cgi/image/<options>/…`): name the options the website uses in `variants`.
"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from urllib.parse import urlsplit

import httpx

from registry.channels.followers import (
    Follower,
    FollowerKind,
    Station,
    TellOutcome,
    Told,
    follower_ping,
    host_of,
    hosts_in,
    not_told,
)
from registry.channels.kinds import ChannelSettings
from registry.channels.outcomes import Absent, LookOutcome, PingOutcome, Present, Unclear
from registry.channels.vendor import Dialect, Table, Vendor, VendorTrouble, error_of, later, refused

ADDRESS = "https://api.cloudflare.com/client/v4"
_AT_ONCE = 100
_PROBE = "/.registry-probe"
_GONE = (httpx.codes.NOT_FOUND, httpx.codes.GONE)
TABLE: Table = MappingProxyType(
    {
        "6003": refused("login-refused"),
        "7000": refused("zone-unknown"),
        "7003": refused("zone-unknown"),
        "9109": refused("login-refused"),
        "10000": refused("login-refused"),
        "http-401": refused("login-refused"),
        "http-403": refused("permission-lost"),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-503": later("vendor-busy"),
    }
)


def _keys(answer: httpx.Response) -> Iterator[str]:
    for problem in error_of(answer).get("errors") or ():
        if isinstance(problem, dict) and "code" in problem:
            yield str(problem["code"])


def _fails(answer: httpx.Response) -> bool:
    return not answer.is_success or error_of(answer).get("success") is not True


DIALECT = Dialect(name="cloudflare", table=TABLE, keys=_keys, fails=_fails)


class CloudflareFollower(Follower):
    """One zone's caches."""

    kind = "cloudflare"
    station = Station.CACHE
    looks = True

    def __init__(self, *, settings: ChannelSettings) -> None:
        super().__init__(name=settings.name, title=settings.title)
        values = settings.values
        self._hosts = hosts_in(values["hosts"])
        self._variants = values.get("variants", "").split()
        self._route = f"/zones/{values['zone']}/purge_cache"
        headers = {"Authorization": f"Bearer {values['api_token']}"}
        self._api = Vendor(dialect=DIALECT, address=values.get("address", ADDRESS), headers=headers)

    def concerns(self, url: str) -> bool:
        """Say whether the address is on one of the zone's hosts."""
        return host_of(url) in self._hosts

    def tell(self, urls: Iterable[str]) -> TellOutcome:
        """Purge the addresses and the smaller pictures made of them, a hundred at a time."""
        told = self.concerned(urls)
        files = [one for url in told for one in (url, *self._smaller(url))]
        try:
            for start in range(0, len(files), _AT_ONCE):
                self._api.ask("POST", self._route, json={"files": files[start : start + _AT_ONCE]})
        except VendorTrouble as trouble:
            return not_told(trouble)
        return Told(count=len(told))

    def look(self, urls: Iterable[str]) -> LookOutcome:
        """Ask for each address as a visitor."""
        seen = []
        try:
            for url in self.concerned(urls):
                seen += [one for one in (url, *self._smaller(url)) if self._shows(one)]
        except VendorTrouble as trouble:
            return Unclear(code=trouble.code)
        how = "asked-through-cache"
        return Present(how=how, locators=tuple(seen)) if seen else Absent(how=how)

    def ping(self) -> PingOutcome:
        """Purge an address that never was: that takes the right that purging takes, and changes nothing."""
        probe = f"https://{min(self._hosts)}{_PROBE}"
        return follower_ping(lambda: self._api.ask("POST", self._route, json={"files": [probe]}))

    def _smaller(self, url: str) -> list[str]:
        parts = urlsplit(url)
        return [f"{parts.scheme}://{parts.netloc}/cdn-cgi/image/{one}{parts.path}" for one in self._variants]

    def _shows(self, url: str) -> bool:
        status, headers = self._api.visit(url)
        if httpx.codes.is_success(status):
            return True
        if status not in _GONE:
            raise VendorTrouble(f"cache-answered-{status}")
        if headers.get("cf-cache-status", "").upper() == "HIT":
            raise VendorTrouble("answer-from-cache")  # an old "not found" says nothing about what comes after it
        return False


def build(settings: ChannelSettings) -> Follower:
    """Return the follower; nothing connects before it is used."""
    return CloudflareFollower(settings=settings)


KIND = FollowerKind(
    build=build,
    needs=frozenset({"zone", "hosts"}),
    may_have=frozenset({"address", "variants"}),
    secrets=frozenset({"api_token"}),
)
