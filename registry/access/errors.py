"""Errors of access.

AccessError
├── Forbidden              the actor's role lacks the permission
├── SignInRefused          login and password do not open an account now (unknown, wrong, locked, inactive: one answer)
├── LoginTaken             another account has this login
├── LoginUnusable          the login is empty or too long
├── PasswordTooWeak        the password is too short, too long, or the login itself
├── PasswordElsewhere      the account signs in at the identity provider and has no password here
├── ProviderUnreachable    the identity provider does not answer, or not as one should
├── ProviderRefused        what came back from the identity provider does not belong to this sign-in, or is no proof
├── RoleMissing            the identity provider gives this person no role here
├── AccountClosed          the account of this person was closed here
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


class PasswordElsewhere(AccessError):
    """The account signs in at the identity provider: there is no password here to change."""

    code: ClassVar[str] = "password-elsewhere"
    text: ClassVar[str] = N_("This account signs in with the work account. Change the password there.")


class ProviderUnreachable(AccessError):
    """The identity provider does not answer, or answers what no provider would; `reason` is a word for logs."""

    code: ClassVar[str] = "provider-unreachable"
    text: ClassVar[str] = N_("Signing in with the work account does not work at this moment. Try again in a while.")


class ProviderRefused(AccessError):
    """What came back is of another sign-in, too late, or not signed by the provider; `reason` is a word for logs."""

    code: ClassVar[str] = "provider-refused"
    text: ClassVar[str] = N_("Signing in was not finished. Start again.")


class RoleMissing(AccessError):
    """The provider knows the person and gives no role here."""

    code: ClassVar[str] = "role-missing"
    text: ClassVar[str] = N_(
        "Your work account has no rights in this registry. Ask the ICT department to give you the role."
    )


class AccountClosed(AccessError):
    """The person's account here was closed by an officer."""

    code: ClassVar[str] = "account-closed"
    text: ClassVar[str] = N_("Your account in this registry was closed. Ask the communication officer.")
