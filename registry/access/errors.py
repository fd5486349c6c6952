"""Errors of access.

AccessError
├── Forbidden              the actor's role lacks the permission
├── SignInRefused          login and password do not open an account now (unknown, wrong, locked, inactive: one answer)
├── LoginTaken             another account has this login
├── LoginUnusable          the login is empty or too long
├── PasswordTooWeak        the password is too short, too long, or the login itself
├── UserUnknown            no account has this id
└── LastOfficer            the only active officer cannot be deactivated
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class AccessError(RegistryError):
    """Any refusal to do with accounts and rights."""

    code: ClassVar[str] = "access-error"


class Forbidden(AccessError):
    """The role `role` lacks `permission`."""

    code: ClassVar[str] = "forbidden"
    text: ClassVar[str] = N_("Your account may not do this. Ask the communication officer.")


class SignInRefused(AccessError):
    """The same answer whether the account is unknown, locked or inactive, or the password wrong."""

    code: ClassVar[str] = "sign-in-refused"
    text: ClassVar[str] = N_("Name or password is wrong. After five wrong tries, wait fifteen minutes.")


class LoginTaken(AccessError):
    """Another account has this login."""

    code: ClassVar[str] = "login-taken"
    text: ClassVar[str] = N_("This login name is taken. Choose another one.")


class LoginUnusable(AccessError):
    """The login is empty or longer than `most` characters."""

    code: ClassVar[str] = "login-unusable"
    text: ClassVar[str] = N_("Give a login name of at most {most} characters.")


class PasswordTooWeak(AccessError):
    """The password has fewer than `least` or more than `most` characters, or is the login."""

    code: ClassVar[str] = "password-too-weak"
    text: ClassVar[str] = N_("Choose a password of {least} to {most} characters that is not the login name.")


class UserUnknown(AccessError):
    """No account has the id `user`."""

    code: ClassVar[str] = "user-unknown"
    text: ClassVar[str] = N_("This account does not exist any more.")


class LastOfficer(AccessError):
    """The only active officer cannot be deactivated."""

    code: ClassVar[str] = "last-officer"
    text: ClassVar[str] = N_("This is the only active communication officer. Make another one first.")
