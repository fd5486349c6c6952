"""Facebook's and Instagram's Graph API, as documented."""

import json
from itertools import count

from channels.stand_in import Reply, StandIn, anew

TOKEN, PAGE, ACCOUNT = "page-token", "1001", "2002"
SCOPES = (
    "pages_manage_posts", "pages_read_engagement", "instagram_basic", "instagram_content_publish",
    "instagram_manage_contents",
)  # fmt: skip


def error(code, subcode=None, status=400, **headers):
    told = {"message": "no", "code": code} | ({"error_subcode": subcode} if subcode else {})
    return Reply({"error": told}, status=status, headers=headers)


class MetaStandIn(StandIn):
    page_size = 2

    def __init__(self):
        super().__init__()
        self.photos, self.stories, self.media, self.containers = {}, {}, {}, {}
        self.scopes, self.numbers, self.keeps_listing = list(SCOPES), count(5000), []

    def reply(self, ask):  # noqa: C901, PLR0911 - one line a route
        if ask.headers.get("authorization") != f"Bearer {TOKEN}":
            return error(190, 463, status=401)
        match ask.method, ask.path.strip("/").split("/"):
            case "POST", [""]:
                return self._batch(ask)
            case "GET", [one] if one in (PAGE, ACCOUNT):
                return Reply({"id": one})
            case "GET", ["1001", "photos"]:
                return self._page(ask, [self._photo(one) for one in reversed(self.photos)])
            case "POST", ["1001", "photos"]:
                return self._upload(ask.form())
            case "GET", ["2002", "media"]:
                return self._page(ask, list(reversed(self.media.values())))
            case "POST", ["2002", "media"]:
                return self._container(ask.form())
            case "POST", ["2002", "media_publish"]:
                return self._publish(ask.form())
            case "GET", [node]:
                return self._node(node)
            case "DELETE", [node]:
                return self._delete(node)
        return error(2500)

    def _batch(self, ask):
        (asked,) = json.loads(ask.form()["batch"])
        assert asked["relative_url"] == f"debug_token?input_token={TOKEN}"
        told = {"data": {"is_valid": True, "scopes": self.scopes}}
        return Reply([{"code": 200, "body": json.dumps(told)}])

    def _page(self, ask, entries):
        start = int(ask.query.get("after", "0"))
        stop = start + self.page_size
        paging = {"cursors": {"after": str(stop)}} | ({"next": "more"} if stop < len(entries) else {})
        return Reply({"data": entries[start:stop], "paging": paging})

    def _upload(self, form):
        number = self.add_photo(form["source"], form["caption"])
        self.photos[number]["alt"] = form["alt_text_custom"]
        return Reply({"id": number, "post_id": self.photos[number]["story"]})

    def add_photo(self, data, text="", story=None):
        number = str(next(self.numbers))
        story = story or f"{PAGE}_{number}"
        self.keep(anew(data), f"{number}-o.jpg")
        self.keep(anew(data)[:50], f"{number}-s.jpg")
        self.photos[number] = {"name": text, "story": story}
        self.stories.setdefault(story, []).append(number)
        return number

    def _photo(self, number):
        shown = [{"source": f"{self.address}/files/{number}-{size}.jpg", "width": width, "height": 1}
                 for size, width in (("s", 320), ("o", 2048))]  # fmt: skip
        kept = self.photos.get(number) or {"name": "", "story": None}
        more = {"page_story_id": kept["story"]} if kept["story"] else {}
        link = f"https://www.facebook.com/photo/{number}"
        return {"id": number, "name": kept["name"], "images": shown, "link": link,
                "created_time": "2026-06-01T10:00:00+0000", **more}  # fmt: skip

    def _container(self, form):
        container, number = str(next(self.numbers)), None
        data = self.fetch(form["image_url"])
        if data is None:
            return error(9004, 2207052)
        self.containers[container] = (data, form["caption"], number)
        return Reply({"id": container})

    def fetch(self, url):
        raise NotImplementedError

    def _publish(self, form):
        data, caption, _ = self.containers.pop(form["creation_id"])
        return Reply({"id": self.add_media(data, caption)})

    def add_media(self, data, text="", children=0):
        number = str(next(self.numbers))
        self.media[number] = {
            "id": number, "caption": text, "media_type": "IMAGE", "media_url": self.keep(anew(data), f"{number}.jpg"),
            "permalink": f"https://www.instagram.com/p/{number}/", "timestamp": "2026-06-01T10:00:00+0000",
        }  # fmt: skip
        if children:
            self.media[number]["children"] = {"data": [{"id": str(one)} for one in range(children)]}
        return number

    def _node(self, node):
        if node in self.stories:
            numbers = self.stories[node]
            targets = [{"target": {"id": one}} for one in numbers]
            album = [{"target": {"id": "9"}, "subattachments": {"data": targets}}]
            return Reply({"id": node, "attachments": {"data": album if len(numbers) > 1 else targets}})
        if node in self.photos:
            return Reply(self._photo(node))
        return Reply(self.media[node]) if node in self.media else error(100, 33)

    def _delete(self, node):
        if node in self.stories:
            for number in self.stories.pop(node):
                self._forget(number)
        elif node in self.photos:
            story = self.photos[node]["story"]
            self._forget(node)
            self.stories.get(story, [node]).remove(node)
        elif node in self.media:
            del self.media[node], self.files[f"{node}.jpg"]
        else:
            return error(100, 33)
        return Reply({"success": True})

    def _forget(self, number):
        del self.photos[number], self.files[f"{number}-o.jpg"], self.files[f"{number}-s.jpg"]
