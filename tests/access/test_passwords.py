"""Password hashes."""

import pytest

from registry.access.passwords import Passwords


@pytest.fixture
def passwords(hasher):
    return Passwords(hasher)


def test_hash_opens_with_its_password_alone(passwords):
    kept = passwords.hash("wachtwoord")
    assert kept.startswith("$argon2id$")
    assert passwords.opens(kept, "wachtwoord")
    assert not passwords.opens(kept, "Wachtwoord")


def test_hash_of_one_password_twice_differs(passwords):
    assert passwords.hash("wachtwoord") != passwords.hash("wachtwoord")


@pytest.mark.parametrize("kept", ["", "plain", "$argon2id$broken", "$2b$12$abcdefghijklmnopqrstuv"])
def test_damaged_hash_opens_for_nobody(passwords, kept):
    assert not passwords.opens(kept, "wachtwoord")


def test_no_account_opens_for_nobody_not_even_with_the_stand_ins_password(passwords):
    assert not passwords.opens(None, "the password of an account that does not exist")


def test_half_a_character_is_just_a_wrong_password(passwords):
    assert not passwords.opens(passwords.hash("wachtwoord"), "\ud800")


def test_standard_hasher_follows_rfc_9106():
    kept = Passwords.standard().hash("wachtwoord")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
