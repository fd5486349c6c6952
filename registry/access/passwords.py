"""Password hashes: argon2id (RFC 9106)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError


class Passwords:
    """Makes and checks hashes with one hasher; an account that does not exist costs the same time as one that does."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = hasher.hash("the password of an account that does not exist")

    @classmethod
    def standard(cls) -> "Passwords":
        """Return the production hasher: RFC 9106's profile for servers with little memory (64 MiB, 3 passes)."""
        return cls(PasswordHasher())

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(_bytes(password))

    def opens(self, kept: str | None, password: str) -> bool:
        """Say whether `password` is the one `kept` was made of; None (no such account) takes as long and says no."""
        try:
            right = self._hasher.verify(kept or self._nobody, _bytes(password))
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False
        return right and bool(kept)

    def is_dated(self, kept: str) -> bool:
        """Say whether `kept` was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def _bytes(password: str) -> bytes:
    # What a browser sends may hold half of a surrogate pair: no password is a reason to fail otherwise than wrong.
    return password.encode(errors="surrogatepass")
