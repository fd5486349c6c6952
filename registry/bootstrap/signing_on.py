"""Signing in with a work account: the provider that settings name."""

from datetime import timedelta

from registry.access.permissions import Role
from registry.access.provider import RETURN_PATH, OpenIdProvider, ProviderSettings
from registry.access.signing_on import SigningOn
from registry.bootstrap.ground import Ground


def connect_signing_on(ground: Ground) -> SigningOn | None:
    """Return the way in by the identity provider, or None where settings name none. Nothing is asked of it yet."""
    settings = ground.settings
    if not settings.oidc_issuer:
        return None
    told = ProviderSettings(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        scope=settings.oidc_scope,
        role_claim=settings.oidc_role_claim,
        return_url=settings.base_url.rstrip("/") + RETURN_PATH,
    )
    roles = {settings.oidc_officer_role: Role.OFFICER}
    if settings.oidc_photographer_role:
        roles[settings.oidc_photographer_role] = Role.PHOTOGRAPHER
    return SigningOn(
        provider=OpenIdProvider(told, clock=ground.clock, secret=ground.keyring.secret("sign-in-tickets")),
        name=settings.oidc_name,
        roles=roles,
        database=ground.database,
        clock=ground.clock,
        session_length=timedelta(hours=settings.session_hours),
    )
