"""Accounts and sessions as a whole."""

from datetime import timedelta
from multiprocessing.pool import ThreadPool
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.access.errors import (
    AccessError,
    Forbidden,
    LastOfficer,
    LoginTaken,
    LoginUnusable,
    PasswordTooWeak,
    SignInRefused,
    UserUnknown,
)
from registry.access.passwords import Passwords
from registry.access.permissions import SYSTEM, Role
from registry.access.policy import STANDARD
from registry.access.records import User, UserSession
from registry.access.service import AccessService
from registry.proof import audit
from registry.proof.audit import Intact
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry

PASSWORD = "correct horse battery"
ANOTHER = "another long password"


def add(access, actor, login="jan", role=Role.PHOTOGRAPHER, password=PASSWORD):
    return access.add_user(actor, login=login, display_name="Jan", role=role, password=password)


def events(database):
    with database.transaction() as session:
        return [entry.event for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.seq)))]


def everything_stored(database):
    """Every value of every table of access and of the audit log, as text."""
    with database.reading() as session:
        return {
            table.__tablename__: repr(session.exec(sa.select(table.__table__)).all())
            for table in (User, UserSession, AuditEntry)
        }


def test_first_officer_is_asked_for_until_there_is_one(access):
    assert access.needs_first_officer()
    add(access, None, role=Role.OFFICER)
    assert not access.needs_first_officer()


def test_nobody_becomes_officer_without_leave_once_there_is_one(access, officer):
    with pytest.raises(Forbidden):
        add(access, None, role=Role.OFFICER)
    assert [account.login for account in access.users(officer.actor)] == ["an"]


def test_nobody_becomes_photographer_without_leave(access):
    with pytest.raises(Forbidden):
        add(access, None)


def test_two_first_officers_at_once_leave_one(access):
    def attempt(number):
        try:
            return add(access, None, login=f"officer-{number}", role=Role.OFFICER).login
        except Forbidden:
            return None

    with ThreadPool(4) as pool:
        made = [login for login in pool.map(attempt, range(4)) if login]
    assert len(made) == 1


@pytest.mark.parametrize("role", Role)
def test_only_people_get_accounts_and_only_from_who_may(access, officer, photographer, role):
    with pytest.raises(Forbidden):
        add(access, photographer.actor, role=role)
    if role is Role.SYSTEM:
        with pytest.raises(Forbidden):
            add(access, officer.actor, role=role)
    else:
        assert add(access, officer.actor, login="one", role=role).role is role
        assert add(access, SYSTEM, login="two", role=role).role is role


def test_login_is_taken_in_any_case(access, officer):
    with pytest.raises(LoginTaken):
        add(access, officer.actor, login=" AN ")


def test_account_with_a_weak_password_or_no_login_is_not_made(access, officer):
    with pytest.raises(PasswordTooWeak):
        add(access, officer.actor, password="short")
    with pytest.raises(LoginUnusable):
        add(access, officer.actor, login=" ")
    assert len(access.users(officer.actor)) == 1


def test_sign_in_opens_a_session_that_knows_its_owner(access, officer, photographer):
    token = access.sign_in(" FOTO ", PASSWORD)
    assert access.actor_of(token) == photographer.actor
    assert access.account_of(token) == photographer
    assert access.actor_of(access.sign_in("an", PASSWORD)) == officer.actor


@pytest.mark.parametrize("login", ["nobody", "", "x" * 5000, "a\0b", "\ud800", "an"])
@pytest.mark.parametrize("password", ["wrong", "", "x" * 100_000, "\0", "\ud800"])
def test_every_refused_sign_in_gives_the_same_answer(access, officer, login, password):
    with pytest.raises(SignInRefused) as caught:
        access.sign_in(login, password)
    assert str(caught.value) == "sign-in-refused"


def test_refused_sign_in_does_the_same_hashing_whether_the_account_exists_or_not(access, officer, photographer, hasher):
    access.deactivate(officer.actor, photographer.id)
    for login in ("an", "nobody", "foto", ""):
        hasher.checked.clear()
        with pytest.raises(SignInRefused):
            access.sign_in(login, "wrong")
        assert len(hasher.checked) == 1, login
        assert hasher.checked[0] == "$argon2id$v=19$m=8,t=1,p=1", login


def test_refused_sign_in_writes_one_entry_whether_the_account_exists_or_not(access, database, officer):
    before = len(events(database))
    for login in ("an", "nobody"):
        with pytest.raises(SignInRefused):
            access.sign_in(login, "wrong")
    assert events(database)[before:] == [AuditEvent.SESSION_REFUSED] * 2


def test_five_wrong_passwords_lock_the_account_for_a_while(access, clock, database, officer):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            access.sign_in("an", "wrong")
    with pytest.raises(SignInRefused) as caught:
        access.sign_in("an", PASSWORD)
    assert str(caught.value) == "sign-in-refused"
    assert events(database).count(AuditEvent.USER_LOCKED) == 1
    clock.advance(STANDARD.lock - timedelta(seconds=1))
    with pytest.raises(SignInRefused):
        access.sign_in("an", PASSWORD)
    clock.advance(timedelta(seconds=1))
    assert access.actor_of(access.sign_in("an", PASSWORD)) == officer.actor


def test_good_sign_in_forgets_the_failures_before_it(access, officer):
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                access.sign_in("an", "wrong")
        access.sign_in("an", PASSWORD)


def test_lock_of_one_account_leaves_the_others_open(access, officer, photographer):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            access.sign_in("an", "wrong")
    assert access.actor_of(access.sign_in("foto", PASSWORD)) == photographer.actor


def test_failures_at_once_are_all_counted(access, database, officer):
    def attempt(_):
        with pytest.raises(SignInRefused):
            access.sign_in("an", "wrong")

    with ThreadPool(5) as pool:
        pool.map(attempt, range(5))
    assert events(database).count(AuditEvent.USER_LOCKED) == 1


def test_session_ends_after_its_hours(access, clock, settings, officer):
    token = access.sign_in("an", PASSWORD)
    clock.advance(timedelta(hours=settings.session_hours) - timedelta(seconds=1))
    assert access.actor_of(token) == officer.actor
    clock.advance(timedelta(seconds=1))
    assert access.actor_of(token) is None


def test_expired_sessions_are_cleared_away_at_the_next_sign_in(access, clock, database, officer):
    access.sign_in("an", PASSWORD)
    clock.advance(timedelta(days=2))
    access.sign_in("an", PASSWORD)
    with database.reading() as session:
        assert len(session.exec(select(UserSession)).all()) == 1


def test_sign_out_ends_this_session_alone(access, officer):
    one, two = access.sign_in("an", PASSWORD), access.sign_in("an", PASSWORD)
    access.sign_out(one)
    access.sign_out(one)
    assert access.actor_of(one) is None
    assert access.actor_of(two) == officer.actor


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "x" * 10_000])
def test_unknown_token_is_nobody(access, officer, token):
    assert access.actor_of(token) is None
    access.sign_out(token)


def test_session_survives_a_restart_of_the_service(access, database, clock, settings, hasher, officer):
    token = access.sign_in("an", PASSWORD)
    again = AccessService(database=database, clock=clock, settings=settings, passwords=Passwords(hasher))
    assert again.actor_of(token) == officer.actor


def test_closed_account_has_no_sessions_and_cannot_sign_in(access, officer, photographer):
    token = access.sign_in("foto", PASSWORD)
    access.deactivate(officer.actor, photographer.id)
    assert access.actor_of(token) is None
    with pytest.raises(SignInRefused):
        access.sign_in("foto", PASSWORD)
    assert [a.active for a in access.users(officer.actor)] == [True, False]


def test_closed_account_is_nobody_even_with_a_session_left(access, database, photographer):
    token = access.sign_in("foto", PASSWORD)
    with database.transaction() as session:
        session.exec(sa.update(User).where(col(User.id) == photographer.id).values(active=False))
    assert access.actor_of(token) is None


def test_last_officer_cannot_be_closed(access, officer):
    with pytest.raises(LastOfficer):
        access.deactivate(officer.actor, officer.id)
    second = add(access, officer.actor, login="bo", role=Role.OFFICER)
    access.deactivate(officer.actor, second.id)
    with pytest.raises(LastOfficer):
        access.deactivate(officer.actor, officer.id)


def test_unknown_account_cannot_be_closed(access, officer):
    with pytest.raises(UserUnknown):
        access.deactivate(officer.actor, uuid4())


def test_photographer_may_not_manage_accounts(access, officer, photographer):
    for attempt in (
        lambda: access.users(photographer.actor),
        lambda: access.deactivate(photographer.actor, officer.id),
        lambda: access.reset_password(photographer.actor, officer.id, new=ANOTHER),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_new_password_replaces_the_old_and_ends_other_sessions(access, photographer):
    here, elsewhere = access.sign_in("foto", PASSWORD), access.sign_in("foto", PASSWORD)
    access.change_password(photographer.actor, current=PASSWORD, new=ANOTHER, keep=here)
    assert access.actor_of(here) == photographer.actor
    assert access.actor_of(elsewhere) is None
    with pytest.raises(SignInRefused):
        access.sign_in("foto", PASSWORD)
    assert access.actor_of(access.sign_in("foto", ANOTHER)) == photographer.actor


@pytest.mark.parametrize(
    ("current", "new", "error"), [("wrong", ANOTHER, SignInRefused), (PASSWORD, "short", PasswordTooWeak)]
)
def test_password_is_not_changed_without_the_current_one_or_to_a_weak_one(access, photographer, current, new, error):
    token = access.sign_in("foto", PASSWORD)
    with pytest.raises(error):
        access.change_password(photographer.actor, current=current, new=new)
    assert access.actor_of(token) == photographer.actor
    assert access.sign_in("foto", PASSWORD)


def test_system_has_no_password_to_change(access):
    with pytest.raises(UserUnknown):
        access.change_password(SYSTEM, current=PASSWORD, new=ANOTHER)


def test_reset_by_an_officer_unlocks_and_ends_every_session(access, officer, photographer):
    token = access.sign_in("foto", PASSWORD)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            access.sign_in("foto", "wrong")
    access.reset_password(officer.actor, photographer.id, new=ANOTHER)
    assert access.actor_of(token) is None
    assert access.actor_of(access.sign_in("foto", ANOTHER)) == photographer.actor


def test_hash_made_with_older_parameters_is_renewed_at_sign_in(access, database, clock, settings, officer):
    from argon2 import PasswordHasher

    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    AccessService(database=database, clock=clock, settings=settings, passwords=stronger).sign_in("an", PASSWORD)
    with database.transaction() as session:
        assert "m=16,t=2" in session.get_one(User, officer.id).password_hash


def test_nothing_secret_is_stored_and_nothing_personal_is_in_the_log(access, database, officer):
    distinctive, display = "zebedeus.quackelbeen@example.org", "Zebedeus Quackelbeen"
    made = access.add_user(
        officer.actor, login=distinctive, display_name=display, role=Role.PHOTOGRAPHER, password=PASSWORD
    )
    token = access.sign_in(distinctive, PASSWORD)
    for wrong in ("wrong-one-4711", distinctive):
        with pytest.raises(SignInRefused):
            access.sign_in(distinctive, wrong)
    with pytest.raises(SignInRefused):
        access.sign_in("quackelbeen-elsewhere", PASSWORD)
    access.change_password(made.actor, current=PASSWORD, new=ANOTHER, keep=token)
    access.sign_out(token)
    access.deactivate(officer.actor, made.id)
    stored = everything_stored(database)
    assert distinctive in stored["user_account"]
    assert display in stored["user_account"]
    for secret in (PASSWORD, ANOTHER, token, "wrong-one-4711"):
        assert not [table for table, text in stored.items() if secret in text]
    assert "quackelbeen" not in stored["audit_entry"].lower()
    assert "example.org" not in stored["audit_entry"].lower()
    with database.reading() as session:
        assert audit.verify(session) == Intact(count=len(events(database)))


def test_no_refusal_repeats_a_name_or_a_password(access, officer, photographer):
    refused = []
    for attempt in (
        lambda: access.sign_in("quackelbeen", "wrong-one-4711"),
        lambda: add(access, officer.actor, login="quackelbeen", password="wrong-4711"),
        lambda: add(access, photographer.actor, login="quackelbeen"),
        lambda: add(access, officer.actor, login="an"),
    ):
        with pytest.raises(AccessError) as caught:
            attempt()
        refused.append(str(caught.value) + caught.value.for_people(str))
    assert not [text for text in refused if "quackelbeen" in text or "4711" in text or "Jan" in text]
