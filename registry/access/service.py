"""Accounts and sessions. Rights are checked here, not by hiding pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.errors import (
    Forbidden,
    LastOfficer,
    LoginTaken,
    LoginUnusable,
    PasswordElsewhere,
    SignInRefused,
    UserUnknown,
)
from registry.access.passwords import Passwords
from registry.access.permissions import Actor, Permission, Role, require
from registry.access.policy import STANDARD, Guard, SignInPolicy, check_password, normal_login
from registry.access.records import User, UserSession
from registry.access.sessions import end_sessions, open_session, token_hash
from registry.clock import Clock
from registry.database import Database
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What pages may show of an account: no hash."""

    id: UUID
    login: str
    display_name: str
    role: Role
    active: bool
    created_at: datetime
    locked_until: datetime | None
    is_work_account: bool
    """Whether its owner signs in at the identity provider, which also says its role."""

    @property
    def actor(self) -> Actor:
        """The actor this account's owner is."""
        return Actor(user_id=self.id, role=self.role)


class AccessService:
    """Makes accounts, opens and closes sessions, tells who a session's actor is."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        settings: Settings,
        passwords: Passwords | None = None,
        policy: SignInPolicy = STANDARD,
    ) -> None:
        self._database = database
        self._clock = clock
        self.takes_passwords = settings.password_sign_in
        self._session_length = timedelta(hours=settings.session_hours)
        self._passwords = passwords or Passwords.standard()
        self._policy = policy

    def needs_first_officer(self) -> bool:
        """Say whether nobody can decide anything yet: no officer is active, and passwords are how one becomes it."""
        if not self.takes_passwords:
            return False
        with self._database.reading() as session:
            return not _active_officers(session)

    def add_user(self, actor: Actor | None, *, login: str, display_name: str, role: Role, password: str) -> Account:
        """Make an account; `actor` is None only for the first officer, who needs nobody's leave.

        Raises Forbidden, LoginTaken, LoginUnusable, PasswordTooWeak.
        """
        if actor is not None:
            require(actor, Permission.MANAGE_USERS)
        if role is Role.SYSTEM:
            raise Forbidden(role=role.value, permission=Permission.MANAGE_USERS.value)
        normal = normal_login(login, self._policy)
        check_password(password, normal, self._policy)
        password_hash, now = self._passwords.hash(password), self._clock.now()
        with self._database.transaction() as session:
            if actor is None and (role is not Role.OFFICER or _active_officers(session)):
                raise Forbidden(role="nobody", permission=Permission.MANAGE_USERS.value)
            if _by_login(session, normal):
                raise LoginTaken
            user = User(
                login=normal,
                display_name=display_name.strip() or normal,
                role=role,
                password_hash=password_hash,
                created_at=now,
            )
            session.add(user)
            audit.append(session, AuditEvent.USER_ADDED, now=now, actor=actor, subject=user.id, role=role)
            return _account(user)

    def sign_in(self, login: str, password: str) -> str:
        """Open a session and return its token, which is kept nowhere else.

        Raises SignInRefused, after the same work, whether the account is unknown, locked or closed, or the
        password wrong.
        """
        kept = self._kept_hash(login)
        right = self._passwords.opens(kept.password_hash if kept else None, password)
        fresh = (
            self._passwords.hash(password)
            if kept and kept.password_hash and right and self._passwords.is_dated(kept.password_hash)
            else None
        )
        now = self._clock.now()
        with self._database.transaction() as session:
            user = session.get(User, kept.id) if kept else None
            if user is None or not right or not self.takes_passwords or not user.active or _guard(user).is_locked(now):
                self._note_failure(session, user, now, counts=not right)
                token = None
            else:
                user.password_hash = fresh or user.password_hash
                user.failed_attempts, user.locked_until = 0, None
                session.add(user)
                token = open_session(session, user, now, self._session_length)
        if token is None:
            raise SignInRefused
        return token

    def actor_of(self, token: str) -> Actor | None:
        """Return who this session's owner is, or None when it is unknown, expired, or its account closed."""
        account = self.account_of(token)
        return account.actor if account else None

    def account_of(self, token: str) -> Account | None:
        """Return the account a session belongs to, or None as in `actor_of`."""
        live = (
            col(UserSession.token_hash) == token_hash(token),
            col(UserSession.expires_at) > self._clock.now(),
            col(User.active).is_(True),
        )
        with self._database.reading() as session:
            query = select(User).join(UserSession, col(UserSession.user_id) == col(User.id)).where(*live)
            user = session.exec(query).first()
            return _account(user) if user else None

    def sign_out(self, token: str) -> None:
        """End a session; nothing happens when it is unknown."""
        with self._database.transaction() as session:
            query = select(UserSession).where(col(UserSession.token_hash) == token_hash(token))
            found = session.exec(query).first()
            if found:
                session.delete(found)
                audit.append(session, AuditEvent.SESSION_CLOSED, now=self._clock.now(), actor=found.user_id)

    def users(self, actor: Actor) -> list[Account]:
        """Return every account by login. Raises Forbidden."""
        require(actor, Permission.MANAGE_USERS)
        with self._database.reading() as session:
            return [_account(user) for user in session.exec(select(User).order_by(col(User.login)))]

    def change_password(self, actor: Actor, *, current: str, new: str, keep: str | None = None) -> None:
        """Replace one's own password; other sessions end, the one with token `keep` stays.

        Raises SignInRefused for a wrong current password, PasswordElsewhere, PasswordTooWeak, UserUnknown.
        """
        with self._database.reading() as session:
            user = _with_password(session, actor.user_id)
            kept, login = user.password_hash, user.login
        if not self._passwords.opens(kept, current):
            raise SignInRefused
        self._replace_password(actor, actor.user_id, login, new, keep)

    def reset_password(self, actor: Actor, user_id: UUID, *, new: str) -> None:
        """Give an account a new password and end its sessions.

        Raises Forbidden, PasswordElsewhere, PasswordTooWeak, UserUnknown.
        """
        require(actor, Permission.MANAGE_USERS)
        with self._database.reading() as session:
            login = _with_password(session, user_id).login
        self._replace_password(actor, user_id, login, new, None)

    def deactivate(self, actor: Actor, user_id: UUID) -> None:
        """Close an account and end its sessions. Raises Forbidden, UserUnknown, LastOfficer."""
        require(actor, Permission.MANAGE_USERS)
        with self._database.transaction() as session:
            user = _require_user(session, user_id)
            if _active_officers(session) == [user.id]:
                raise LastOfficer(user=user_id)
            user.active = False
            session.add(user)
            end_sessions(session, user_id)
            audit.append(session, AuditEvent.USER_DEACTIVATED, now=self._clock.now(), actor=actor, subject=user_id)

    def _kept_hash(self, login: str) -> User | None:
        try:
            normal = normal_login(login, self._policy)
        except LoginUnusable:
            return None
        with self._database.reading() as session:
            user = _by_login(session, normal)
            if user:
                session.expunge(user)
            return user

    def _note_failure(self, session: Session, user: User | None, now: datetime, *, counts: bool) -> None:
        # An unknown account leaves an entry too: both refusals write, so that they take as long.
        audit.append(session, AuditEvent.SESSION_REFUSED, now=now, subject=user.id if user else None)
        if user is None or not counts:
            return
        before = _guard(user)
        after = before.after_failure(now, self._policy)
        user.failed_attempts, user.locked_until = after.failures, after.locked_until
        session.add(user)
        if after.is_locked(now) and not before.is_locked(now):
            audit.append(session, AuditEvent.USER_LOCKED, now=now, subject=user.id)

    def _replace_password(self, actor: Actor, user_id: UUID | None, login: str, new: str, keep: str | None) -> None:
        check_password(new, login, self._policy)
        password_hash = self._passwords.hash(new)
        with self._database.transaction() as session:
            user = _with_password(session, user_id)
            user.password_hash = password_hash
            user.failed_attempts, user.locked_until = 0, None
            session.add(user)
            end_sessions(session, user.id, keep)
            audit.append(session, AuditEvent.PASSWORD_CHANGED, now=self._clock.now(), actor=actor, subject=user.id)


def _by_login(session: Session, normal: str) -> User | None:
    return session.exec(select(User).where(col(User.login) == normal)).first()


def _require_user(session: Session, user_id: UUID | None) -> User:
    user = session.get(User, user_id) if user_id else None
    if user is None:
        raise UserUnknown(user=user_id)
    return user


def _with_password(session: Session, user_id: UUID | None) -> User:
    user = _require_user(session, user_id)
    if user.subject_hash is not None:
        raise PasswordElsewhere(user=user.id)
    return user


def _active_officers(session: Session) -> list[UUID]:
    query = select(User.id).where(col(User.role) == Role.OFFICER, col(User.active).is_(True))
    return list(session.exec(query))


def _guard(user: User) -> Guard:
    return Guard(failures=user.failed_attempts, locked_until=user.locked_until)


def _account(user: User) -> Account:
    return Account(
        id=user.id,
        login=user.login,
        display_name=user.display_name,
        role=user.role,
        active=user.active,
        created_at=user.created_at,
        locked_until=user.locked_until,
        is_work_account=user.subject_hash is not None,
    )
