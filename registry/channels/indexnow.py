"""IndexNow: telling Bing and the engines that share its protocol which addresses of a website are gone.

The key stands in a file on the website itself, which is how the engines see that we may speak for it. They take note;
when they come to see the 404 or 410, no machine can ask, so a person looks.
"""

from collections.abc import Iterable
from types import MappingProxyType

from registry.channels.followers import (
    Follower,
    FollowerKind,
    Station,
    TellOutcome,
    Told,
    follower_ping,
    host_of,
    not_told,
)
from registry.channels.kinds import ChannelSettings
from registry.channels.outcomes import LookOutcome, PingOutcome, Unclear
from registry.channels.vendor import Dialect, Meaning, Table, Vendor, VendorTrouble, later, refused

ADDRESS = "https://api.indexnow.org"
_AT_ONCE = 10_000
_LONGEST_KEY = 128
TABLE: Table = MappingProxyType(
    {
        "http-400": refused("not-understood-there"),
        "http-403": refused("key-not-valid"),
        "http-404": refused("key-not-served"),
        "http-422": refused("addresses-of-another-site"),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-503": later("vendor-busy"),
    }
)
DIALECT = Dialect(name="indexnow", table=TABLE)


class IndexNowFollower(Follower):
    """The search engines that take note of one website's addresses."""

    kind = "indexnow"
    station = Station.SEARCH
    looks = False

    def __init__(self, *, settings: ChannelSettings) -> None:
        super().__init__(name=settings.name, title=settings.title)
        values = settings.values
        self._host, self._key = values["host"].lower(), values["key"]
        self._key_location = values.get("key_location", f"https://{self._host}/{self._key}.txt")
        self._api = Vendor(dialect=DIALECT, address=values.get("address", ADDRESS))

    def concerns(self, url: str) -> bool:
        """Say whether the address is on the website."""
        return host_of(url) == self._host

    def tell(self, urls: Iterable[str]) -> TellOutcome:
        """Hand in the addresses."""
        told = self.concerned(urls)
        proof = {"host": self._host, "key": self._key, "keyLocation": self._key_location}
        try:
            for start in range(0, len(told), _AT_ONCE):
                self._api.ask("POST", "/indexnow", json={**proof, "urlList": list(told[start : start + _AT_ONCE])})
        except VendorTrouble as trouble:
            return not_told(trouble)
        return Told(count=len(told))

    def look(self, urls: Iterable[str]) -> LookOutcome:  # noqa: ARG002 - no address can be asked about
        """Nobody but a person can look."""
        return Unclear(code="a-person-looks")

    def ping(self) -> PingOutcome:
        """See that the website serves the key: without it everything handed in is refused."""
        return follower_ping(self._see_key)

    def _see_key(self) -> None:
        served = self._api.file(self._key_location, most_bytes=2 * _LONGEST_KEY)
        if served.decode("utf-8", "replace").strip() != self._key:
            raise VendorTrouble("key-not-served", meaning=Meaning.REFUSED)


def build(settings: ChannelSettings) -> Follower:
    """Return the follower; nothing connects before it is used."""
    return IndexNowFollower(settings=settings)


KIND = FollowerKind(build=build, needs=frozenset({"host", "key"}), may_have=frozenset({"address", "key_location"}))
