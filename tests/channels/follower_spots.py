"""One follower of each kind for the conformance suite, each before a stand-in that answers as documented."""

from channels.stand_in import Reply, StandIn

from registry.channels.follower_catalogue import build_followers
from registry.channels.follower_memory import MemoryFollower

TOKEN, ZONE, KEY = "purge-token", "023e105f", "a1b2c3d4e5f6"


class FollowerStandIn(StandIn):
    """A website behind Cloudflare, Cloudflare's interface, IndexNow and the archive's index, all on one address."""

    def __init__(self):
        super().__init__()
        self.cached, self.indexed, self.captured, self.cache_status = set(), [], set(), "MISS"
        self.files[f"{KEY}.txt"] = KEY.encode()

    def reply(self, ask):
        url = f"{self.address}{ask.path}"
        match ask.method, ask.path:
            case "POST", path if path == f"/zones/{ZONE}/purge_cache":
                return self._purge(ask)
            case "POST", "/indexnow":
                return self._index(ask.json())
            case "GET", "/cdx/search/cdx":
                known = ask.query["url"] in self.captured
                return Reply([["timestamp"], ["20260601100000"]] if known else [])
            case "GET", _ if url in self.cached:
                return Reply(b"photo", headers={"cf-cache-status": "HIT"})
        return Reply(status=404, headers={"cf-cache-status": self.cache_status})

    def _purge(self, ask):
        if ask.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"success": False, "errors": [{"code": 10000}]}, status=403)
        files = ask.json()["files"]
        if len(files) > 100:
            return Reply({"success": False, "errors": [{"code": 1133}]}, status=400)
        self.cached.difference_update(files)
        return Reply({"success": True, "errors": [], "result": {"id": ZONE}})

    def _index(self, told):
        if told["key"] != KEY:
            return Reply(status=403)
        self.indexed += told["urlList"]
        return Reply(status=202)


class Spot:
    """A follower before the stand-in; `photo` gives an address of its concern."""

    kind: str
    secrets = ()

    def __init__(self):
        self.server = FollowerStandIn()
        self.follower = self.built()

    def built(self, secret=TOKEN, **more):
        values = {"kind": self.kind, "title": "Follower"} | self.values() | more
        lines = "\n".join(f"{name} = '{value}'" for name, value in values.items())
        environment = {"REGISTRY_CHANNEL_FOLLOWER_API_TOKEN": secret}
        return build_followers(f"[followers.follower]\n{lines}", environment)["follower"]

    def values(self):
        return {"address": self.server.address}

    def photo(self, number):
        return f"{self.server.address}/photos/F-{number}.jpg"

    def show(self, *urls):
        raise NotImplementedError

    def lose(self):
        self.server.lost = True

    def stop(self):
        self.server.stop()


class MemorySpot:
    def __init__(self):
        self.follower = MemoryFollower(name="memory")

    def photo(self, number):
        return f"https://www.example.test/photos/F-{number}.jpg"

    def show(self, *urls):
        self.follower.shown.update(urls)

    def lose(self):
        self.follower.reachable = False

    def stop(self):
        """Nothing runs."""


class CloudflareSpot(Spot):
    kind = "cloudflare"

    def values(self):
        return {"address": self.server.address, "zone": ZONE, "hosts": "127.0.0.1"}

    def show(self, *urls):
        self.server.cached.update(urls)


class IndexNowSpot(Spot):
    kind = "indexnow"

    def values(self):
        location = f"{self.server.address}/files/{KEY}.txt"
        return {"address": self.server.address, "host": "127.0.0.1", "key": KEY, "key_location": location}


class GoogleSpot(Spot):
    kind = "google"

    def values(self):
        return {"hosts": "127.0.0.1"}


class WebArchiveSpot(Spot):
    kind = "web-archive"

    def show(self, *urls):
        self.server.captured.update(urls)


FORGETTING = {"memory": MemorySpot, "cloudflare": CloudflareSpot}
"""Those that stop showing what they are told, and can be looked at."""
NOTING = {"indexnow": IndexNowSpot}
"""Those that take note, and cannot be looked at."""
BY_HAND = {"google": GoogleSpot, "web-archive": WebArchiveSpot}
"""Those that only a person can tell."""
