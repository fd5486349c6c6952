"""Asking a vendor's HTTP interface, and what its answers mean by the vendor's own table.

A `Dialect` is the table as data: keys read from an answer (the vendor's error codes first, then the HTTP status) and
what each means. What the table lacks means "later": the erasure tries again, then a person gets it. It is no success.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from ssl import SSLContext
from typing import Any, TypeAlias

import httpx

from registry.channels.answers import wait_of

_TIMEOUT_SECONDS = 60
_GONE = (httpx.codes.NOT_FOUND, httpx.codes.GONE)


class Meaning(StrEnum):
    """What an answer that is no success says."""

    MISSING = "missing"
    """What was asked for is not there (any more)."""
    LATER = "later"
    """Worth trying again."""
    REFUSED = "refused"
    """It will stay so until a person renews a token, a right or a setting."""
    BY_HAND = "by-hand"
    """Only a person can do it, in the vendor's own pages."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One line of a table: what an answer means, and the code that says so in the ledger."""

    meaning: Meaning
    code: str


Table: TypeAlias = Mapping[str, Answer]


def missing() -> Answer:
    """Return the line for what is not there."""
    return Answer(meaning=Meaning.MISSING, code="not-there")


def later(code: str) -> Answer:
    """Return the line for what is worth trying again."""
    return Answer(meaning=Meaning.LATER, code=code)


def refused(code: str) -> Answer:
    """Return the line for what a person must put right first."""
    return Answer(meaning=Meaning.REFUSED, code=code)


def by_hand(code: str) -> Answer:
    """Return the line for what only a person can do."""
    return Answer(meaning=Meaning.BY_HAND, code=code)


class VendorTrouble(Exception):
    """The vendor did not do what was asked. Never leaves a channel or a follower: it becomes an outcome there."""

    def __init__(self, code: str, *, meaning: Meaning = Meaning.LATER, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.meaning = meaning
        self.after = after


class VendorMissing(VendorTrouble):
    """What was asked for is not there (any more)."""

    def __init__(self, code: str = "not-there") -> None:
        super().__init__(code, meaning=Meaning.MISSING)


def _no_keys(_answer: httpx.Response) -> Iterable[str]:
    return ()


def _fails(answer: httpx.Response) -> bool:
    return not answer.is_success


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """How one vendor says what went wrong.

    `keys`: the vendor's own error codes in an answer, the most telling first; `http-<status>` is tried after them.
    `fails`: whether an answer is no success, for vendors that put errors in a 200. `wait`: the wait an answer names.
    """

    name: str
    table: Table
    keys: Callable[[httpx.Response], Iterable[str]] = _no_keys
    fails: Callable[[httpx.Response], bool] = _fails
    wait: Callable[[httpx.Response], timedelta | None] = wait_of

    def trouble(self, answer: httpx.Response) -> VendorTrouble:
        """Return what an answer that is no success means; what the table lacks means later."""
        keys = [*self.keys(answer), f"http-{answer.status_code}"]
        line = next((self.table[key] for key in keys if key in self.table), None)
        if line is None:
            return VendorTrouble(f"{self.name}-answered-{keys[0]}", after=self.wait(answer))
        if line.meaning is Meaning.MISSING:
            return VendorMissing(line.code)
        return VendorTrouble(line.code, meaning=line.meaning, after=self.wait(answer))


class Vendor:
    """A client of one vendor; a connection for each call, so that a web process and a worker may share the object."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        address: str,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth | tuple[str, str] | None = None,
    ) -> None:
        """Keep how the vendor talks, its base address, and what proves who asks (addresses are logged)."""
        self._dialect = dialect
        self._address = address.rstrip("/")
        self._headers = dict(headers or {})
        self._auth = auth

    def ask(self, method: str, route: str, **options: Any) -> httpx.Response:
        """Ask one route under the base address. Raises VendorMissing, VendorTrouble."""
        headers = self._headers | options.pop("headers", {})
        return self._checked(self._send(method, f"{self._address}{route}", headers=headers, auth=self._auth, **options))

    def json(self, method: str, route: str, **options: Any) -> dict[str, Any]:
        """Ask one route and return the object it answers. Raises VendorMissing, VendorTrouble."""
        with understood(self._dialect.name):
            body: dict[str, Any] = dict(self.ask(method, route, **options).json())
        return body

    def put(self, url: str, data: bytes) -> None:
        """Upload bytes to an address the vendor gave for it. Raises VendorMissing, VendorTrouble."""
        self._checked(self._send("PUT", url, headers=self._headers, auth=self._auth, content=data))

    def file(self, url: str, *, most_bytes: int) -> bytes:
        """Read a file as a visitor does, never with our credentials. Raises VendorMissing, VendorTrouble."""
        try:
            with _client() as client, client.stream("GET", url) as answer:
                _check_visited(self._dialect.name, answer)
                return _read(answer, most_bytes)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise VendorTrouble(f"{self._dialect.name}-unreachable") from error

    def visit(self, url: str) -> tuple[int, httpx.Headers]:
        """Ask for an address as a visitor and return the status and what the answer says of itself.

        Raises VendorTrouble when nothing answers.
        """
        try:
            with _client() as client, client.stream("GET", url) as answer:
                return answer.status_code, answer.headers
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise VendorTrouble(f"{self._dialect.name}-unreachable") from error

    def is_served(self, url: str) -> bool:
        """Say whether a visitor still gets something at this address. Raises VendorTrouble when that is not clear."""
        try:
            self.file(url, most_bytes=0)
        except VendorMissing:
            return False
        except VendorTrouble as trouble:
            if trouble.code == "too-large":
                return True
            raise
        return True

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if self._dialect.fails(answer):
            raise self._dialect.trouble(answer)
        return answer

    def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        try:
            with _client() as client:
                return client.request(method, url, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise VendorTrouble(f"{self._dialect.name}-unreachable") from error


@contextmanager
def understood(vendor: str) -> Iterator[None]:
    """Turn an answer that lacks what the vendor documents (or is no JSON) into trouble. Raises VendorTrouble."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise VendorTrouble(f"{vendor}-answer-not-understood") from error


def error_of(answer: httpx.Response) -> dict[str, Any]:
    """Return the object in a failure's body; empty where there is none."""
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _check_visited(vendor: str, answer: httpx.Response) -> None:
    if answer.status_code in _GONE:
        raise VendorMissing
    if not answer.is_success:
        raise VendorTrouble(f"{vendor}-file-answered-{answer.status_code}", after=wait_of(answer))


def _read(answer: httpx.Response, most_bytes: int) -> bytes:
    data = bytearray()
    for piece in answer.iter_bytes():
        data += piece
        if len(data) > most_bytes:
            raise VendorTrouble("too-large")
    return bytes(data)


def _client() -> httpx.Client:
    headers = {"Cache-Control": "no-cache", "User-Agent": "photo-consent-registry"}
    return httpx.Client(verify=_tls(), timeout=_TIMEOUT_SECONDS, follow_redirects=False, headers=headers)


@cache
def _tls() -> SSLContext:
    return httpx.create_ssl_context()
