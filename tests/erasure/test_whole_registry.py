"""The registry as the processes build it: from an upload to nothing left, and a person's withdrawal."""

import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

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
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.erasure.errors import PlanChanged
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


KEPT = {
    "copy": "the ledger: ids, places and states, never a name",
    "erasure": "the case itself",
    "suppression": "keyed fingerprints, so that the photo stays away",
    "batch_entry": "the line of an upload, its file name blanked",
    "requested_photo": "which request it was for, to answer the citizen",
    "adopted_file": "a number in an archive that was taken over, its path blanked",
    "handed_out": "which recipient must be told to destroy their copy (GDPR 19)",
    "publishing_turn": "what became of a photo in a round of publishing: a code",
    "sweep": "that a place was searched, in figures",
    "replacement": "which version with hidden faces took its place: ids, numbers of faces and codes",
    "post_delivery": "what became of a photo in a channel's post: codes only",
}
"""Tables whose rows about a photo stay after its erasure, and why; their personal columns are looked at apart."""


def tables_with(column):
    return {table.name: table for table in SQLModel.metadata.tables.values() if column in table.columns}


def about_photos():
    return set(tables_with("photo_id"))


def invented(column, photo_id):
    """A value for a column of a row that stands for any row there may be."""
    if column.name == "photo_id":
        return photo_id
    kind = column.type
    kind = getattr(kind, "impl", kind) if isinstance(kind, sa.types.TypeDecorator) else kind
    if isinstance(kind, sa.Enum):
        return kind.enum_class and next(iter(kind.enum_class))
    made = {
        sa.Uuid: uuid4,
        sa.DateTime: lambda: datetime(2026, 6, 1, tzinfo=UTC),
        sa.Date: lambda: date(2026, 6, 1),
        sa.JSON: dict,
        sa.LargeBinary: lambda: b"x",
        sa.Boolean: lambda: False,
        sa.Integer: lambda: 1,
        sa.Float: lambda: 0.5,
        sa.String: lambda: uuid4().hex[:8],
    }
    return next(make() for cls, make in made.items() if isinstance(kind, cls))


def plant_everywhere(database, photo_id):
    """Put one invented row about the photo into every table that has its id, must be emptied and knows nothing yet."""
    known = set(rows_about(database, photo_id))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for name in sorted(about_photos() - set(KEPT) - known):
            table = SQLModel.metadata.tables[name]
            needed = [c for c in table.columns if not c.nullable or c.name == "photo_id"]
            connection.execute(table.insert().values({c.name: invented(c, photo_id) for c in needed}))
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def test_every_table_that_has_a_photos_id_is_emptied_of_it_or_says_why_not(whole, photo_id, request):
    """A new table with a photo's id fails here until its stage blanks it in an erasure, or it is named in KEPT."""
    if request.config.getoption("--postgres"):
        pytest.skip("rows are planted without what they refer to, which SQLite alone lets pass")
    plant_everywhere(whole.database, photo_id)
    before = rows_about(whole.database, photo_id)
    assert set(before) >= about_photos() - set(KEPT)
    whole.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)
    assert set(rows_about(whole.database, photo_id)) - set(KEPT) == set()


def test_what_an_erasure_keeps_names_tables_there_are():
    assert set(KEPT) <= about_photos()


def rows_about(database, photo_id):
    with database.engine.connect() as connection:
        tables = (SQLModel.metadata.tables[name] for name in sorted(about_photos()))
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

    assert set(after) <= set(KEPT)


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


def test_a_request_is_not_accepted_on_a_plan_that_changed_since_it_was_seen(whole, photo_id):
    whole.removal.submit_for(OFFICER, language=Locale.NL, photo_ids=[photo_id], contact=CONTACT)
    (asked,) = whole.removal.requests(OFFICER)
    seen = {photo_id: whole.erasure.dry_run(OFFICER, photo_id).digest}
    with whole.database.transaction() as session:
        ledger.plan(session, photo_id=photo_id, kind=CopyKind.EXPORT, place="elsewhere", now=whole.clock.now())
    with pytest.raises(PlanChanged):
        whole.removal.accept(OFFICER, asked.id, asked.version, seen)
    assert whole.erasure.erasures(OFFICER) == []
    assert whole.removal.request(OFFICER, asked.id).state is RequestState.RECEIVED
    seen = {photo_id: whole.erasure.dry_run(OFFICER, photo_id).digest}
    assert whole.removal.accept(OFFICER, asked.id, asked.version, seen).state is not RequestState.RECEIVED
