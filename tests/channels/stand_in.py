"""A vendor's stand-in: a small server in a thread on 127.0.0.1 that answers as documented, and misbehaves when told to.

`misbehave(what)` holds for the next request that fits: a `Reply` instead of the work, `CUT` (nothing is done and the
connection ends), or `DROP` (it is done, then the connection ends).
"""

import json
import re
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

CUT, DROP = "cut", "drop"


@dataclass
class Ask:
    """One request."""

    method: str
    path: str
    query: dict
    headers: dict
    body: bytes = field(repr=False)

    def json(self):
        return json.loads(self.body)

    def form(self):
        """Return the fields of a form; files as bytes."""
        kind = self.headers.get("content-type", "")
        if "multipart" not in kind:
            return dict(parse_qsl(self.body.decode()))
        boundary = b"--" + kind.partition("boundary=")[2].encode()
        found = {}
        for piece in self.body.split(boundary)[1:-1]:
            head, _, data = piece[2:].partition(b"\r\n\r\n")
            name = re.search(rb'name="([^"]+)"', head).group(1).decode()
            found[name] = data[:-2] if b"filename=" in head else data[:-2].decode()
        return found


@dataclass
class Reply:
    """One answer; `body` is bytes, or anything to be told as JSON."""

    body: object = b""
    status: int = 200
    headers: dict = field(default_factory=dict)

    def content(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class StandIn:
    """The server; a vendor's class says in `reply` what it answers, and keeps files under /files/."""

    def __init__(self):
        self.files, self.asked, self.lost, self._mischiefs = {}, [], False, deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def misbehave(self, what, *, method=None, path="", times=1):
        self._mischiefs.extend([(what, method, path)] * times)

    def keep(self, data, name):
        """Keep a file as a vendor shows it, and return its address."""
        self.files[name] = data
        return f"{self.address}/files/{name}"

    def reply(self, ask):
        raise NotImplementedError

    def _answer(self, ask):
        if self.lost:
            return None
        self.asked.append((ask.method, ask.path))
        mischief = next((one for one in self._mischiefs if _fits(one, ask)), None)
        if mischief is not None:
            self._mischiefs.remove(mischief)
            if mischief[0] == DROP:
                self._worked(ask)
            return mischief[0] if isinstance(mischief[0], Reply) else None
        return self._worked(ask)

    def _worked(self, ask):
        if ask.path.startswith("/files/"):
            data = self.files.get(ask.path.removeprefix("/files/"))
            return Reply(status=404) if data is None else Reply(data)
        return self.reply(ask)

    def _handler(stand_in):  # noqa: N805 - the handler below has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def handle_any(self):
                parts = urlsplit(self.path)
                length = int(self.headers.get("content-length") or 0)
                ask = Ask(
                    method=self.command,
                    path=unquote(parts.path),
                    query={name: values[0] for name, values in parse_qs(parts.query).items()},
                    headers={name.lower(): value for name, value in self.headers.items()},
                    body=self.rfile.read(length),
                )
                reply = stand_in._answer(ask)
                if reply is None:
                    return
                data = reply.content()
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.status != 204:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if reply.status != 204:
                    self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815 - as the library names them

            def log_message(self, *_):
                """Say nothing."""

        return Handler


def _fits(mischief, ask):
    _, method, path = mischief
    return method in (None, ask.method) and path in ask.path


def anew(data):
    """Return a photo as a vendor that encodes anew shows it: other bytes, the same picture."""
    return data + b"encoded anew"
