"""Whatever is changed in a certificate, it is no longer called genuine."""

import json
import random

import pytest
from proof.builders import facts
from pypdf import PdfReader, PdfWriter

from registry.proof import pdf, seal
from registry.proof.certificate import issue, parse
from registry.proof.signing import Signer
from registry.proof.verification import Altered, Genuine, UnknownKey, Unreadable, verify, verify_file


@pytest.fixture
def document(signer):
    return issue(facts(), signer)


@pytest.fixture
def page(document, signer):
    return pdf.render(document, signer=signer)


def paths_in(value, path=()):
    """Every place in a JSON value that holds a leaf."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [each for name, inner in children for each in paths_in(inner, (*path, name))]
    return found or [path]


def changed_at(text, path):
    """The document with one leaf of its content changed and nothing signed again."""
    value = json.loads(text)
    inner = value["certificate"]
    for step in path[:-1]:
        inner = inner[step]
    old = inner[path[-1]]
    inner[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old}x"
    return json.dumps(value)


def test_both_files_are_genuine_with_the_key_known_and_without(tmp_path, signer, document, page):
    for name, data in [("a.json", document.encode()), ("a.pdf", page)]:
        path = tmp_path / name
        path.write_bytes(data)
        found = verify_file(path, signer.public_key_pem)
        assert isinstance(found, Genuine)
        assert (found.photo_reference, found.trusted, found.fingerprint) == ("F-7Q2M-XK4D", True, signer.fingerprint)
        assert found.content == parse(document).content
        unknown = verify_file(path)
        assert isinstance(unknown, Genuine)
        assert unknown.trusted is False


def test_json_written_again_with_other_spaces_is_still_genuine(document):
    assert isinstance(verify(json.dumps(json.loads(document)).encode()), Genuine)


def test_every_changed_leaf_of_the_json_is_detected(document):
    places = paths_in(parse(document).content)
    assert len(places) > 40
    for path in places:
        assert verify(changed_at(document, path).encode()) == Altered(what="content"), path


def test_added_and_removed_content_is_detected(document):
    value = json.loads(document)
    value["certificate"]["copies"].pop()
    assert verify(json.dumps(value).encode()) == Altered(what="content")
    value = json.loads(document)
    value["certificate"]["more"] = "text"
    assert verify(json.dumps(value).encode()) == Altered(what="content")


def test_changed_fingerprint_is_detected(document):
    value = json.loads(document)
    value["fingerprint"] = "0" * 64
    assert verify(json.dumps(value).encode()) == Altered(what="key")


def test_any_changed_byte_of_the_json_is_never_other_content_called_genuine(document):
    seed = random.randrange(10**9)
    print("seed", seed)  # noqa: T201 - a failing run can be repeated
    chance = random.Random(seed)
    original = parse(document).content
    for _ in range(400):
        data = bytearray(document.encode())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        found = verify(bytes(data))
        assert not isinstance(found, Genuine) or found.content == original


def test_any_changed_byte_of_the_pdf_is_detected(page):
    seed = random.randrange(10**9)
    print("seed", seed)  # noqa: T201 - a failing run can be repeated
    chance = random.Random(seed)
    for position in [0, 9, len(page) - 1, len(page) - 2, len(page) - 90, *chance.sample(range(len(page)), 400)]:
        data = bytearray(page)
        data[position] ^= 1 << chance.randrange(8)
        assert not isinstance(verify(bytes(data)), Genuine), position


def test_changed_words_on_the_page_are_detected_though_the_attachment_is_whole(page):
    assert page.count(b"(F-7Q2M-XK4D) Tj") == 1
    forged = page.replace(b"(F-7Q2M-XK4D) Tj", b"(F-0000-0000) Tj")
    assert seal.document_in(forged) == seal.document_in(page)
    assert verify(forged) == Altered(what="pdf")


@pytest.mark.parametrize(
    "change", [lambda d: d + b"x", lambda d: d + d, lambda d: d[:-1], lambda d: d[: d.index(b"%%EOF")]]
)
def test_pdf_with_something_added_or_cut_off_is_detected(page, change):
    assert verify(change(page)) == Altered(what="pdf") or isinstance(verify(change(page)), Unreadable)


def test_pdf_saved_again_by_another_program_is_not_genuine(tmp_path, page):
    path = tmp_path / "again.pdf"
    (tmp_path / "first.pdf").write_bytes(page)
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "first.pdf"))
    writer.write(path)
    assert not isinstance(verify_file(path), Genuine)


def test_certificate_forged_with_another_key_is_named_by_its_fingerprint(tmp_path, signer):
    forger = Signer(tmp_path / "forger")
    forged = issue(facts(), forger)
    for data in (forged.encode(), pdf.render(forged, signer=forger)):
        assert verify(data, signer.public_key_pem) == UnknownKey(fingerprint=forger.fingerprint)


def test_genuine_document_in_a_pdf_sealed_with_another_key_is_detected(tmp_path, document):
    forged = pdf.render(document, signer=Signer(tmp_path / "forger"))
    assert verify(forged) == Altered(what="pdf")


def test_signature_of_the_page_cannot_stand_for_that_of_the_document(signer, document):
    parsed = parse(document)
    value = json.loads(document)
    value["signature"] = json.loads(issue(facts(), _PageSigner(signer)))["signature"]
    assert verify(json.dumps(value).encode()) == Altered(what="content")
    assert parsed.content == value["certificate"]


class _PageSigner:
    """Signs documents as if they were pages."""

    def __init__(self, signer):
        self.public_key_pem, self.fingerprint = signer.public_key_pem, signer.fingerprint
        self._signer = signer

    def sign(self, message):
        return self._signer.sign(seal.signed_bytes(message))


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"{}", b"%PDF-1.4\n%%EOF", b"[" * 2000, bytes(100)])
def test_file_that_is_no_certificate_is_unreadable(data):
    assert verify(data) == Unreadable()


def test_file_of_absurd_size_is_not_read(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as stream:
        stream.truncate(21_000_000)
    assert verify_file(path) == Unreadable()


def test_trusted_key_that_is_no_key_is_the_readers_mistake(document):
    with pytest.raises(ValueError, match=r".+"):
        verify(document.encode(), "no key")
