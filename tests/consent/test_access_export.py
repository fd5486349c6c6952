from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER, frontal  # noqa: F401 - CHARTER is the shipped one
from PIL import Image

from registry.access.errors import Forbidden
from registry.bootstrap import build
from registry.consent import dossier_words, merging
from registry.consent.errors import AccessExportGone
from registry.consent.events import ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.recording import NewConsent
from registry.consent.records import Appearance
from registry.consent.register_records import AccessExport
from registry.consent.states import Authority, Origin, PersonKind
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.mending.figures import shipped_figures
from registry.mending.veiling import veiled
from registry.picture import Picture
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import InProcessQueue, Work
from registry.recipients.records import HandedOut, Recipient
from registry.recipients.states import RecipientKind

NAME = "Anna <b>Peeters</b>"


@pytest.fixture
def world(settings, clock, database):
    queue = InProcessQueue()
    built = build(settings, clock=clock, jobs=queue)
    queue.connect(Work(**{name: lambda _id: None for name in Work.__dataclass_fields__}))
    yield built
    built.close()


@pytest.fixture
def anna(world):
    return world.consent.add_person(OFFICER, NewPerson(display_name=NAME, email="anna@example.be"))


def noise_jpeg(seed=3):
    pixels = np.random.default_rng(seed).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=95)
    return stream.getvalue()


@pytest.fixture
def photo(world, register):
    event = world.intake.create_event(
        OFFICER, name="Kermis", place="Markt", starts_on=world.clock.now().date(), public=True, notice_shown=True
    )
    received = world.intake.receive(OFFICER, event_id=event.id, file_name="a.jpg", data=noise_jpeg())
    with world.database.transaction() as session:
        found = session.get_one(Photo, received.photo_id)
        found.state = PhotoState.ANALYSED
    return found


def tie(world, person, photo, face=None, origin=Origin.CONFIRMED):
    with world.database.transaction() as session:
        session.add(
            Appearance(photo_id=photo.id, face_id=face, person_id=person.id, origin=origin, at=world.clock.now())
        )


def opened(world, export_id):
    return zipfile.ZipFile(io.BytesIO(world.desk.access_exports.fetch(OFFICER, export_id)))


def made(world, person, locale=Locale.NL):
    return world.desk.access_exports.make(OFFICER, person.id, locale)


def copies(world, kind=CopyKind.EXPORT):
    with world.database.reading() as session:
        return [copy for copy in session.exec(ledger.select(Copy)) if copy.kind is kind]


def test_a_copy_of_somebodys_data_holds_everything_in_readable_form(world, anna):
    mother = world.consent.add_person(OFFICER, NewPerson(display_name="Moeder"))
    world.desk.identities.add_guardian(
        OFFICER,
        NewGuardian(minor_id=anna.id, guardian_id=mother.id, authority=Authority.GUARDIAN, mandate="vonnis 2025/12"),
    )
    world.consent.record_consent(
        OFFICER,
        NewConsent(
            person_id=anna.id,
            state=ConsentState.GIVEN,
            purposes=("website",),
            method=ConsentMethod.PAPER,
            notice_version="2026-1",
            language="nl",
            evidence=noise_jpeg(),
        ),
    )
    world.desk.identities.change(OFFICER, anna.id, replace(NewPerson(display_name="Anna Peeters"), email=anna.email))

    packed = opened(world, made(world, anna))

    page, data = packed.read("index.html").decode(), json.loads(packed.read("data.json"))
    assert data["person"]["display_name"] == "Anna Peeters"
    assert data["person"]["earlier names"] == [NAME]
    assert data["guardians"][0]["name"] == "Moeder"
    assert data["guardians"][0]["mandate"] == "vonnis 2025/12"
    assert [event["state"] for event in data["consents"]] == ["given"]
    assert "De gemeente wil foto's" in data["notices shown"][0]["words"]
    assert [name for name in packed.namelist() if name.startswith("evidence/")] != []
    assert "consent:event:recorded" in [entry["event"] for entry in data["log"]]
    assert "Uw gegevens in het fotoregister" in page
    assert "<b>Peeters" not in page
    assert "http" not in page.replace("https://", "").split("</style>")[0]


READABLE = {
    Locale.NL: ("5 april 1980", "zei ja", "1 juni 2026", "de foto’s van Kermis", "Krant De Kempen", "Uw rechten"),
    Locale.FR: ("5 avril 1980", "a dit oui", "1 juin 2026", "les photos de Kermis", "Krant De Kempen", "Vos droits"),
    Locale.EN: ("5 April 1980", "said yes", "1 June 2026", "the photos of Kermis", "Krant De Kempen", "Your rights"),
    Locale.DE: (
        "5. April 1980",
        "hat Ja gesagt",
        "1. Juni 2026",
        "die Fotos von Kermis",
        "Krant De Kempen",
        "Ihre Rechte",
    ),
}


def with_everything(world, photo, register):
    """Somebody with a consent for one event, in a photo that a newspaper was given."""
    new = NewPerson(display_name=NAME, email="anna@example.be", birth_date=date(1980, 4, 5))
    person = world.consent.add_person(OFFICER, new)
    given = NewConsent(
        person_id=person.id,
        state=ConsentState.GIVEN,
        purposes=("website", "press"),
        method=ConsentMethod.PAPER,
        scope=Scope(kind=ScopeKind.EVENT, id=photo.event_id),
        valid_until=date(2028, 5, 31),
        evidence=noise_jpeg(),
    )
    world.consent.record_consent(OFFICER, given)
    tie(world, person, photo, register.analysed(photo, 200)[0].id)
    now = world.clock.now()
    paper = Recipient(
        name="Krant De Kempen",
        email="redactie@krant.test",
        kind=RecipientKind.PRESS,
        purpose="press",
        language=Locale.NL,
        created_at=now,
    )
    with world.database.transaction() as session:
        copy = ledger.plan(session, photo_id=photo.id, kind=CopyKind.SENT, place="recipients", now=now)
        ledger.confirm(session, copy.id, now=now)
        session.add(paper)
        session.flush()
        session.add(HandedOut(copy_id=copy.id, photo_id=photo.id, recipient_id=paper.id, planned_at=now))
    return person


@pytest.mark.parametrize("locale", list(Locale))
def test_the_page_when_read_then_is_in_words_of_the_persons_language_and_says_who_received_their_photos(
    world, photo, register, locale
):
    packed = opened(world, made(world, with_everything(world, photo, register), locale))
    page = html.unescape(re.sub(r"<style>.*?</style>", "", packed.read("index.html").decode()))

    assert [words for words in READABLE[locale] if words not in page] == []
    assert "redactie@krant.test" not in page
    assert "evidence/01.jpg" in page
    assert packed.read("evidence/01.jpg") == noise_jpeg()
    raw = re.findall(r"\b[a-z]+_[a-z_]+\b|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}", re.sub(r"<[^>]*>", " ", page))
    assert raw == []  # no column's name, no machine's date, no id


def words_of(pdf):
    """The words of a PDF in their order, however its lines were broken."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


@pytest.mark.parametrize("locale", list(Locale))
def test_the_pdf_when_read_then_says_what_the_page_says(world, photo, register, locale):
    packed = opened(world, made(world, with_everything(world, photo, register), locale))
    pdf, page = packed.read("index.pdf"), packed.read("index.html").decode()

    words = words_of(pdf)
    assert [said for said in READABLE[locale] if said.replace("’", "'") not in words.replace("’", "'")] == []
    headings = [html.unescape(heading) for heading in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", page)]
    assert [heading for heading in headings if " ".join(heading.split()) not in words] == []
    outline = [entry.get_title() for entry in pypdfium2.PdfDocument(pdf).get_toc()]
    assert outline == [html.unescape(heading) for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("Gül Şahin-Ağaoğlu",) * 2, ("Ewa Woźniak-Żądło",) * 2, ("Олена Їжак",) * 2, ("李 Wei", "? Wei")],
)
def test_a_name_with_letters_from_elsewhere_when_printed_then_has_no_boxes_in_it(world, name, drawn):
    person = world.consent.add_person(OFFICER, NewPerson(display_name=name))
    assert drawn in words_of(opened(world, made(world, person)).read("index.pdf"))


def test_a_name_of_two_hundred_signs_and_many_answers_when_printed_then_fit_on_the_pages(world):
    person = world.consent.add_person(OFFICER, NewPerson(display_name="W" * 200, email=f"{'a' * 60}@{'b' * 60}.be"))
    for _ in range(60):
        new = NewConsent(
            person_id=person.id, state=ConsentState.GIVEN, purposes=("website",), method=ConsentMethod.MAIL
        )
        world.consent.record_consent(OFFICER, new)
    pages = pypdfium2.PdfDocument(opened(world, made(world, person)).read("index.pdf"))
    assert len(pages) > 3
    for page in pages:
        text = page.get_textpage()
        assert all(text.get_rect(n)[2] <= page.get_width() for n in range(text.count_rects()))


def test_the_file_for_a_computer_holds_the_recipients_with_each_photo(world, photo, register):
    packed = opened(world, made(world, with_everything(world, photo, register)))
    (told,) = json.loads(packed.read("data.json"))["recipients"]
    assert (told["name"], [each["photo"] for each in told["photos"]]) == ("Krant De Kempen", [photo.reference])


def test_the_page_has_words_for_every_table_that_is_tied_to_a_person():
    apart = {"guardianship", "consent_event", "appearance", "copy", "access_export", "person_name"}
    assert {table.name for table, _ in merging.places()} - apart - set(dossier_words.TABLES) == set()


def test_no_secret_and_no_template_is_in_it(world, anna):
    token = world.consent.withdrawal_token(OFFICER, anna.id)

    packed = opened(world, made(world, anna))
    words = packed.read("data.json").decode()

    assert "withdrawal_link" in words
    assert "token_hash" not in words
    assert token not in words


def test_the_photo_is_in_it_with_the_other_faces_covered(world, anna, photo, register):
    register_faces = register.analysed(photo, 70, 60)
    tie(world, anna, photo, register_faces[0].id)

    packed = opened(world, made(world, anna))

    shown = np.asarray(Image.open(io.BytesIO(packed.read(f"photos/{photo.reference}.jpg"))), dtype=float)
    before = np.asarray(Image.open(io.BytesIO(noise_jpeg())), dtype=float)
    hers, other = register_faces
    assert roughness(shown, other) < 20 < roughness(before, other)
    assert roughness(shown, hers) > 0.5 * roughness(before, hers)


def roughness(pixels, face):
    inside = pixels[int(face.y) : int(face.y + face.height), int(face.x) : int(face.x + face.width)]
    return float(np.abs(np.diff(inside, axis=1)).mean())


@pytest.mark.parametrize("kind", ["suggested", "without a face"])
def test_a_photo_that_cannot_be_shown_to_them_is_named_with_the_reason(world, anna, photo, register, kind):
    face = register.analysed(photo, 200)[0].id
    if kind == "suggested":
        tie(world, anna, photo, face, Origin.SUGGESTED)
    else:
        tie(world, anna, photo)

    packed = opened(world, made(world, anna))

    assert not any(name.startswith("photos/") for name in packed.namelist())
    assert photo.reference in packed.read("index.html").decode().split("<h2>")[0]


def test_a_photo_when_erased_is_no_longer_in_a_copy_made_before(world, anna, photo, register):
    tie(world, anna, photo, register.analysed(photo, 200)[0].id)
    export = made(world, anna)
    assert f"photos/{photo.reference}.jpg" in opened(world, export).namelist()

    world.keyring.destroy(photo.id)

    assert f"photos/{photo.reference}.jpg" not in opened(world, export).namelist()


def test_the_pictures_are_copies_of_their_photo_and_sealed(world, anna, photo, register, settings):
    tie(world, anna, photo, register.analysed(photo, 200)[0].id)
    made(world, anna)

    assert {copy.photo_id for copy in copies(world)} == {None, photo.id}
    assert all(copy.state is CopyState.PRESENT for copy in copies(world))
    for file in Path(settings.home / "vault").rglob("*"):
        assert not file.is_file() or b"index.html" not in file.read_bytes()


def test_a_copy_is_destroyed_when_its_time_is_over(world, anna, photo, register):
    tie(world, anna, photo, register.analysed(photo, 200)[0].id)
    export = made(world, anna)
    world.desk.tidy()
    assert opened(world, export)
    world.clock.advance(timedelta(days=30))

    with pytest.raises(AccessExportGone):
        world.desk.access_exports.fetch(OFFICER, export)
    world.desk.tidy()

    assert [copy.state for copy in copies(world)] == [CopyState.GONE_VERIFIED] * 2
    assert not any(world.vault.present(copy.id) for copy in copies(world))
    assert world.keyring.exists(photo.id)
    assert world.desk.access_exports.exports(OFFICER, anna.id) == []
    with world.database.reading() as session:
        assert not world.keyring.exists(session.get_one(AccessExport, export).copy_id)
        events = [entry.event for entry in audit.of_subject(session, anna.id)]
    assert events[-2:] == [AuditEvent.ACCESS_EXPORTED, AuditEvent.ACCESS_EXPORT_REMOVED]
    assert world.desk.access_exports.tidy() == 0


def test_a_copy_can_be_destroyed_at_once_and_only_once(world, anna):
    export = made(world, anna)
    world.desk.access_exports.destroy(OFFICER, export)

    with pytest.raises(AccessExportGone):
        world.desk.access_exports.destroy(OFFICER, export)


def test_a_mail_that_proves_a_yes_is_in_it_as_words_that_any_computer_opens(world, anna):
    mail = b"From: anna@voorbeeld.be\r\n\r\nMijn foto mag op de website.\r\n"
    world.consent.record_consent(
        OFFICER,
        NewConsent(
            person_id=anna.id,
            state=ConsentState.GIVEN,
            purposes=("website",),
            method=ConsentMethod.MAIL,
            evidence=mail,
        ),
    )
    assert opened(world, made(world, anna)).read("evidence/01.txt") == mail


def test_what_was_joined_into_somebody_is_theirs_to_see(world, anna):
    girl = world.consent.add_person(OFFICER, NewPerson(display_name="Meisje", kind=PersonKind.MINOR))
    world.desk.identities.merge(OFFICER, anna.id, girl.id)

    data = json.loads(opened(world, made(world, anna)).read("data.json"))

    assert data["person"]["earlier names"] == ["Meisje"]
    assert "merged" in [change["kind"] for change in data["changes of who is who"]]


def test_a_photographer_may_not_see_somebodys_data(world, anna):
    with pytest.raises(Forbidden):
        world.desk.access_exports.make(PHOTOGRAPHER, anna.id, Locale.NL)


def test_a_covered_face_keeps_nothing_of_itself():
    pixels = np.random.default_rng(1).integers(0, 255, (100, 100, 3), dtype=np.uint8)
    picture = Picture(pixels=pixels, scale=1.0, original_width=100, original_height=100)
    from registry.analysis.records import Face

    face = Face(
        analysis_id=None, photo_id=None, number=1, x=40, y=40, width=20, height=20, score=1, share=0.1, sharpness=1,
        quality={}, landmarks=[], focused=True,
    )  # fmt: skip

    shown = np.asarray(Image.open(io.BytesIO(veiled(picture, [face], figures=shipped_figures(), quality=95))))

    assert shown[42:58, 42:58].std() < pixels[42:58, 42:58].std() / 10
    assert np.abs(shown[:30].astype(int) - pixels[:30]).mean() < 60
