"""A personal data server of the AT protocol and a CDN before it, as documented."""

import hashlib
from itertools import count

from channels.stand_in import Reply, StandIn

DID, PASSWORD = "did:plc:municipality", "app-password"


def error(name, status=400):
    return Reply({"error": name, "message": "no"}, status=status)


class BlueskyStandIn(StandIn):
    page_size = 2

    def __init__(self):
        super().__init__()
        self.records, self.blobs, self.fresh, self.sessions, self.lag = {}, {}, {}, 0, False
        self.numbers = count(100)

    def reply(self, ask):
        if ask.path.startswith("/img/"):
            cid = ask.path.rpartition("/")[2].removesuffix("@jpeg")
            return Reply(b"small") if cid in self._live() or (self.lag and cid in self.blobs) else Reply(status=404)
        call = ask.path.removeprefix("/xrpc/com.atproto.")
        if call == "server.createSession":
            if ask.json()["password"] != PASSWORD:
                return error("AuthenticationRequired", 401)
            self.sessions += 1
            return Reply({"accessJwt": f"jwt-{self.sessions}", "did": DID, "active": True})
        if ask.headers.get("authorization") != f"Bearer jwt-{self.sessions}":
            return error("ExpiredToken")
        return getattr(self, "_" + call.replace(".", "_"))(ask)

    def end_sessions(self):
        self.sessions += 1

    def add(self, data, text="", key=None, pictures=1):
        key = key or f"3l{next(self.numbers):011d}"
        images = [{"alt": "", "image": self._blob(data)} for _ in range(pictures)]
        self.records[key] = {"text": text, "createdAt": "2026-06-01T10:00:00Z", "embed": {"images": images}}
        return key

    def _blob(self, data):
        cid = "bafkrei" + hashlib.sha256(data).hexdigest()
        self.blobs[cid] = data
        return {"$type": "blob", "ref": {"$link": cid}, "mimeType": "image/jpeg", "size": len(data)}

    def _live(self):
        shown = [image for record in self.records.values() for image in record["embed"]["images"]]
        return {image["image"]["ref"]["$link"] for image in shown}

    def _entry(self, key):
        return {"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": "bafyrei1", "value": self.records[key]}

    def _repo_listRecords(self, ask):  # noqa: N802 - as the protocol names it
        keys = sorted(self.records)
        start = int(ask.query.get("cursor", "0"))
        stop = start + self.page_size
        told = {"records": [self._entry(key) for key in keys[start:stop]]}
        return Reply(told | ({"cursor": str(stop)} if stop < len(keys) else {}))

    def _repo_getRecord(self, ask):  # noqa: N802 - as the protocol names it
        key = ask.query["rkey"]
        return Reply(self._entry(key)) if key in self.records else error("RecordNotFound")

    def _repo_uploadBlob(self, ask):  # noqa: N802 - as the protocol names it
        return Reply({"blob": self._blob(ask.body)})

    def _repo_createRecord(self, ask):  # noqa: N802 - as the protocol names it
        told = ask.json()
        assert len(told["rkey"]) == 13
        self.records[told["rkey"]] = told["record"]
        return Reply({"uri": f"at://{DID}/app.bsky.feed.post/{told['rkey']}", "cid": "bafyrei1"})

    def _repo_deleteRecord(self, ask):  # noqa: N802 - as the protocol names it
        self.records.pop(ask.json()["rkey"], None)
        return Reply({})

    def _sync_listBlobs(self, ask):  # noqa: N802 - as the protocol names it
        cids = sorted(self._live())
        start = int(ask.query.get("cursor", "0"))
        stop = start + self.page_size
        return Reply({"cids": cids[start:stop]} | ({"cursor": str(stop)} if stop < len(cids) else {}))

    def _sync_getBlob(self, ask):  # noqa: N802 - as the protocol names it
        cid = ask.query["cid"]
        return Reply(self.blobs[cid]) if cid in self._live() else error("BlobNotFound")
