"""Accounts of people whom the identity provider vouches for: made at the first sign-in, their role as it says today."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from registry.access.errors import AccountClosed, LoginUnusable, RoleMissing
from registry.access.permissions import Role
from registry.access.policy import SignInPolicy, normal_login
from registry.access.provider import Identity
from registry.access.records import User
from registry.proof import audit
from registry.proof.events import AuditEvent

_SHOWN = 8  # characters of the subject's hash behind a login that somebody has already


def role_of(identity: Identity, roles: Mapping[str, Role]) -> Role:
    """Return the role the provider gives: the first of `roles` (its word to our role) that the person has.

    Raises RoleMissing.
    """
    for word, role in roles.items():
        if word in identity.roles:
            return role
    raise RoleMissing


def account_for(session: Session, identity: Identity, role: Role, now: datetime, policy: SignInPolicy) -> User:
    """Return the person's account, made if there was none, with the role and the name of today.

    An account with a password is never taken over, also not one with the same login. Raises AccountClosed.
    """
    subject = subject_hash(identity)
    user = _by_subject(session, subject)
    if user is None:
        return _new(session, identity, role, now, policy)
    if not user.active:
        raise AccountClosed
    if user.role is not role:
        user.role = role
        audit.append(session, AuditEvent.USER_ROLE_CHANGED, now=now, subject=user.id, role=role)
    user.display_name = _name(identity, user.login)
    session.add(user)
    return user


def subject_hash(identity: Identity) -> str:
    """Return what the account is found by: SHA-256 in hex over issuer and subject, which together never change."""
    return sha256(f"{identity.issuer}\n{identity.subject}".encode()).hexdigest()


def _new(session: Session, identity: Identity, role: Role, now: datetime, policy: SignInPolicy) -> User:
    subject = subject_hash(identity)
    login = _free_login(session, identity, policy)
    user = User(login=login, display_name=_name(identity, login), role=role, subject_hash=subject, created_at=now)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # the same person's other browser was a moment earlier
        other = _by_subject(session, subject)
        if other is None:
            raise
        return other
    audit.append(session, AuditEvent.USER_ADDED, now=now, subject=user.id, role=role)
    return user


def _free_login(session: Session, identity: Identity, policy: SignInPolicy) -> str:
    marked = f"-{subject_hash(identity)[:_SHOWN]}"
    try:
        login = normal_login(identity.login, policy)
    except LoginUnusable:
        login = "work-account" + marked
    taken = session.exec(select(User.id).where(User.login == login)).first()
    return login[: policy.longest_login - len(marked)] + marked if taken else login


def _name(identity: Identity, login: str) -> str:
    return identity.name.strip()[:200] or login


def _by_subject(session: Session, subject: str) -> User | None:
    return session.exec(select(User).where(User.subject_hash == subject)).first()
