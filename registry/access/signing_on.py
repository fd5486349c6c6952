"""Signing in with a work account, at the identity provider the municipality has."""

from collections.abc import Mapping
from datetime import timedelta

from registry.access.errors import AccountClosed, RoleMissing
from registry.access.permissions import Role
from registry.access.policy import STANDARD, SignInPolicy
from registry.access.provider import Beginning, Provider
from registry.access.sessions import open_session
from registry.access.work_accounts import account_for, role_of
from registry.clock import Clock
from registry.database import Database
from registry.proof import audit
from registry.proof.events import AuditEvent


class SigningOn:
    """Sends people to the provider and opens a session for whoever comes back with a role.

    `name` is what the municipality calls the provider; `roles` are its words for our roles, the strongest first.
    """

    def __init__(
        self,
        *,
        provider: Provider,
        name: str,
        roles: Mapping[str, Role],
        database: Database,
        clock: Clock,
        session_length: timedelta,
        policy: SignInPolicy = STANDARD,
    ) -> None:
        self.name = name
        self._provider = provider
        self._roles = roles
        self._database = database
        self._clock = clock
        self._session_length = session_length
        self._policy = policy

    def begin(self, onward: str) -> Beginning:
        """Return where to send the browser, to go on to `onward` afterwards. Raises ProviderUnreachable."""
        return self._provider.begin(onward)

    def finish(self, ticket: str, answer: str) -> tuple[str, str]:
        """Return the token of a new session and the page to go on to; `answer` is the address the browser came back to.

        Raises ProviderRefused, ProviderUnreachable, RoleMissing, AccountClosed.
        """
        identity = self._provider.finish(ticket, answer)
        now = self._clock.now()
        try:
            role = role_of(identity, self._roles)
            with self._database.transaction() as session:
                user = account_for(session, identity, role, now, self._policy)
                return open_session(session, user, now, self._session_length), identity.onward
        except (RoleMissing, AccountClosed):
            with self._database.transaction() as session:
                audit.append(session, AuditEvent.SESSION_REFUSED, now=now)
            raise
