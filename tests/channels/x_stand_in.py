"""X's API version 2, as documented."""

from itertools import count

from channels.stand_in import Reply, StandIn, anew

USER = "77"
MISSING = {"errors": [{"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found"}]}


class XStandIn(StandIn):
    page_size = 2

    def __init__(self):
        super().__init__()
        self.tweets, self.uploads, self.alt, self.level, self.numbers = {}, {}, {}, "read-write", count(3000)

    def reply(self, ask):  # noqa: PLR0911 - one line a route
        if 'oauth_token="user-token"' not in ask.headers.get("authorization", ""):
            return Reply({"title": "Unauthorized", "type": "about:blank"}, status=401)
        match ask.method, ask.path.strip("/").split("/"):
            case "GET", ["2", "users", "me"]:
                return Reply({"data": {"id": USER}}, headers={"x-access-level": self.level})
            case "GET", ["2", "users", "77", "tweets"]:
                return self._list(ask)
            case "POST", ["2", "media", "upload"]:
                number = str(next(self.numbers))
                self.uploads[number] = ask.form()["media"]
                return Reply({"data": {"id": number, "media_key": f"3_{number}"}})
            case "POST", ["2", "media", "metadata"]:
                self.alt[ask.json()["id"]] = ask.json()["metadata"]["alt_text"]["text"]
                return Reply({"data": {"id": ask.json()["id"]}})
            case "POST", ["2", "tweets"]:
                return self._post(ask.json())
            case "GET", ["2", "tweets", number]:
                return Reply(self._told([number])) if number in self.tweets else Reply(MISSING)
            case "DELETE", ["2", "tweets", number]:
                return self._delete(number)
        return Reply({"type": "about:blank"}, status=400)

    def add(self, data, text="", pictures=1):
        number = str(next(self.numbers))
        names = [f"{number}-{one}.jpg" for one in range(pictures)]
        for name in names:
            self.keep(anew(data), name)
        self.tweets[number] = {"text": text, "names": names, "chain": [number]}
        return number

    def edit(self, number, text):
        """Make a new version of a post, as its author can within the hour."""
        newer = str(next(self.numbers))
        old = self.tweets[number]
        old["chain"].append(newer)
        self.tweets[newer] = old | {"text": text}
        return newer

    def _post(self, told):
        if len(told["text"]) > 280:
            return Reply({"type": "about:blank"}, status=400)
        number = self.add(self.uploads.pop(told["media"]["media_ids"][0]), told["text"])
        return Reply({"data": {"id": number, "text": told["text"], "edit_history_tweet_ids": [number]}}, status=201)

    def _list(self, ask):
        newest = [number for number in reversed(self.tweets) if self.tweets[number]["chain"][-1] == number]
        start = int(ask.query.get("pagination_token", "0"))
        stop = start + self.page_size
        meta = {"meta": {"next_token": str(stop)}} if stop < len(newest) else {"meta": {}}
        told = self._told(newest[start:stop], single=False) if newest else {}
        return Reply(told | meta)

    def _told(self, numbers, *, single=True):
        data, media = [], {}
        for number in numbers:
            tweet = self.tweets[number]
            keys = [f"3_{name}" for name in tweet["names"]]
            media |= {key: f"{self.address}/files/{name}" for key, name in zip(keys, tweet["names"], strict=True)}
            data.append({
                "id": number, "text": tweet["text"], "created_at": "2026-06-01T10:00:00.000Z",
                "edit_history_tweet_ids": tweet["chain"], "attachments": {"media_keys": keys},
            })  # fmt: skip
        shown = [{"media_key": key, "type": "photo", "url": url} for key, url in media.items()]
        return {"data": data[0] if single else data, "includes": {"media": shown}}

    def _delete(self, number):
        tweet = self.tweets.pop(number, None)
        if tweet is None:
            return Reply(MISSING)
        if not any(other["names"] == tweet["names"] for other in self.tweets.values()):
            for name in tweet["names"]:
                self.files.pop(name, None)
        return Reply({"data": {"deleted": True}})
