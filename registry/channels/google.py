"""Google's search results: no machine may ask for a removal, so a person gets the text and the pages to do it on."""

from collections.abc import Iterable

from registry.channels.followers import (
    Follower,
    FollowerKind,
    ForPerson,
    Station,
    TellOutcome,
    Told,
    host_of,
    hosts_in,
)
from registry.channels.kinds import ChannelSettings
from registry.channels.outcomes import Healthy, LookOutcome, PingOutcome, Unclear
from registry.locale import N_

OWN_SITE = "https://search.google.com/search-console/removals"
ANY_SITE = "https://search.google.com/search-console/remove-outdated-content"
_MESSAGE = N_(
    "Ask Google to take these addresses out of its results, pictures too. For a website of your own: {own_site}."
    " For any other address: {any_site}. Hand in each of these: {addresses}"
)


class GoogleFollower(Follower):
    """Google's search results about our addresses."""

    kind = "google"
    station = Station.SEARCH
    looks = False

    def __init__(self, *, settings: ChannelSettings) -> None:
        super().__init__(name=settings.name, title=settings.title)
        self._hosts = hosts_in(settings.values.get("hosts", ""))

    def concerns(self, url: str) -> bool:
        """Say whether Google may show the address: any on the web, or on the hosts that settings name."""
        host = host_of(url)
        return bool(host) and (not self._hosts or host in self._hosts)

    def tell(self, urls: Iterable[str]) -> TellOutcome:
        """Prepare the person's text."""
        told = self.concerned(urls)
        if not told:
            return Told(count=0)
        values = {"own_site": OWN_SITE, "any_site": ANY_SITE, "addresses": "\n".join(told)}
        return ForPerson(code="google-by-hand", address=ANY_SITE, message=_MESSAGE, values=values)

    def look(self, urls: Iterable[str]) -> LookOutcome:  # noqa: ARG002 - no address can be asked about
        """Nobody but a person can look."""
        return Unclear(code="a-person-looks")

    def ping(self) -> PingOutcome:
        """There is nothing to reach."""
        return Healthy()


def build(settings: ChannelSettings) -> Follower:
    """Return the follower."""
    return GoogleFollower(settings=settings)


KIND = FollowerKind(build=build, needs=frozenset(), may_have=frozenset({"hosts"}))
