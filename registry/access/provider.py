"""Signing in at the municipality's identity provider: OpenID Connect Core 1.0, authorization code flow with PKCE.

The protocol is Authlib's, the check of the ID token joserfc's. What a sign-in must be matched with when the browser
comes back (state, nonce, verifier, the page to go on to) travels in a sealed ticket that the browser keeps as a cookie.
"""

import base64
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from cryptography.fernet import Fernet, InvalidToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from registry.access.errors import ProviderRefused, ProviderUnreachable
from registry.clock import Clock

TICKET_SECONDS: Final = 600
"""How long a person may take at the provider."""

RETURN_PATH: Final = "/api/oidc/return"
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LEEWAY_SECONDS: Final = 60
_TIMEOUT_SECONDS: Final = 10
_VERIFIER_BYTES: Final = 48  # 64 characters; RFC 7636 asks for 43 to 128


@dataclass(frozen=True, kw_only=True, slots=True)
class ProviderSettings:
    """How the provider knows the registry, and which claim says who may do what."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    role_claim: str
    return_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """Where to send the browser, and what it must bring back."""

    url: str
    ticket: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who the provider says somebody is. `roles` are the provider's own words."""

    issuer: str
    subject: str = field(repr=False)
    login: str = field(repr=False)
    name: str = field(repr=False)
    roles: frozenset[str]
    onward: str


class Provider(Protocol):
    """An identity provider."""

    def begin(self, onward: str) -> Beginning:
        """Return how to start signing in, to go on to `onward` afterwards. Raises ProviderUnreachable."""
        ...

    def finish(self, ticket: str, answer: str) -> Identity:
        """Return who came back with `answer`, the address with its query.

        Raises ProviderRefused, ProviderUnreachable.
        """
        ...


class OpenIdProvider:
    """A provider that speaks OpenID Connect and publishes its configuration (Discovery 1.0)."""

    def __init__(self, settings: ProviderSettings, *, clock: Clock, secret: bytes) -> None:
        self._settings = settings
        self._clock = clock
        self._seal = Fernet(base64.urlsafe_b64encode(secret))

    def begin(self, onward: str) -> Beginning:
        """Return the provider's page and the sealed ticket of this sign-in."""
        configuration = self._configuration()
        verifier, nonce = secrets.token_urlsafe(_VERIFIER_BYTES), secrets.token_urlsafe(32)
        with self._session() as client:
            url, state = client.create_authorization_url(
                configuration["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        kept = {"state": state, "nonce": nonce, "verifier": verifier, "onward": onward}
        return Beginning(url=url, ticket=self._seal.encrypt_at_time(json.dumps(kept).encode(), self._now()).decode())

    def finish(self, ticket: str, answer: str) -> Identity:
        """Exchange the code for a token, check it, and return who it is about."""
        kept = self._opened(ticket)
        given = {name: values[0] for name, values in parse_qs(urlsplit(answer).query).items()}
        if not secrets.compare_digest(given.get("state", "").encode(), kept["state"].encode()):
            raise ProviderRefused(reason="other-sign-in")
        if "code" not in given:
            raise ProviderRefused(reason="no-code")
        configuration = self._configuration()
        with self._session() as client:
            token = self._exchanged(client, configuration, given["code"], kept["verifier"])
            claims = self._checked(client, configuration, token, kept["nonce"])
            if self._settings.role_claim not in claims and "userinfo_endpoint" in configuration:
                claims = self._more(client, configuration["userinfo_endpoint"], claims)
        return self._identity(claims, kept["onward"])

    def _session(self) -> OAuth2Session:
        settings = self._settings
        session = OAuth2Session(
            settings.client_id,
            settings.client_secret,
            scope=settings.scope,
            redirect_uri=settings.return_url,
            code_challenge_method="S256",
        )
        session.max_redirects = 0
        return session

    def _configuration(self) -> dict[str, Any]:
        address = self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        with self._session() as client:
            configuration = _json(lambda: client.get(address, withhold_token=True, timeout=_TIMEOUT_SECONDS))
        if configuration.get("issuer") != self._settings.issuer:
            raise ProviderUnreachable(reason="other-issuer")
        if not {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= configuration.keys():
            raise ProviderUnreachable(reason="configuration-incomplete")
        return configuration

    def _exchanged(
        self, client: OAuth2Session, configuration: Mapping[str, Any], code: str, verifier: str
    ) -> dict[str, Any]:
        try:
            token = client.fetch_token(
                configuration["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                timeout=_TIMEOUT_SECONDS,
            )
        except AuthlibBaseError as refused:
            raise ProviderRefused(reason="code-refused") from refused
        except (requests.RequestException, ValueError) as silent:
            raise ProviderUnreachable(reason="token-endpoint") from silent
        return dict(token)

    def _checked(
        self, client: OAuth2Session, configuration: Mapping[str, Any], token: Mapping[str, Any], nonce: str
    ) -> dict[str, Any]:
        """Return the ID token's claims, as OpenID Connect Core 3.1.3.7 asks them to be checked."""
        keys = _json(lambda: client.get(configuration["jwks_uri"], withhold_token=True, timeout=_TIMEOUT_SECONDS))
        audience = self._settings.client_id
        rules = jwt.JWTClaimsRegistry(
            now=self._now(),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._settings.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            found = jwt.decode(
                str(token.get("id_token", "")), KeySet.import_key_set({"keys": keys["keys"]}), algorithms=_ALGORITHMS
            )
            rules.validate(found.claims)
        except (JoseError, ValueError, KeyError, TypeError) as wrong:
            raise ProviderRefused(reason="id-token") from wrong
        if found.claims.get("azp", audience) != audience:
            raise ProviderRefused(reason="id-token-for-another")
        return dict(found.claims)

    def _more(self, client: OAuth2Session, address: str, claims: dict[str, Any]) -> dict[str, Any]:
        """Return the claims with those that only the UserInfo endpoint gives (Core 5.3)."""
        more = _json(lambda: client.get(address, timeout=_TIMEOUT_SECONDS))
        if more.get("sub") != claims["sub"]:
            raise ProviderRefused(reason="userinfo-of-another")
        return more | claims

    def _identity(self, claims: Mapping[str, Any], onward: str) -> Identity:
        subject = str(claims["sub"])
        login = str(claims.get("preferred_username") or claims.get("email") or subject)
        return Identity(
            issuer=self._settings.issuer,
            subject=subject,
            login=login,
            name=str(claims.get("name") or login),
            roles=_words(claims.get(self._settings.role_claim)),
            onward=onward,
        )

    def _opened(self, ticket: str) -> dict[str, str]:
        try:
            sealed = self._seal.decrypt_at_time(ticket.encode(), ttl=TICKET_SECONDS, current_time=self._now())
        except InvalidToken as unusable:
            raise ProviderRefused(reason="ticket") from unusable
        return dict(json.loads(sealed))

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def _json(asked: Callable[[], Any]) -> dict[str, Any]:
    """Return what a call answers, as an object. Raises ProviderUnreachable."""
    try:
        answer = asked()
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as silent:
        raise ProviderUnreachable(reason="no-answer") from silent
    if not isinstance(found, dict):
        raise ProviderUnreachable(reason="answer-unclear")
    return found


def _words(claim: object) -> frozenset[str]:
    """Return the roles in a claim: a list of words, or one text with spaces or commas."""
    if isinstance(claim, str):
        return frozenset(claim.replace(",", " ").split())
    return frozenset(str(one) for one in claim) if isinstance(claim, list) else frozenset()
