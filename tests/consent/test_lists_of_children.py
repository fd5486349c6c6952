"""Lists that name guardians, and answers about one event or one photo."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from consent.parts import OFFICER
from consent.test_lists import checked, counted, excel_of, said, taken, text_of
from sqlmodel import select

from registry.charter.charter import Signature
from registry.charter.facts import AnswerState
from registry.consent.columns import Wrong, guess
from registry.consent.exporting import ListForm
from registry.consent.identities import IdentityService
from registry.consent.importing import Choice
from registry.consent.records import ConsentEvent, Guardianship, Person
from registry.consent.register_records import PersonChange, PersonChangeKind
from registry.consent.scope import Covered, IntendedUse
from registry.consent.states import Authority, PersonKind
from registry.consent.told_guardians import WrongGuardian
from registry.consent.vocabulary import Field
from registry.locale import Locale

HEADINGS = [
    "Naam", "Geboortedatum", "E-mail", "Ouder 1", "E-mail ouder 1", "Gsm ouder 1", "Voogd 2", "Voogd 2: mandaat",
    "Toestemming", "Doelen", "Evenement", "Vanaf", "Tot",
]  # fmt: skip
LOU = [
    "Lou Maes", "02/03/2018", "", "Els Maes", "els@voorbeeld.be", "0470 11 22 33", "Vera Voogd", "vonnis 4711",
    "ja", "website, Facebook", "Kermis", "01/06/2026", "31/08/2026",
]  # fmt: skip


def rows(register, model):
    with register.database.reading() as session:
        return session.exec(select(model)).all()


def named(register, name):
    return next(person for person in rows(register, Person) if person.display_name == name)


def test_headings_about_a_parent_when_guessed_then_are_never_taken_for_the_childs_own():
    found = guess(HEADINGS)
    assert {field.value: HEADINGS[place] for field, place in found.items() if "guardian" in field.value} == {
        "guardian": "Ouder 1",
        "guardian-email": "E-mail ouder 1",
        "guardian-phone": "Gsm ouder 1",
        "second-guardian": "Voogd 2",
        "second-guardian-mandate": "Voogd 2: mandaat",
    }
    assert guess(["Naam", "E-mail moeder", "E-mail vader"]) == {
        Field.NAME: 0,
        Field.GUARDIAN_EMAIL: 1,
        Field.SECOND_GUARDIAN_EMAIL: 2,
    }
    assert Field.EMAIL not in guess(["Nom", "Téléphone du parent", "E-mail du parent"])


@pytest.mark.parametrize("written", [text_of, excel_of])
def test_a_child_with_two_guardians_when_taken_in_then_is_tied_to_both_and_the_first_signed(
    register,
    imports,
    written,
):
    event = register.event(on=date(2026, 6, 1))
    run = taken(imports, written([HEADINGS, LOU]))

    assert (run.persons, run.consents) == (3, 1)
    lou, els, vera = (named(register, name) for name in ("Lou Maes", "Els Maes", "Vera Voogd"))
    assert (lou.kind, lou.email, els.email, els.phone) == (
        PersonKind.MINOR, None, "els@voorbeeld.be", "0470 11 22 33",
    )  # fmt: skip
    ties = {(tie.minor_id, tie.guardian_id): (tie.authority, tie.mandate) for tie in rows(register, Guardianship)}
    assert ties == {
        (lou.id, els.id): (Authority.PARENT, None),
        (lou.id, vera.id): (Authority.OTHER, "vonnis 4711"),
    }
    changes = [change for change in rows(register, PersonChange) if change.kind is PersonChangeKind.GUARDIAN]
    assert {(change.person_id, change.other_id) for change in changes} == set(ties)
    (answer,) = rows(register, ConsentEvent)
    assert (answer.signature, answer.signed_by, answer.scope_id) == (Signature.GUARDIAN, els.id, event.id)
    assert (answer.valid_from, answer.valid_until) == (date(2026, 6, 1), date(2026, 8, 31))


def test_an_answer_about_one_event_when_taken_in_then_covers_no_other(register, imports):
    event = register.event(on=date(2026, 6, 1))
    taken(imports, text_of([["Naam", "Akkoord", "Doelen", "Evenement"], ["An Claes", "ja", "website", "kermis"]]))
    an = named(register, "An Claes")
    assert isinstance(said(register, an.id, IntendedUse(purpose="website", event_id=event.id)), Covered)
    other = IntendedUse(purpose="website", event_id=uuid4())
    assert said(register, an.id, other).reason is AnswerState.OUT_OF_SCOPE


def test_an_answer_about_one_photo_when_taken_in_then_covers_that_photo_only(register, imports):
    photo, other = register.photo(), register.photo()
    reference = "F-1234-5678"
    with register.database.transaction() as session:
        session.get_one(type(photo), photo.id).reference = reference
    taken(imports, text_of([["Naam", "Akkoord", "Doelen", "Foto"], ["An Claes", "ja", "website", "f 1234 5678"]]))
    an = named(register, "An Claes")
    assert isinstance(said(register, an.id, IntendedUse(purpose="website", photo_id=photo.id)), Covered)
    assert not isinstance(said(register, an.id, IntendedUse(purpose="website", photo_id=other.id)), Covered)


def test_two_events_of_one_name_when_a_row_gives_the_day_then_are_told_apart(register, imports):
    _, second = (register.event(on=day) for day in (date(2025, 6, 1), date(2026, 5, 30)))
    lines = [["Naam", "Akkoord", "Doelen", "Evenement"], ["An Claes", "ja", "website", "Kermis"]]
    assert [fault.why for fault in checked(imports, text_of(lines)).faults] == [Wrong.EVENT]
    lines[1][3] = "Kermis (30/05/2026)"
    taken(imports, text_of(lines))
    assert [answer.scope_id for answer in rows(register, ConsentEvent)] == [second.id]


def test_what_is_wrong_about_guardians_when_checked_then_is_told_by_row_and_column_and_nothing_is_taken_in(
    register,
    imports,
):
    headings = ["Naam", "Geboortedatum", "Ouder", "Ouder: hoedanigheid", "Ouder: mandaat", "Ouder: e-mail", "Foto"]
    found = checked(
        imports,
        text_of(
            [
                headings,
                ["Lou Maes", "02/03/2018", "", "", "", "els@voorbeeld.be", ""],
                ["Lou Maes", "02/03/2018", "Lou Maes", "", "", "", ""],
                ["Lou Maes", "02/03/2018", "Vera Voogd", "voogd", "", "", ""],
                ["Lou Maes", "02/03/2018", "Vera Voogd", "buurvrouw", "", "geen adres", ""],
                ["Lou Maes", "02/03/2018", "Els; Jan", "", "", "els@voorbeeld.be", ""],
                ["Oud Genoeg", "02/03/1980", "Els Maes", "", "", "", ""],
                ["An Claes", "", "", "", "", "", "F-0000-0000"],
            ],
            separator=",",
        ),
    )
    assert [(fault.row, fault.column, fault.why) for fault in found.faults] == [
        (2, "Ouder: e-mail", WrongGuardian.NAMELESS),
        (3, "Ouder", WrongGuardian.SELF),
        (4, "Ouder: mandaat", WrongGuardian.MANDATE),
        (5, "Ouder: hoedanigheid", WrongGuardian.RIGHT),
        (5, "Ouder: e-mail", WrongGuardian.MAIL),
        (6, "Ouder: e-mail", WrongGuardian.UNEQUAL),
        (7, "Ouder", WrongGuardian.GROWN),
        (8, "Foto", Wrong.PHOTO),
    ]
    assert counted(register) == (0, 0)


def test_brothers_and_sisters_with_one_mother_when_taken_in_then_have_one_mother(register, imports):
    lines = [["Naam", "Geboortedatum", "Moeder", "E-mail moeder"]]
    lines += [[name, "02/03/2018", "Els Maes", "ELS@voorbeeld.be"] for name in ("Lou Maes", "Mil Maes")]
    run = taken(imports, text_of(lines))
    assert (run.persons, len(rows(register, Guardianship))) == (3, 2)
    again = taken(imports, text_of(lines))
    assert (again.persons, len(rows(register, Guardianship)), len(rows(register, Person))) == (0, 2, 3)


def test_a_tie_that_the_officer_ended_when_a_list_names_it_again_then_stays_ended(register, imports, clock):
    lines = [["Naam", "Geboortedatum", "Moeder"], ["Lou Maes", "02/03/2018", "Els Maes"]]
    lines[0].append("GSM")
    lines[1].append("0470 11 22 33")
    taken(imports, text_of(lines))
    (tie,) = rows(register, Guardianship)
    identities = IdentityService(database=register.database, clock=clock, jobs=register.queue)
    identities.end_guardian(OFFICER, tie.id)
    taken(imports, text_of(lines))
    (after,) = rows(register, Guardianship)
    assert after.ended_at == clock.now()


def test_three_guardians_and_an_events_answer_when_handed_out_then_read_back_as_the_same(register, imports, exports):
    event = register.event(on=date(2026, 6, 1))
    mails = "els@voorbeeld.be; jan@voorbeeld.be; vera@voorbeeld.be"
    lines = [["Naam", "Geboortedatum", "Ouders", "E-mail ouders", "Toestemming", "Doelen", "Evenement"]]
    lines += [["Lou Maes", "02/03/2018", "Els Maes; Jan Claes; Vera Voogd", mails, "ja", "website", "Kermis"]]
    taken(imports, text_of(lines, separator=","))
    before = counted(register), len(rows(register, Guardianship))
    assert before == ((4, 1), 3)

    sheet, guessed = imports.look(OFFICER, exports.export(OFFICER, ListForm.EXCEL, Locale.NL))
    found = imports.check(OFFICER, sheet, Choice(mapping=guessed))
    assert found.faults == ()
    told = {guardian.name for entry in found.entries for guardian in entry.guardians}
    assert told == {"Els Maes", "Jan Claes", "Vera Voogd"}
    assert [entry.said.scope.id for entry in found.entries if entry.said] == [event.id]
    imports.take_in(OFFICER, uuid4(), found)
    assert (counted(register), len(rows(register, Guardianship))) == before
