"""Addresses, and the keyed hashes kept of them."""

from uuid import uuid4

import pytest

from registry.removal.contact import code_mac, contact_mac, same, usable_address
from registry.removal.errors import ContactUnusable


@pytest.mark.parametrize("address", ["jan.peeters@voorbeeld.be", " Jan+foto@sub.voorbeeld.be ", "jé@café.be"])
def test_ordinary_address_is_usable(address):
    assert usable_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jan",
        "jan@",
        "@example.org",
        "jan@example",
        "a@b.c,d@e.f",
        "a b@example.org",
        "a@example.org\nBcc: x@y.z",
        "a@example.org\r\n\r\nbody",
        "x" * 250 + "@a.be",
        "<a@b.be>",
        "a@b\0.be",
        "a@b\ud800.be",
    ],
)
def test_address_that_cannot_be_written_to_is_refused_and_not_repeated(address):
    with pytest.raises(ContactUnusable) as caught:
        usable_address(address)
    assert str(caught.value) == "contact-unusable"


def test_hash_of_an_address_needs_the_secret_and_knows_no_case():
    assert contact_mac(b"a", "Jan@voorbeeld.be") == contact_mac(b"a", "jan@VOORBEELD.be")
    assert contact_mac(b"a", "jan@voorbeeld.be") != contact_mac(b"b", "jan@voorbeeld.be")


def test_hash_of_a_code_is_bound_to_its_request():
    one, two = uuid4(), uuid4()
    assert code_mac(b"a", one, "123456") == code_mac(b"a", one, "123456")
    assert len({code_mac(b"a", one, "123456"), code_mac(b"a", two, "123456"), code_mac(b"b", one, "123456")}) == 3


def test_no_hash_is_the_same_as_any():
    assert same("aa", "aa")
    assert not same("aa", "ab")
    assert not same(None, "aa")
    assert not same(None, "")
