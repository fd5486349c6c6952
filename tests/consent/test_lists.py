from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from uuid import uuid4

import pytest
from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER
from openpyxl import Workbook, load_workbook
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.charter.facts import AnswerState
from registry.consent import columns, handing_out, history, lists, persons
from registry.consent.columns import Wrong, guess
from registry.consent.errors import DateImpossible, ListFaulty, ListTooLong, ListUnreadable
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.exporting import ListForm
from registry.consent.importing import Choice
from registry.consent.persons import NewGuardian
from registry.consent.records import Appearance, ConsentEvent, Person
from registry.consent.register_records import ImportRun
from registry.consent.scope import Covered, IntendedUse, covers
from registry.consent.states import Authority, Origin, PersonKind
from registry.consent.vocabulary import Field
from registry.locale import Locale
from registry.proof import audit
from registry.proof.events import AuditEvent

TODAY = date(2026, 6, 1)
WEB = IntendedUse(purpose="website")
LINES = [
    ["Naam", "Geboortedatum", "E-mail", "Toestemming", "Doelen", "Datum toestemming", "Geldig tot"],
    ["Éloïse De Smet", "31/12/1980", "eloise@example.be", "ja", "website, Facebook", "01/02/2026", "31/12/2027"],
    ["Müller, Jürgen", "1975-05-04", "", "nee", "website", "", ""],
    ["Kind Peeters", "2018-01-02", "", "", "", "", ""],
]


def text_of(lines, separator=";", coding="utf-8"):
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in line] for line in lines]
    return "\r\n".join(separator.join(line) for line in quoted).encode(coding)


def excel_of(lines):
    book, stream = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(stream)
    return stream.getvalue()


def checked(imports, data, **choice):
    sheet, guessed = imports.look(OFFICER, data)
    return imports.check(OFFICER, sheet, Choice(mapping=guessed, **choice))


def taken(imports, data, **choice):
    return imports.take_in(OFFICER, uuid4(), checked(imports, data, **choice))


def counted(register):
    with register.database.reading() as session:
        return len(session.exec(select(Person)).all()), len(session.exec(select(ConsentEvent)).all())


def said(register, person_id, use=WEB, on=TODAY):
    with register.database.reading() as session:
        return covers(history.events_of(session, [person_id])[person_id], use, on)


def read(data):
    return lists.read(data, most_rows=100, most_bytes=100_000)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_reads_the_same_whatever_its_separator_and_encoding(separator, coding):
    sheet = read(text_of(LINES, separator, coding))

    assert list(sheet.headings) == LINES[0]
    assert [list(row.cells) for row in sheet.rows] == LINES[1:]


def test_a_workbook_reads_with_its_dates_and_row_numbers():
    lines = [[None], LINES[0], ["Anna", datetime(1980, 12, 31), None, True, 1.0, None, None], [None], ["Bert"]]  # noqa: DTZ001 - as Excel keeps it

    sheet = read(excel_of(lines))

    assert [row.number for row in sheet.rows] == [3, 5]
    assert sheet.rows[0].cells[:5] == ("Anna", date(1980, 12, 31), None, True, 1)


def test_excels_own_separator_line_is_obeyed_and_a_broken_quote_refused():
    assert read(b"sep=|\r\nNaam|Mail\r\nAnna|a@b.be").rows[-1].cells == ("Anna", "a@b.be")
    with pytest.raises(ListUnreadable):
        read(b'Naam;Mail\r\n"Anna;a@b.be')


@pytest.mark.parametrize("data", [b"", b"  \r\n", b"\x00\x01\x02\x03", b"PK\x03\x04 no workbook", b"\xff\xfeN"])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(ListUnreadable):
        read(data)


def test_a_list_that_is_too_long_and_a_workbook_that_unpacks_to_more_are_refused():
    with pytest.raises(ListTooLong):
        read(text_of([["Naam"], *(["x"] for _ in range(101))]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 50_000_000)
    with pytest.raises(ListTooLong):
        read(stream.getvalue())


def test_columns_are_guessed_in_four_languages_and_from_resourcespace():
    assert guess(["Voornaam", "Familienaam", "GSM"]) == {Field.FIRST_NAME: 0, Field.LAST_NAME: 1, Field.PHONE: 2}
    assert guess(["Prénom", "Nom de famille", "Date de naissance"])[Field.BIRTH_DATE] == 2
    assert guess(["Einwilligung", "Name"]) == {Field.ANSWER: 0, Field.NAME: 1}
    found = guess(list(handing_out.RESOURCESPACE))
    assert {name: handing_out.RESOURCESPACE[place] for name, place in found.items()} == {
        Field.NAME: "name",
        Field.GUARDIAN: "parent_guardian_name",
        Field.BIRTH_DATE: "date_of_birth",
        Field.EMAIL: "email",
        Field.PHONE: "telephone",
        Field.PURPOSES: "consent_usage",
        Field.SAID_ON: "date_of_consent",
        Field.VALID_UNTIL: "expires",
    }


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("1-2-2026", date(2026, 2, 1)),
        ("2026-02-01T00:00", date(2026, 2, 1)),
        ("31/02/2026", None),
        ("12/31/2026", None),
        ("gisteren", None),
        ("1/1/26", None),
    ],
)
def test_a_day_is_read_day_first_or_year_first_and_nothing_is_made_of_another(words, day):
    assert columns.day_of(words) == day


def test_a_list_when_taken_in_brings_persons_and_what_they_said(register, imports):
    run = taken(imports, text_of(LINES))

    assert (run.persons, run.consents, run.left_out) == (3, 2, 0)
    eloise = register.consent.find_persons(OFFICER, "eloise de smet")[0]
    assert isinstance(said(register, eloise.id), Covered)
    assert said(register, eloise.id, on=date(2028, 1, 1)).reason is AnswerState.EXPIRED
    assert said(register, eloise.id).since == date(2026, 2, 1)
    jurgen = register.consent.find_persons(OFFICER, "jurgen muller")[0]
    assert said(register, jurgen.id).reason is AnswerState.REFUSED
    assert register.consent.find_persons(OFFICER, "kind peeters")[0].kind is PersonKind.MINOR


def test_checking_writes_nothing(register, imports):
    found = checked(imports, text_of(LINES))

    assert (len(found.entries), found.faults) == (3, ())
    assert counted(register) == (0, 0)


def test_everything_that_cannot_be_read_is_reported_by_row_column_and_reason(imports):
    found = checked(
        imports,
        text_of(
            [
                LINES[0],
                ["", "31/02/1980", "geen adres", "misschien", "de krant", "01/01/2030", "x"],
                ["Bert", "", "", "ja", "", "", ""],
                ["Cis", "", "", "ja", "website", "", "01/01/2020"],
            ]
        ),
    )

    assert {(fault.row, fault.column, fault.why) for fault in found.faults} == {
        (2, "Naam", Wrong.NAME),
        (2, "Geboortedatum", Wrong.DAY),
        (2, "E-mail", Wrong.MAIL),
        (2, "Toestemming", Wrong.ANSWER),
        (2, "Doelen", Wrong.PURPOSE),
        (2, "Datum toestemming", Wrong.PAST),
        (2, "Geldig tot", Wrong.DAY),
        (3, "Doelen", Wrong.NO_PURPOSE),
    }
    assert [entry.row for entry in found.entries] == [4]


def test_a_consent_that_ends_before_it_starts_is_reported():
    reader = columns.RowReader(
        headings=["Naam", "Antwoord", "Doelen", "Van", "Tot"],
        mapping={Field.NAME: 0, Field.ANSWER: 1, Field.PURPOSES: 2, Field.VALID_FROM: 3, Field.VALID_UNTIL: 4},
        charter=CHARTER,
        today=TODAY,
    )

    found = reader.read(lists.Row(number=9, cells=("An", "ja", "website", "2/2/2027", "1/2/2027")), uuid4())

    assert found == [columns.Fault(row=9, column="Tot", why=Wrong.BACKWARDS)]


@pytest.mark.parametrize(("answer", "faults"), [("ja", [Wrong.BACKWARDS]), ("nee", [])])
def test_a_yes_that_ends_before_it_was_said_is_reported(answer, faults):
    reader = columns.RowReader(
        headings=["Naam", "Antwoord", "Doelen", "Gezegd op", "Tot"],
        mapping={Field.NAME: 0, Field.ANSWER: 1, Field.PURPOSES: 2, Field.SAID_ON: 3, Field.VALID_UNTIL: 4},
        charter=CHARTER,
        today=TODAY,
    )

    found = reader.read(lists.Row(number=9, cells=("An", answer, "website", "1/5/2026", "1/5/2025")), uuid4())

    assert ([fault.why for fault in found] if isinstance(found, list) else []) == faults


def test_a_faulty_list_is_not_taken_in_unless_the_faulty_rows_are_left_out(register, imports):
    found = checked(imports, text_of([*LINES, ["", "", "", "", "", "", ""], ["Dirk", "ooit", "", "", "", "", ""]]))
    with pytest.raises(ListFaulty):
        imports.take_in(OFFICER, uuid4(), found)
    assert counted(register) == (0, 0)

    run = imports.take_in(OFFICER, uuid4(), found, leave_out=True)

    assert (run.persons, run.left_out) == (3, 1)


def test_a_list_that_breaks_off_while_written_leaves_nothing(register, imports, monkeypatch):
    found = checked(imports, text_of(LINES))
    broken = found.entries[0].person.id
    register.person("Al hier", id=broken)

    with pytest.raises(IntegrityError):
        imports.take_in(OFFICER, uuid4(), found)

    assert counted(register) == (1, 0)
    with register.database.reading() as session:
        assert session.exec(select(ImportRun)).all() == []


def test_the_same_form_sent_twice_and_the_same_list_given_twice_bring_everything_once(register, imports):
    run_id = uuid4()
    found = checked(imports, text_of(LINES))
    for _twice in range(2):
        imports.take_in(OFFICER, run_id, found)
    before = counted(register)

    again = taken(imports, text_of(LINES[:3]))

    assert before == (3, 2)
    assert (again.persons, again.consents) == (0, 0)
    assert counted(register)[0] == 3


def test_a_row_goes_to_the_person_who_is_here_already_when_more_than_the_name_agrees(register, imports):
    same = register.person("De Smet Éloïse", birth_date=date(1980, 12, 31))
    namesake = register.person("Jürgen Müller", birth_date=date(1990, 1, 1))

    found = checked(imports, text_of(LINES))

    assert found.known == {2: same.id}
    run = imports.take_in(OFFICER, uuid4(), found)
    assert run.persons == 2
    assert same.id in register.queue.rejudged
    assert said(register, namesake.id).reason is AnswerState.NEVER_ASKED


def test_an_old_answer_from_a_list_does_not_lift_a_later_refusal(register, imports):
    person = register.person("Éloïse De Smet", birth_date=date(1980, 12, 31))
    register.says(person.id, ConsentState.REFUSED)

    taken(imports, text_of(LINES))

    assert said(register, person.id).reason is AnswerState.REFUSED


def test_who_never_wants_to_be_shown_refuses_every_use(register, imports):
    taken(imports, text_of([["Naam", "Soort"], ["Nora", "nooit"]]))

    nora = register.consent.find_persons(OFFICER, "nora")[0]
    assert said(register, nora.id).reason is AnswerState.REFUSED


def test_uses_chosen_for_the_whole_list_count_where_a_row_names_none(register, imports):
    taken(imports, text_of([["Naam", "Akkoord"], ["Nora", "x"]]), purposes=("website",))

    assert isinstance(said(register, register.consent.find_persons(OFFICER, "nora")[0].id), Covered)


def test_the_log_of_an_import_and_an_export_holds_figures_only(register, imports, exports):
    run = taken(imports, text_of(LINES))
    exports.export(OFFICER, ListForm.CSV, Locale.NL)

    with register.database.reading() as session:
        (entry,) = audit.of_subject(session, run.id)
        assert entry.event is AuditEvent.LIST_IMPORTED
        assert entry.detail == {"persons": 3, "consents": 2, "left_out": 0}
        last = session.exec(select(audit.AuditEntry).order_by(audit.AuditEntry.seq.desc())).first()
        assert (last.event, last.detail) == (AuditEvent.LIST_EXPORTED, {"form": "csv", "rows": 3})


@pytest.mark.parametrize("form", [ListForm.CSV, ListForm.EXCEL])
@pytest.mark.parametrize("locale", list(Locale))
def test_what_is_handed_out_reads_back_as_the_same(register, imports, exports, form, locale):
    child = register.person("Kind Éé", kind=PersonKind.MINOR, birth_date=date(2018, 1, 2), phone="+32 470 12 34 56")
    register.says(child.id, ConsentState.GIVEN, "website", "press", valid_until=date(2027, 1, 1))
    register.says(child.id, ConsentState.WITHDRAWN, "facebook")

    sheet, guessed = imports.look(OFFICER, exports.export(OFFICER, form, locale))
    found = imports.check(OFFICER, sheet, Choice(mapping=guessed))

    assert found.faults == ()
    assert set(guessed) == set(handing_out.HEADINGS)
    assert set(found.known.values()) == {child.id}
    one, two = found.entries
    assert one.person.phone == "+32 470 12 34 56"
    assert (one.said.state, one.said.purposes, one.said.valid_until, one.said.method) == (
        ConsentState.GIVEN, ("website", "press"), date(2027, 1, 1), ConsentMethod.SIGNATURE,
    )  # fmt: skip
    assert two.said.state is ConsentState.WITHDRAWN
    assert imports.take_in(OFFICER, uuid4(), found).consents == 0


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "=HYPERLINK(A1)"])
def test_a_name_that_is_a_formula_is_text_in_every_list(register, exports, name):
    register.person("x " + name)
    with register.database.transaction() as session:
        session.exec(select(Person)).one().display_name = name

    words = exports.export(OFFICER, ListForm.CSV, Locale.NL).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(exports.export(OFFICER, ListForm.EXCEL, Locale.NL)))

    assert words.splitlines()[1].lstrip('"').startswith("'")
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_resourcespace_gets_its_own_two_tables_of_consents_in_force(register, exports):
    mother, child = (
        register.person("Moeder"),
        register.person("Kind", kind=PersonKind.MINOR, birth_date=date(2018, 1, 2)),
    )
    register.consent.add_guardian(OFFICER, minor_id=child.id, guardian_id=mother.id, authority=Authority.PARENT)
    register.says(child.id, ConsentState.GIVEN, "website", "infoblad", valid_until=date(2027, 1, 1))
    register.says(mother.id)
    register.says(mother.id, ConsentState.WITHDRAWN)
    photo = register.photo()
    with register.database.transaction() as session:
        session.add(Appearance(photo_id=photo.id, person_id=child.id, origin=Origin.CONFIRMED, at=register.clock.now()))

    packed = zipfile.ZipFile(io.BytesIO(exports.export(OFFICER, ListForm.RESOURCESPACE, Locale.NL)))

    consents = packed.read("consent.csv").decode().splitlines()
    assert consents[0] == ",".join(handing_out.RESOURCESPACE)
    assert consents[1:] == [
        '1,Kind,2018-01-02,,Moeder,,,"Print, Websites","uses: infoblad, website",2026-06-01,2027-01-01'
    ]
    assert packed.read("resource_consent.csv").decode().splitlines() == ["resource,consent", f"{photo.reference},1"]


def test_a_photographer_can_neither_bring_lists_in_nor_take_them_out(imports, exports):
    with pytest.raises(Forbidden):
        imports.look(PHOTOGRAPHER, b"Naam\nAnna")
    with pytest.raises(Forbidden):
        exports.export(PHOTOGRAPHER, ListForm.CSV, Locale.NL)


def test_a_guardian_with_a_mandate_that_is_over_is_refused(register):
    mother, child = register.person("Moeder"), register.person("Kind")
    new = NewGuardian(minor_id=child.id, guardian_id=mother.id, authority=Authority.GUARDIAN, until=date(2026, 5, 31))
    with pytest.raises(DateImpossible), register.database.transaction() as session:
        persons.add_guardian(session, new, now=register.clock.now(), today=TODAY, by=None)
