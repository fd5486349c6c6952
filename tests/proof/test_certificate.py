"""The certificate's document."""

import json
from datetime import date

import pytest
from proof.builders import copy_facts, facts

from registry.copies.states import CopyKind, CopyState
from registry.proof import certificate
from registry.proof.certificate import issue


def test_issue_tells_every_copy_with_its_looks_and_counts(signer):
    content = json.loads(issue(facts(), signer))["certificate"]
    assert content["photo_reference"] == "F-7Q2M-XK4D"
    assert content["counts"] == {"gone_verified": 3}
    assert content["complete"] is True
    assert content["copies"][0]["looks"][0] == {"at": "2026-06-01T11:00:00Z", "how": "store-asked", "answer": "absent"}
    assert content["audit"] == {"seq": 41, "hash": "ab" * 32}


@pytest.mark.parametrize(
    ("state", "complete"),
    [(state, state in (CopyState.GONE_VERIFIED, CopyState.GONE_UNVERIFIABLE)) for state in CopyState],
)
def test_certificate_is_complete_only_when_every_copy_is_gone(state, complete):
    copies = (copy_facts(), copy_facts(CopyKind.PUBLISHED, state, due_on=date(2026, 7, 1)))
    assert facts(copies=copies).is_complete is complete


def test_certificate_is_not_complete_while_the_key_is_there():
    assert not facts(key_destroyed_at=None).is_complete


def test_issue_of_the_same_facts_twice_gives_the_same_document(signer):
    assert issue(facts(), signer) == issue(facts(), signer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"certificate": 1, "fingerprint": "", "public_key": "", "signature": ""}',
        '{"certificate": {}, "fingerprint": 1, "public_key": "", "signature": ""}',
        '{"certificate": {"a": 1.5}, "fingerprint": "", "public_key": "", "signature": ""}',
        '{"certificate": {"a": NaN}, "fingerprint": "", "public_key": "", "signature": ""}',
        '{"certificate": {"a": 1, "a": 2}, "fingerprint": "", "public_key": "", "signature": ""}',
        '{"certificate": {}, "fingerprint": "", "public_key": "", "signature": "QR=="}',
        '{"certificate": {}, "fingerprint": "", "public_key": "", "signature": "", "more": ""}',
    ],
)
def test_parse_refuses_what_is_no_document(text):
    with pytest.raises(ValueError, match=r".+"):
        certificate.parse(text)
