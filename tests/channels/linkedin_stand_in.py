"""LinkedIn's Posts and Images API, as documented."""

from itertools import count

from channels.stand_in import Reply, StandIn, anew

ORGANISATION = "55"
AUTHOR = f"urn:li:organization:{ORGANISATION}"


class LinkedinStandIn(StandIn):
    page_size = 2

    def __init__(self):
        super().__init__()
        self.shares, self.numbers, self.role = {}, count(4000), "CONTENT_ADMINISTRATOR"

    def reply(self, ask):  # noqa: C901, PLR0911 - one line a route
        if ask.headers.get("authorization") != "Bearer org-token":
            return Reply({"code": "EXPIRED_ACCESS_TOKEN"}, status=401)
        if ask.method == "PUT" and ask.path.startswith("/upload/"):
            self.keep(anew(ask.body), ask.path.removeprefix("/upload/"))
            return Reply(status=201)
        if ask.headers.get("linkedin-version") != "202511":
            return Reply({"code": "NONEXISTENT_VERSION"}, status=426)
        match ask.method, ask.path.strip("/").split("/"):
            case "GET", ["rest", "organizationAcls"]:
                return Reply({"elements": [{"organization": AUTHOR, "role": self.role}]})
            case "POST", ["rest", "images"]:
                number = str(next(self.numbers))
                place = {"uploadUrl": f"{self.address}/upload/{number}.jpg", "image": f"urn:li:image:{number}"}
                return Reply({"value": place})
            case "GET", ["rest", "images", urn]:
                name = f"{urn.rpartition(':')[2]}.jpg"
                known = name in self.files
                return Reply({"downloadUrl": f"{self.address}/files/{name}"}) if known else Reply({}, status=404)
            case "GET", ["rest", "posts"]:
                start = int(ask.query["start"])
                return Reply({"elements": list(reversed(self.shares.values()))[start : start + self.page_size]})
            case "POST", ["rest", "posts"]:
                urn = self._share(ask.json())
                return Reply(status=201, headers={"x-restli-id": urn})
            case "GET", ["rest", "posts", urn]:
                return Reply(self.shares[urn]) if urn in self.shares else Reply({"code": "NOT_FOUND"}, status=404)
            case "DELETE", ["rest", "posts", urn]:
                assert ask.headers["x-restli-method"] == "DELETE"
                return self._delete(urn)
        return Reply({}, status=400)

    def add(self, data, text="", pictures=1):
        numbers = [str(next(self.numbers)) for _ in range(pictures)]
        for number in numbers:
            self.keep(anew(data), f"{number}.jpg")
        images = [{"id": f"urn:li:image:{number}"} for number in numbers]
        content = {"media": images[0]} if pictures == 1 else {"multiImage": {"images": images}}
        return self._share({"commentary": text, "content": content})

    def _share(self, told):
        urn = f"urn:li:share:{next(self.numbers)}"
        self.shares[urn] = {**told, "id": urn, "publishedAt": 1780308000000}
        return urn

    def _delete(self, urn):
        share = self.shares.pop(urn, None)
        if share is not None and "media" in share["content"]:
            self.files.pop(f"{share['content']['media']['id'].rpartition(':')[2]}.jpg", None)
        return Reply(status=204)
