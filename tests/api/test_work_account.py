"""Signing in with a work account through the routes, at a real OpenID Connect provider."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from api.conftest import HOST, Browser
from identity_provider import OFFICER_ROLE, PHOTOGRAPHER_ROLE, running_provider
from sqlmodel import select

from registry.access.errors import PasswordElsewhere, SignInRefused
from registry.access.permissions import Role
from registry.access.records import User
from registry.api import caller
from registry.api.work_account import BEGIN_PATH
from registry.bootstrap.signing_on import connect_signing_on
from registry.clock import SettableClock, SystemClock
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.settings import Settings

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def provider():
    with running_provider() as running:
        running.knows("s-1", name="Ann Peeters", preferred_username="ann.peeters", roles=[OFFICER_ROLE, "other"])
        running.knows("s-2", name="Pol Claes", email="pol@gemeente.test", roles=f"other {PHOTOGRAPHER_ROLE}")
        running.knows("s-3", name="Iemand Anders", preferred_username="anders", roles=["other"])
        yield running


@pytest.fixture
def clock():
    """A clock that stands at the machine's time: the provider's tokens are of today."""
    return SettableClock(SystemClock().now())


def with_provider(registry, issuer, **changed):
    """Return the registry with the provider at `issuer` set."""
    told = {
        "oidc_issuer": issuer,
        "oidc_client_id": "registry",
        "oidc_client_secret": "a secret of the municipality",
        "oidc_officer_role": OFFICER_ROLE,
        "oidc_photographer_role": PHOTOGRAPHER_ROLE,
        "base_url": f"http://{HOST}",
    }
    kept = registry.settings.model_dump(exclude={"smtp_password", "oidc_client_secret"})
    registry = replace(registry, settings=Settings(**kept | told | changed))
    return replace(registry, signing_on=connect_signing_on(registry))


@pytest.fixture
def work(registry, provider):
    """A browser in front of a registry with a provider."""
    return Browser(with_provider(registry, provider.issuer))


def signs_in(work, provider, subject, onward="/"):
    """Go to the provider as `subject` and come back; return the last answer."""
    return comes_back(work, provider.signs_in(begun(work, onward), subject))


def begun(work, onward="/"):
    answer = work.get(BEGIN_PATH, params={"verder": onward})
    assert answer.status_code == 303
    return answer.headers["location"]


def comes_back(work, address):
    parts = urlsplit(address)
    assert parts.netloc == HOST
    return work.get(f"{parts.path}?{parts.query}")


def account(work):
    token = work.cookies.get(caller.SESSION_COOKIE)
    return work.registry.access.account_of(token) if token else None


def events(registry):
    with registry.database.reading() as session:
        return [entry.event for entry in session.exec(select(AuditEntry))]


@pytest.mark.parametrize(
    ("subject", "role", "login", "name"),
    [
        ("s-1", Role.OFFICER, "ann.peeters", "Ann Peeters"),
        ("s-2", Role.PHOTOGRAPHER, "pol@gemeente.test", "Pol Claes"),
    ],
)
def test_a_person_with_a_role_then_is_signed_in_with_it_and_goes_on(work, provider, subject, role, login, name):
    answer = signs_in(work, provider, subject, onward="/verzoeken?v=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/verzoeken?v=1")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert (account(work).role, account(work).login, account(work).display_name) == (role, login, name)
    assert account(work).is_work_account
    assert caller.SIGN_IN_COOKIE not in work.cookies


def test_a_person_who_comes_again_then_has_the_same_account_with_todays_name_and_role(work, provider):
    provider.knows("s-9", name="Kim", preferred_username="kim", roles=[PHOTOGRAPHER_ROLE])
    signs_in(work, provider, "s-9")
    first = account(work)
    provider.knows("s-9", name="Kim Maes", preferred_username="kim", roles=[OFFICER_ROLE])
    signs_in(work, provider, "s-9")
    assert account(work).id == first.id
    assert (account(work).role, account(work).display_name) == (Role.OFFICER, "Kim Maes")
    assert AuditEvent.USER_ROLE_CHANGED in events(work.registry)


def test_a_person_without_a_role_then_gets_no_account_and_is_told(work, provider):
    answer = signs_in(work, provider, "s-3")
    assert answer.headers["location"].startswith("/aanmelden?fout=role-missing")
    assert account(work) is None
    with work.registry.database.reading() as session:
        assert session.exec(select(User)).all() == []
    assert events(work.registry)[-1] is AuditEvent.SESSION_REFUSED


def test_an_account_that_an_officer_closed_then_stays_closed(work, provider):
    signs_in(work, provider, "s-2")
    pol = account(work)
    officer = signs_in(work, provider, "s-1") and account(work)
    work.registry.access.deactivate(officer.actor, pol.id)
    work.cookies.delete(caller.SESSION_COOKIE)
    assert "fout=account-closed" in signs_in(work, provider, "s-2").headers["location"]
    assert account(work) is None


def test_a_work_account_with_a_login_that_is_taken_then_is_another_account(work, provider):
    local = work.registry.access.add_user(
        None, login="ann.peeters", display_name="Ann", role=Role.OFFICER, password="een lange zin als sleutel"
    )
    signs_in(work, provider, "s-1")
    assert account(work).id != local.id
    assert account(work).login.startswith("ann.peeters-")


@pytest.mark.parametrize("password", ["", "the password of an account that does not exist", "None"])
def test_a_work_account_then_is_opened_by_no_password(work, provider, password):
    signs_in(work, provider, "s-1")
    with pytest.raises(SignInRefused):
        work.registry.access.sign_in("ann.peeters", password)
    with pytest.raises(PasswordElsewhere):
        work.registry.access.change_password(account(work).actor, current=password, new="een andere lange zin")
    with pytest.raises(PasswordElsewhere):
        work.registry.access.reset_password(account(work).actor, account(work).id, new="een andere lange zin")


def test_an_answer_when_it_is_of_another_browser_then_opens_nothing(work, provider):
    stolen = provider.signs_in(begun(work), "s-1")
    victim = Browser(work.registry)
    begun(victim)
    assert "fout=provider-refused" in comes_back(victim, stolen).headers["location"]
    without_ticket = Browser(work.registry)
    assert "fout=provider-refused" in comes_back(without_ticket, stolen).headers["location"]
    assert account(victim) is account(without_ticket) is None


def test_an_answer_when_used_twice_or_too_late_then_opens_nothing(work, provider, clock):
    first = begun(work)
    ticket = work.cookies[caller.SIGN_IN_COOKIE]
    address = provider.signs_in(first, "s-1")
    comes_back(work, address)
    again = Browser(work.registry)
    again.cookies.set(caller.SIGN_IN_COOKIE, ticket, domain=HOST)
    assert "fout=provider-refused" in comes_back(again, address).headers["location"]
    late = Browser(work.registry)
    address = provider.signs_in(begun(late), "s-1")
    clock.advance(timedelta(minutes=11))
    assert "fout=provider-refused" in comes_back(late, address).headers["location"]
    assert account(late) is None


def test_a_code_when_it_was_given_for_another_sign_in_then_is_refused_by_its_nonce(work, provider):
    other = provider.signs_in(begun(Browser(work.registry)), "s-1")
    mine = begun(work)
    state = parse_qs(urlsplit(mine).query)["state"][0]
    code = parse_qs(urlsplit(other).query)["code"][0]
    answer = work.get(f"/api/oidc/return?code={code}&state={state}")
    assert "fout=provider-refused" in answer.headers["location"]
    assert account(work) is None


def test_a_token_when_it_is_for_another_client_or_from_another_time_then_is_refused(work, provider, clock):
    clock.advance(timedelta(days=-1))
    yesterday = Browser(work.registry)
    assert "fout=provider-refused" in signs_in(yesterday, provider, "s-1").headers["location"]
    assert account(yesterday) is None


def test_a_person_who_says_no_at_the_provider_then_comes_back_to_the_sign_in_page(work, provider):
    address = provider.refuses(begun(work))
    assert "fout=provider-refused" in comes_back(work, address).headers["location"]


@pytest.mark.parametrize("changed", [{"oidc_issuer": "http://127.0.0.1:9"}, {}])
def test_a_provider_that_does_not_answer_or_is_another_then_sends_back_with_why(registry, provider, changed):
    issuer = changed.get("oidc_issuer", provider.issuer + "/")  # the provider says it is the one without a stroke
    work = Browser(with_provider(registry, issuer))
    answer = work.get(BEGIN_PATH)
    assert answer.headers["location"].startswith("/aanmelden?fout=provider-unreachable")


def test_going_on_then_never_leads_to_another_site(work, provider):
    assert signs_in(work, provider, "s-1", onward="//evil.test").headers["location"] == "/"


def test_work_accounts_when_no_provider_is_set_then_are_refused(browser):
    assert browser.get(BEGIN_PATH).status_code == 404
    assert browser.get("/api/oidc/return?code=x&state=y").status_code == 404


def test_no_name_login_or_secret_of_a_sign_in_then_is_logged(work, provider, caplog):
    caplog.set_level("DEBUG", logger="registry")
    signs_in(work, provider, "s-1")
    signs_in(Browser(work.registry), provider, "s-3")
    for word in ("Peeters", "peeters", "s-1", "Anders", "a secret of"):
        assert word not in caplog.text
