"""How signing in is guarded: passwords, lockout, logins. Pure."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.access.errors import LoginUnusable, PasswordTooWeak


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInPolicy:
    """The figures of signing in; lengths are characters."""

    failures_before_lock: int
    lock: timedelta
    shortest_password: int
    longest_password: int
    longest_login: int


STANDARD = SignInPolicy(
    failures_before_lock=5,
    lock=timedelta(minutes=15),
    shortest_password=12,
    longest_password=128,
    longest_login=100,
)
"""Source: OWASP Authentication Cheat Sheet and NIST SP 800-63B, 2025: length over composition rules, a slow guesser
gets at most twenty tries an hour; the longest password bounds the work of hashing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """An account's failures in a row, and until when it is locked."""

    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether no password opens the account at `now`."""
        return self.locked_until is not None and now < self.locked_until

    def after_failure(self, now: datetime, policy: SignInPolicy) -> "Guard":
        """Return the guard after a wrong password; a locked account stays locked as long as it was."""
        if self.is_locked(now):
            return self
        if self.failures + 1 >= policy.failures_before_lock:
            return Guard(locked_until=now + policy.lock)
        return Guard(failures=self.failures + 1)


def normal_login(login: str, policy: SignInPolicy) -> str:
    """Return the login as it is compared: without spaces around it, in one case and one Unicode form.

    Raises LoginUnusable for an empty or overlong one, or one that cannot be shown.
    """
    normal = unicodedata.normalize("NFKC", login).strip().casefold()
    if not normal.isprintable() or not 0 < len(normal) <= policy.longest_login:
        raise LoginUnusable(most=policy.longest_login)
    return normal


def check_password(password: str, login: str, policy: SignInPolicy) -> None:
    """Let a usable new password pass. Raises PasswordTooWeak."""
    fits = policy.shortest_password <= len(password) <= policy.longest_password
    if not fits or password.casefold() == login.casefold():
        raise PasswordTooWeak(least=policy.shortest_password, most=policy.longest_password)
