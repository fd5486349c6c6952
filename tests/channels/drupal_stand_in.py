"""A Drupal site's JSON:API, as documented, with its styles' pictures; `keeps_styles` for one that forgets them."""

import base64
import re
from uuid import uuid4

from channels.stand_in import Reply, StandIn

LOGIN = "Basic " + base64.b64encode(b"editor:secret").decode()
FILES = "/sites/default/files/"


class DrupalStandIn(StandIn):
    def __init__(self):
        super().__init__()
        self.media, self.stored, self.styled, self.read_only, self.keeps_styles = {}, {}, {}, False, False

    def reply(self, ask):  # noqa: C901, PLR0911 - one line a route
        if ask.path.startswith(f"{FILES}styles/"):
            data = self.styled.get(ask.path)
            return Reply(data) if data else Reply(status=403 if "/large/" in ask.path else 404)
        if ask.path.startswith(FILES):
            data = next((one["data"] for one in self.stored.values() if f"{FILES}{one['name']}" == ask.path), None)
            return Reply(status=404) if data is None else Reply(data)
        if ask.headers.get("authorization") != LOGIN:
            return Reply({"errors": []}, status=401)
        if self.read_only and ask.method != "GET":
            return Reply({"errors": []}, status=405)
        match ask.method, ask.path.removeprefix("/jsonapi").strip("/").split("/"):
            case "GET", [""]:
                return Reply({"links": {}, "meta": {"links": {"me": {"href": "x"}}}})
            case "GET", ["media", "image"]:
                return self._page(ask, [self._entry(one) for one in reversed(self.media)])
            case "GET", ["file", "file"]:
                tag = ask.query["filter[named][condition][value]"]
                found = [self._file(one) for one, kept in self.stored.items() if tag in kept["name"]]
                return self._page(ask, found)
            case "POST", ["media", "image", "field_media_image"]:
                name = re.search(r'filename="(.+)"', ask.headers["content-disposition"]).group(1)
                return Reply({"data": self._file(self.store(ask.body, name))}, status=201)
            case "POST", ["media", "image"]:
                return self._make(ask.json()["data"])
            case "GET", ["media", "image", number]:
                known = number in self.media
                return Reply(self._whole([self._entry(number)], single=True)) if known else Reply({}, status=404)
            case "DELETE", ["media", "image", number]:
                return Reply(status=204) if self.media.pop(number, None) else Reply({}, status=404)
            case "DELETE", ["file", "file", number]:
                return self._delete_file(number)
        return Reply({}, status=400)

    def add(self, data, name="holiday.jpg"):
        number = str(uuid4())
        self.media[number] = {"name": name, "file": self.store(data, name)}
        return number

    def store(self, data, name):
        number = str(uuid4())
        self.stored[number] = {"name": name, "data": data}
        self.styled[f"{FILES}styles/medium/public/{name}"] = b"smaller"
        return number

    def _make(self, told):
        if "relationships" not in told:
            return Reply({"errors": [{"status": "422"}]}, status=422)
        number = str(uuid4())
        shown = told["relationships"]["field_media_image"]["data"]
        self.media[number] = {"name": told["attributes"]["name"], "file": shown["id"], "alt": shown["meta"]["alt"]}
        return Reply({"data": self._entry(number)}, status=201)

    def _page(self, ask, entries):
        start = int(ask.query["page[offset]"])
        stop = start + int(ask.query["page[limit]"])
        return Reply(self._whole(entries[start:stop]) | ({"links": {"next": {}}} if stop < len(entries) else {}))

    def _whole(self, entries, *, single=False):
        shown = [one["relationships"]["field_media_image"]["data"]["id"] for one in entries if "relationships" in one]
        included = [self._file(one) for one in shown if one in self.stored]
        return {"data": entries[0] if single else entries, "included": included}

    def _entry(self, number):
        media = self.media[number]
        shown = {"data": {"type": "file--file", "id": media["file"]}}
        attributes = {"name": media["name"], "changed": "2026-06-01T10:00:00+00:00"}
        return {"id": number, "attributes": attributes, "relationships": {"field_media_image": shown}}

    def _file(self, number):
        kept = self.stored[number]
        attributes = {"filename": kept["name"], "uri": {"url": f"{FILES}{kept['name']}"}, "filesize": len(kept["data"])}
        return {"id": number, "attributes": attributes}

    def _delete_file(self, number):
        kept = self.stored.pop(number, None)
        if kept is None:
            return Reply({}, status=404)
        if not self.keeps_styles:
            self.styled.pop(f"{FILES}styles/medium/public/{kept['name']}", None)
        return Reply(status=204)
