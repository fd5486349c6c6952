"""Signing in and out through the routes: cookies, refusals, forgery."""

from __future__ import annotations

import pytest

from registry.api import caller
from registry.api.signing_in import local_path
from registry.settings import Settings


def test_sign_in_when_the_password_is_right_then_sets_a_cookie_scripts_cannot_read(browser, officer):
    answer = browser.sign_in("ann", onward="/verzoeken")
    assert (answer.status_code, answer.headers["location"]) == (303, "/verzoeken")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert browser.registry.access.actor_of(browser.cookies[caller.SESSION_COOKIE]) == officer.actor


def test_sign_in_when_the_address_is_https_then_the_cookie_is_secure(browser, officer):
    https = Settings(home=browser.registry.settings.home, base_url="https://fotos.example")
    assert caller.is_secure(https)
    assert not caller.is_secure(browser.registry.settings)


@pytest.mark.parametrize(("login", "password"), [("ann", "fout"), ("niemand", "fout"), ("", "")])
def test_sign_in_when_refused_then_goes_back_with_one_code_and_no_cookie(browser, officer, login, password):
    answer = browser.sign_in(login, password)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/aanmelden?fout=sign-in-refused&verder=/"
    assert caller.SESSION_COOKIE not in browser.cookies


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}, {"Origin": "null"}]
)
def test_sign_in_when_another_site_asks_then_is_refused_although_the_password_is_right(browser, officer, headers):
    answer = browser.sign_in("ann", **headers)
    assert "fout=not-from-our-page" in answer.headers["location"]
    assert caller.SESSION_COOKIE not in browser.cookies


def test_sign_in_when_the_form_was_made_for_another_browser_then_is_refused(browser, officer):
    form = {"user": "ann", "secret": "x", "csrf": browser.csrf}
    browser.cookies.set(caller.BROWSER_COOKIE, "another-browser", domain="register.test")
    assert "fout=not-from-our-page" in browser.post("/api/sign-in", data=form).headers["location"]


def test_sign_out_when_signed_in_then_ends_the_session_on_the_server_too(browser, officer):
    browser.sign_in("ann")
    token = browser.cookies[caller.SESSION_COOKIE]
    answer = browser.post("/api/sign-out", data={"csrf": browser.csrf})
    assert answer.status_code == 303
    assert browser.registry.access.actor_of(token) is None
    assert caller.SESSION_COOKIE not in browser.cookies


def test_sign_out_when_another_site_asks_then_the_session_lives_on(browser, officer):
    browser.sign_in("ann")
    assert browser.post("/api/sign-out", data={"csrf": "guess"}).status_code == 403
    assert browser.registry.access.actor_of(browser.cookies[caller.SESSION_COOKIE]) == officer.actor


@pytest.mark.parametrize(
    "given", ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "", None, "verzoeken"]
)
def test_going_on_when_the_path_leads_elsewhere_then_goes_to_the_start_page(given):
    assert local_path(given) == "/"


def test_going_on_when_the_path_is_ours_then_keeps_its_query():
    assert local_path("/fotos?foto=F-1") == "/fotos?foto=F-1"


def test_a_language_when_chosen_then_is_remembered_and_an_unknown_one_is_not(browser):
    answer = browser.get("/taal/fr?terug=/privacy")
    assert (answer.status_code, answer.headers["location"]) == (303, "/privacy")
    assert browser.cookies[caller.LANGUAGE_COOKIE] == "fr"
    browser.get("/taal/xx")
    assert browser.cookies[caller.LANGUAGE_COOKIE] == "fr"
