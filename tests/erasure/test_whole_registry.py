"""The registry as the processes build it: from an upload to nothing left, and a person's withdrawal."""

import io
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlmodel import SQLModel

from registry.access.permissions import Actor, Role
from registry.analysis.records import Analysis
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.consent.events import RECOGNITION, ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.outcomes import Received, Suppressed
from registry.locale import Locale
from registry.proof.verification import Genuine, verify
from registry.publication.outcomes import NotPublished, Published
from registry.queueing import InProcessQueue, Work
from registry.removal.states import RequestState, Way

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
CONTACT = "annelies.verstappen@voorbeeld.test"
FILE_NAME = "Annelies-Verstappen-0042.jpg"
REMARK = "Dat ben ik, achter de tapkast van de jeugdraad"


@pytest.fixture
def mail():
    return OutboxMailer()


@pytest.fixture
def whole(settings, clock, mail):
    queue = InProcessQueue()
    whole = build(settings, clock=clock, jobs=queue, mail=mail)
    queue.connect(
        Work(
            assess=whole.review.assess,
            erase=whole.erasure.run,
            rejudge=whole.publication.rejudge,
            enforce=whole.publication.enforce,
        )
    )
    yield whole
    whole.close()


@pytest.fixture
def event_id(whole):
    event = whole.intake.create_event(
        OFFICER, name="Jaarmarkt", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    return event.id


@pytest.fixture
def jpeg(astronaut):
    """A portrait, large enough to be focused."""
    stream = io.BytesIO()
    Image.fromarray(astronaut).resize((1024, 1024)).save(stream, "JPEG", quality=90)
    return stream.getvalue()


@pytest.fixture
def photo_id(whole, event_id, jpeg):
    outcome = whole.intake.receive(OFFICER, event_id=event_id, file_name=FILE_NAME, data=jpeg)
    assert isinstance(outcome, Received)
    whole.jobs.assess(outcome.photo_id)
    return outcome.photo_id


@pytest.fixture
def person_id(whole):
    """Somebody who agreed to the website and to be recognised."""
    person = whole.consent.add_person(OFFICER, NewPerson(display_name="Eileen Collins", birth_date=date(1956, 11, 19)))
    whole.consent.record_consent(
        OFFICER,
        NewConsent(
            person_id=person.id,
            state=ConsentState.GIVEN,
            purposes=("website", RECOGNITION),
            method=ConsentMethod.REGISTER,
        ),
    )
    return person.id


def name_the_face(whole, photo_id, person_id):
    (line,) = whole.review.queue(OFFICER)
    face = whole.review.case_view(OFFICER, line.case.id).faces[0].face
    whole.review.name_face(OFFICER, line.case.id, face.id, person_id, expected_version=line.case.version)


def gallery(whole, clock):
    return whole.recognition._gallery.snapshot(on=clock.now().date(), engine=whole.analysis.engine.name).people


def files_holding(folder, word):
    needle = word.encode()
    return [p for p in folder.rglob("*") if p.is_file() and (needle in p.read_bytes() or needle in p.name.encode())]


def every_column(database):
    with database.engine.connect() as connection:
        rows = ((t.name, row) for t in SQLModel.metadata.sorted_tables for row in connection.execute(sa.select(t)))
        return "\n".join(f"{table} {tuple(row)!r}" for table, row in rows)


def test_a_citizens_request_ends_with_nothing_left_and_a_certificate(
    whole, settings, clock, mail, event_id, photo_id, person_id, jpeg, request
):
    assert isinstance(whole.publication.publish(OFFICER, photo_id, "website"), NotPublished)
    name_the_face(whole, photo_id, person_id)
    published = whole.publication.publish(OFFICER, photo_id, "website")
    assert isinstance(published, Published)
    (file,) = settings.published_home.glob("*.jpg")
    web_copy = file.read_bytes()

    submitted = whole.removal.submit(
        way=Way.UPLOAD, contact=CONTACT, language=Locale.NL, upload=web_copy, remark=REMARK
    )
    whole.jobs.enforce(photo_id)
    assert list(settings.published_home.glob("*.jpg")) == []
    (asked,) = whole.removal.requests(OFFICER)
    words = [FILE_NAME, CONTACT, REMARK]
    before = every_column(whole.database)
    assert all(word in before for word in words)
    if not request.config.getoption("--postgres"):
        assert all(files_holding(settings.home, word) for word in words)

    whole.removal.accept(OFFICER, asked.id, asked.version)
    clock.advance(timedelta(minutes=1))
    whole.removal.send_due_letters()
    whole.database.scrub()

    (erasure,) = whole.erasure.erasures(OFFICER)
    assert (erasure.state, erasure.reason) == (ErasureState.DONE, ErasureReason.REMOVAL_REQUEST)
    assert whole.removal.status(submitted.secret_token).state is RequestState.DONE
    after = every_column(whole.database)
    assert str(photo_id) in after
    assert [word for word in words if word in after] == []
    assert [word for word in words if files_holding(settings.home, word)] == []
    assert list(whole.vault.blobs()) == []
    page = whole.erasure.certificate_file(OFFICER, erasure.erasure_id, "pdf")
    assert isinstance(verify(page, whole.signer.public_key_pem), Genuine)
    assert all(word.encode() not in page for word in words)
    assert mail.to(CONTACT)
    again = whole.intake.receive(OFFICER, event_id=event_id, file_name="weer.jpg", data=web_copy)
    assert isinstance(again, Suppressed)


def test_a_withdrawal_takes_the_photo_down_forgets_the_face_and_erases_by_choice(
    whole, settings, clock, photo_id, person_id, jpeg
):
    name_the_face(whole, photo_id, person_id)
    whole.consent.enrol(OFFICER, person_id, jpeg)
    whole.publication.publish(OFFICER, photo_id, "website")
    assert len(list(settings.published_home.glob("*.jpg"))) == 1
    assert gallery(whole, clock) == (person_id,)

    whole.consent.withdraw(OFFICER, person_id)
    assert list(settings.published_home.glob("*.jpg")) == []
    assert gallery(whole, clock) == ()
    assert whole.intake.bytes_of(photo_id) == jpeg

    (erasure_id,) = whole.erasure.erase_photos_of(OFFICER, person_id, ErasureReason.WITHDRAWAL)
    assert whole.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE
    assert list(whole.vault.blobs()) == []


ABOUT_PHOTOS = {
    "analysis",
    "appearance",
    "batch_entry",
    "charter_objection",
    "copy",
    "erasure",
    "face",
    "judgement",
    "photo_ruling",
    "published_words",
    "reanalysed_photo",
    "requested_photo",
    "review_case",
    "suppression",
}


def test_every_table_that_hangs_on_a_photo_is_known_here():
    """A new table with a photo's id must be blanked by its stage's `erase_rows`, then be named here."""

    assert {t.name for t in SQLModel.metadata.tables.values() if "photo_id" in t.columns} == ABOUT_PHOTOS


def rows_about(database, photo_id):
    with database.engine.connect() as connection:
        tables = (SQLModel.metadata.tables[name] for name in sorted(ABOUT_PHOTOS))
        counts = {
            t.name: connection.execute(sa.select(sa.func.count()).where(t.c.photo_id == photo_id)).scalar()
            for t in tables
        }
    return {name: count for name, count in counts.items() if count}


def test_after_an_erasure_only_tables_without_personal_data_know_the_photo(whole, photo_id, person_id):
    name_the_face(whole, photo_id, person_id)
    before = rows_about(whole.database, photo_id)
    assert {"analysis", "face", "appearance", "judgement", "copy"} <= set(before)
    whole.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)
    after = rows_about(whole.database, photo_id)

    assert set(after) <= {"copy", "erasure", "suppression", "batch_entry", "requested_photo"}


def test_a_photo_erased_in_the_middle_of_a_reanalysis_leaves_neither_analysis_behind(whole, photo_id):
    with whole.database.transaction() as session:
        session.exec(sa.update(Analysis).values(engine_version="earlier"))
    run = whole.reanalysis.start(OFFICER)
    assert whole.reanalysis.advance(run.id)
    before = rows_about(whole.database, photo_id)
    assert (before["analysis"], before["face"], before["reanalysed_photo"]) == (2, 2, 1)

    whole.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)

    after = rows_about(whole.database, photo_id)
    assert not {"analysis", "face", "reanalysed_photo"} & set(after)
    whole.reanalysis.run(run.id)
    assert whole.reanalysis.overview(OFFICER).progress.total == 0
