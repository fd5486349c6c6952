"""A Mastodon server's API, as documented; `old` for one before 4.4, which keeps the file for a day."""

from itertools import count

from channels.stand_in import Reply, StandIn, anew


class MastodonStandIn(StandIn):
    page_size = 2

    def __init__(self):
        super().__init__()
        self.statuses, self.uploads, self.once, self.numbers = {}, {}, {}, count(6000)
        self.scopes, self.old, self.deletions = ["read", "write"], False, []

    def reply(self, ask):  # noqa: PLR0911 - one line a route
        if ask.headers.get("authorization") != "Bearer fedi-token":
            return Reply({"error": "The access token is invalid"}, status=401)
        match ask.method, ask.path.strip("/").split("/")[2:]:
            case "GET", ["accounts", "verify_credentials"]:
                return Reply({"id": "12"})
            case "GET", ["apps", "verify_credentials"]:
                return Reply({"name": "registry", "scopes": self.scopes})
            case "GET", ["accounts", "12", "statuses"]:
                return self._list(ask)
            case "POST", ["media"]:
                number = str(next(self.numbers))
                self.uploads[number] = ask.form()
                return Reply({"id": number, "url": None}, status=202)
            case "POST", ["statuses"]:
                return self._post(ask)
            case "GET", ["statuses", number]:
                return Reply(self.statuses[number]) if number in self.statuses else Reply({}, status=404)
            case "DELETE", ["statuses", number]:
                return self._delete(number, ask.query.get("delete_media"))
        return Reply({}, status=400)

    def add(self, data, text="", pictures=1):
        number, shown = str(next(self.numbers)), []
        for one in range(pictures):
            name = f"{number}-{one}.jpg"
            small = self.keep(anew(data)[:40], f"small-{name}")
            shown.append({"url": self.keep(anew(data), name), "preview_url": small})
        self.statuses[number] = {
            "id": number, "content": f"<p>{text}</p>", "url": self.keep(b"page", f"status-{number}"),
            "created_at": "2026-06-01T10:00:00.000Z", "media_attachments": shown,
        }  # fmt: skip
        return number

    def _post(self, ask):
        key = ask.headers["idempotency-key"]
        if key not in self.once:
            upload = self.uploads.pop(ask.json()["media_ids"][0])
            self.once[key] = self.add(upload["file"], ask.json()["status"])
        return Reply(self.statuses[self.once[key]])

    def _list(self, ask):
        before = int(ask.query.get("max_id", "999999"))
        newest = [status for number, status in reversed(self.statuses.items()) if int(number) < before]
        return Reply(newest[: self.page_size])

    def _delete(self, number, delete_media):
        status = self.statuses.pop(number, None)
        if status is None:
            return Reply({"error": "Record not found"}, status=404)
        self.deletions.append(delete_media)
        self.files.pop(f"status-{number}")
        if delete_media == "true" and not self.old:
            for name in [name for name in self.files if name.removeprefix("small-").startswith(f"{number}-")]:
                del self.files[name]
        return Reply(status)
