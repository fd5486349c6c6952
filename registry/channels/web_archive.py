"""The Internet Archive's Wayback Machine: a mail by a person, and a look into its index of captures (the CDX server).

The index answers `[]` where it holds nothing, and has been seen to answer nothing at all to machines it does not like:
only the first counts. Where it cannot be asked, the person gets the mail all the same.
"""

from collections.abc import Iterable
from types import MappingProxyType

from registry.channels.followers import (
    Follower,
    FollowerKind,
    ForPerson,
    Station,
    TellOutcome,
    Told,
    follower_ping,
    host_of,
    hosts_in,
)
from registry.channels.kinds import ChannelSettings
from registry.channels.outcomes import Absent, LookOutcome, PingOutcome, Present, Unclear
from registry.channels.vendor import Dialect, Table, Vendor, VendorTrouble, later, understood
from registry.locale import N_

ADDRESS = "https://web.archive.org"
MAILBOX = "info@archive.org"
_MESSAGE = N_("Send this mail in English to {mailbox}: {letter}")
_LETTER = (
    "We are the publisher of the pages below. A person shown in a photograph on them has asked us to erase it (GDPR,"
    " article 17), and we have taken it down. Please exclude these addresses from the Wayback Machine:\n"
)
TABLE: Table = MappingProxyType(
    {
        "http-429": later("rate-limited"),
        "http-503": later("vendor-busy"),
        "http-504": later("vendor-busy"),
    }
)
DIALECT = Dialect(name="web-archive", table=TABLE)


class WebArchiveFollower(Follower):
    """The captures the archive holds of our addresses."""

    kind = "web-archive"
    station = Station.ARCHIVE
    looks = True

    def __init__(self, *, settings: ChannelSettings) -> None:
        super().__init__(name=settings.name, title=settings.title)
        self._hosts = hosts_in(settings.values.get("hosts", ""))
        self._api = Vendor(dialect=DIALECT, address=settings.values.get("address", ADDRESS))

    def concerns(self, url: str) -> bool:
        """Say whether the archive may hold the address: any on the web, or on the hosts that settings name."""
        host = host_of(url)
        return bool(host) and (not self._hosts or host in self._hosts)

    def tell(self, urls: Iterable[str]) -> TellOutcome:
        """Prepare the person's mail, unless the index says that it holds none of the addresses."""
        told = self.concerned(urls)
        if isinstance(self.look(told), Absent):
            return Told(count=0)
        values = {"mailbox": MAILBOX, "letter": _LETTER + "\n".join(told)}
        return ForPerson(code="web-archive-by-hand", address=f"mailto:{MAILBOX}", message=_MESSAGE, values=values)

    def look(self, urls: Iterable[str]) -> LookOutcome:
        """Ask the index for a capture of each address that shows something."""
        try:
            seen = tuple(url for url in self.concerned(urls) if self._captured(url))
        except VendorTrouble as trouble:
            return Unclear(code=trouble.code)
        how = "capture-index"
        return Present(how=how, locators=seen) if seen else Absent(how=how)

    def ping(self) -> PingOutcome:
        """Ask the index about the archive's own address."""
        return follower_ping(lambda: self._captured("archive.org"))

    def _captured(self, url: str) -> bool:
        asked = {"url": url, "output": "json", "limit": "1", "filter": "statuscode:200", "fl": "timestamp"}
        with understood(DIALECT.name):
            rows = self._api.ask("GET", "/cdx/search/cdx", params=asked).json()
            if not isinstance(rows, list):
                raise VendorTrouble("web-archive-answer-not-understood")
        return len(rows) > 1  # the first row names the columns


def build(settings: ChannelSettings) -> Follower:
    """Return the follower; nothing connects before it is used."""
    return WebArchiveFollower(settings=settings)


KIND = FollowerKind(build=build, needs=frozenset(), may_have=frozenset({"address", "hosts"}))
