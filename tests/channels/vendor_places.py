"""The places of the vendors that cannot be reached from here: each channel before its stand-in."""

from types import MappingProxyType

from channels import bluesky_stand_in, drupal_stand_in, linkedin_stand_in, mastodon_stand_in, meta_stand_in, x_stand_in
from channels.parcels import content_mac
from channels.stand_in import anew

from registry.channels.catalogue import BUILT_IN
from registry.channels.catalogue import kinds as known_kinds
from registry.channels.kinds import ChannelSettings, Surroundings

ANYTHING = r"[\w:.-]+"


class VendorPlace:
    """A channel, its stand-in, and the hands of whoever works in that place."""

    kind: str
    stand_in: type
    values: MappingProxyType
    locators = ANYTHING
    file_names = r".*"

    def __init__(self, tmp_path, _server):
        self.server = self.stand_in()
        self.home = tmp_path
        self.channel = self.built(**self.values, **self.own_values())

    def built(self, **values):
        assert self.kind in BUILT_IN
        settings = ChannelSettings(name="page", kind=self.kind, title="Page", purpose="website", values=values)
        around = Surroundings(home=self.home, content_mac=content_mac)
        return known_kinds()[self.kind].load().build(settings, around)

    def own_values(self):
        return {"address": self.server.address}

    def plant(self, _name, data):
        return self.server.add(data)

    def shown(self, data):
        return anew(data)

    def lose(self):
        self.server.lost = True

    def find_again(self):
        self.server.lost = False

    def stop(self):
        self.server.stop()


class FacebookPlace(VendorPlace):
    kind, stand_in = "facebook", meta_stand_in.MetaStandIn
    values = MappingProxyType({"page": meta_stand_in.PAGE, "page_token": meta_stand_in.TOKEN})

    def plant(self, _name, data):
        return self.server.add_photo(data)


class InstagramPlace(VendorPlace):
    kind, stand_in = "instagram", meta_stand_in.MetaStandIn
    values = MappingProxyType({"account": meta_stand_in.ACCOUNT, "access_token": meta_stand_in.TOKEN})

    def __init__(self, tmp_path, server):
        super().__init__(tmp_path, server)
        self.staging = tmp_path / "staging"
        self.staging.mkdir()
        self.server.fetch = self.fetch

    def own_values(self):
        web = {"staging_path": "staging", "staging_url": "https://www.example.test/for-instagram"}
        return {"address": self.server.address} | web

    def fetch(self, url):
        """Read what the municipality's web server would serve at that address."""
        path = self.staging / url.removeprefix("https://www.example.test/for-instagram/")
        return path.read_bytes() if path.is_file() else None

    def plant(self, _name, data):
        return self.server.add_media(data)


class XPlace(VendorPlace):
    kind, stand_in = "x", x_stand_in.XStandIn
    values = MappingProxyType(
        {
            "user": x_stand_in.USER,
            "api_key": "app",
            "api_key_secret": "app-secret",
            "access_token": "user-token",
            "access_token_secret": "user-secret",
        }
    )


class LinkedinPlace(VendorPlace):
    kind, stand_in = "linkedin", linkedin_stand_in.LinkedinStandIn
    values = MappingProxyType({"organisation": linkedin_stand_in.ORGANISATION, "access_token": "org-token"})


class MastodonPlace(VendorPlace):
    kind, stand_in = "mastodon", mastodon_stand_in.MastodonStandIn
    values = MappingProxyType({"access_token": "fedi-token"})


class ExactPlace(VendorPlace):
    """A place that gives photos back byte for byte."""

    def shown(self, data):
        return data


class BlueskyPlace(ExactPlace):
    kind, stand_in = "bluesky", bluesky_stand_in.BlueskyStandIn
    values = MappingProxyType({"account": "gemeente.test", "app_password": bluesky_stand_in.PASSWORD})

    def own_values(self):
        return {"address": self.server.address, "cdn": self.server.address}


class DrupalPlace(ExactPlace):
    kind, stand_in = "drupal", drupal_stand_in.DrupalStandIn
    values = MappingProxyType({"user": "editor", "password": "secret"})
    file_names = r"F-7K2M-9QXD-1400-3f9c0a1b2c3d\.jpg(\.webp)?"

    def plant(self, name, data):
        return self.server.add(data, name)


EXACT = {"bluesky": BlueskyPlace, "drupal": DrupalPlace}
ANEW = {
    "facebook": FacebookPlace,
    "instagram": InstagramPlace,
    "linkedin": LinkedinPlace,
    "mastodon": MastodonPlace,
    "x": XPlace,
}
