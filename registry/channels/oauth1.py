"""Signing a request as OAuth 1.0a asks (RFC 5849): what X takes from a server that has no person to log in again."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

import httpx

_METHOD: Final = "HMAC-SHA1"


class OAuth1(httpx.Auth):
    """Signs each request with the app's and the user's keys; multipart and JSON bodies stay out of it (3.4.1.3)."""

    def __init__(self, *, key: str, key_secret: str, token: str, token_secret: str) -> None:
        """Keep the app's key pair and the user's token pair."""
        self._key = key
        self._token = token
        self._secrets = f"{_escaped(key_secret)}&{_escaped(token_secret)}"

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        """Add the signature to one request."""
        stamp, nonce = str(int(time.time())), secrets.token_hex(16)
        request.headers["Authorization"] = self.header(request.method, str(request.url), stamp=stamp, nonce=nonce)
        yield request

    def header(self, method: str, url: str, *, stamp: str, nonce: str) -> str:
        """Return the Authorization header for one request; `stamp` in seconds since 1970."""
        told = {
            "oauth_consumer_key": self._key,
            "oauth_nonce": nonce,
            "oauth_signature_method": _METHOD,
            "oauth_timestamp": stamp,
            "oauth_token": self._token,
            "oauth_version": "1.0",
        }
        signed = told | {"oauth_signature": self._signature(method, url, told)}
        return "OAuth " + ", ".join(f'{name}="{_escaped(value)}"' for name, value in sorted(signed.items()))

    def _signature(self, method: str, url: str, told: Mapping[str, str]) -> str:
        parts = urlsplit(url)
        pairs = [*told.items(), *parse_qsl(parts.query, keep_blank_values=True)]
        sorted_pairs = sorted((_escaped(name), _escaped(value)) for name, value in pairs)
        base = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        text = "&".join((method.upper(), _escaped(base), _escaped("&".join(f"{n}={v}" for n, v in sorted_pairs))))
        digest = hmac.new(self._secrets.encode(), text.encode(), hashlib.sha1).digest()
        return base64.b64encode(digest).decode()


def _escaped(text: str) -> str:
    return quote(text, safe="-._~")
