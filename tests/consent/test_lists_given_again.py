"""The register's own lists, given again: here, after changes, and to another register."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from consent.parts import OFFICER
from consent.test_lists import checked, counted, said, taken, text_of

from registry.charter.charter import Signature
from registry.charter.facts import AnswerState
from registry.consent.columns import Wrong
from registry.consent.events import EVERY_USE, ConsentMethod, ConsentState
from registry.consent.exporting import ListForm
from registry.consent.identities import IdentityService
from registry.consent.persons import NewPerson
from registry.consent.scope import Covered
from registry.consent.states import Authority, PersonKind
from registry.locale import Locale

ELSEWHERE = "0190b6a2-0000-7000-8000-00000000000a"


@pytest.fixture
def identities(register):
    return IdentityService(database=register.database, clock=register.clock, jobs=register.queue)


@pytest.fixture(params=[ListForm.CSV, ListForm.EXCEL])
def handed_out(request, exports):
    return lambda locale=Locale.NL: exports.export(OFFICER, request.param, locale)


def of_names_only(register):
    """Two namesakes without anything else, one who never wants to be shown, and a child with a guardian."""
    one, other = register.person("Jan Janssens"), register.person("Jan Janssens")
    never = register.person("Nora", kind=PersonKind.NEVER)
    child, mother = register.person("Lou", kind=PersonKind.MINOR), register.person("Els")
    register.consent.add_guardian(OFFICER, minor_id=child.id, guardian_id=mother.id, authority=Authority.PARENT)
    register.says(one.id)
    register.says(other.id, ConsentState.REFUSED, EVERY_USE)
    register.says(child.id, ConsentState.GIVEN, "press", signature=Signature.GUARDIAN, signed_by=mother.id)
    return one, other, never, child, mother


@pytest.mark.parametrize("locale", list(Locale))
def test_its_own_list_when_taken_in_again_then_brings_nobody_and_nothing(register, imports, handed_out, locale):
    of_names_only(register)
    register.clock.advance(timedelta(days=3))
    before = counted(register)

    again = checked(imports, handed_out(locale))
    run = imports.take_in(OFFICER, uuid4(), again)

    assert again.faults == ()
    assert (again.new_persons, again.known_persons, again.new_answers) == (0, 5, 0)
    assert (run.persons, run.consents) == (0, 0)
    assert counted(register) == before


@pytest.mark.parametrize("state", list(ConsentState))
@pytest.mark.parametrize("locale", list(Locale))
def test_whatever_was_said_when_handed_out_then_reads_back(register, imports, handed_out, state, locale):
    person = register.person("Anna")
    register.says(person.id, state, "website")

    (entry,) = checked(imports, handed_out(locale)).entries

    assert (entry.said.state, entry.said.method) == (state, ConsentMethod.SIGNATURE)


def test_a_no_to_everything_when_handed_out_then_stands_in_the_list(register, imports, handed_out):
    person = register.person("Anna")
    register.says(person.id, ConsentState.REFUSED, EVERY_USE)

    (entry,) = checked(imports, handed_out()).entries

    assert (entry.said.state, entry.said.purposes) == (ConsentState.REFUSED, (EVERY_USE,))


def test_a_yes_to_everything_when_read_then_is_asked_to_name_its_uses(imports):
    found = checked(imports, text_of([["Naam", "Antwoord", "Doelen"], ["Anna", "ja", "every-use"]]))

    assert [fault.why for fault in found.faults] == [Wrong.EVERYTHING]


def test_who_was_named_or_joined_since_when_an_old_list_comes_back_then_is_known(
    register, imports, identities, handed_out
):
    scarf, double = register.person("Meisje met de rode sjaal"), register.person("Jan Janssens")
    whole = register.person("Jan Janssens senior")
    register.says(double.id)
    old = handed_out()
    identities.change(OFFICER, scarf.id, NewPerson(display_name="Ilse Claes"))
    identities.merge(OFFICER, whole.id, double.id)

    again = checked(imports, old)

    assert again.faults == ()
    assert set(again.known.values()) == {scarf.id, whole.id}
    assert (again.new_persons, again.new_answers) == (0, 0)


def test_a_number_beside_another_name_when_read_then_is_refused_and_the_rest_goes_on(register, imports):
    anna = register.person("Anna")
    lines = [["Naam", "Nummer in het register", "Antwoord", "Doelen"]]
    lines += [["Bert", str(anna.id), "ja", "website"], ["Cis", "12", "", ""], ["Dirk", "", "ja", "website"]]

    found = checked(imports, text_of(lines))

    assert [(fault.row, fault.column, fault.why) for fault in found.faults] == [
        (2, "Nummer in het register", Wrong.OTHER_NAME),
        (3, "Nummer in het register", Wrong.NUMBER),
    ]
    assert imports.take_in(OFFICER, uuid4(), found, leave_out=True).persons == 1
    assert said(register, anna.id).reason is AnswerState.NEVER_ASKED


def test_who_was_forgotten_when_an_old_list_comes_back_then_stays_forgotten(register, imports, handed_out):
    anna = register.person("Anna")
    old = handed_out()
    with register.database.transaction() as session:
        gone = session.get_one(type(anna), anna.id)
        gone.display_name = gone.search_name = ""
        session.add(gone)

    found = checked(imports, old)

    assert [fault.why for fault in found.faults] == [Wrong.FORGOTTEN]
    assert imports.take_in(OFFICER, uuid4(), found, leave_out=True).persons == 0


def test_a_list_of_another_register_when_given_twice_then_brings_its_people_once_and_apart(register, imports):
    other = "0190b6a2-0000-7000-8000-00000000000b"
    lines = [["Naam", "Nummer in het register", "Antwoord", "Doelen", "Datum"]]
    lines += [["Jan Janssens", ELSEWHERE, "ja", uses, "01/02/2026"] for uses in ("website", "press")]
    lines += [["Jan Janssens", other, "nee", "website", "01/02/2026"]]

    first, second = taken(imports, text_of(lines)), taken(imports, text_of(lines))

    assert (first.persons, first.consents) == (2, 3)
    assert (second.persons, second.consents) == (0, 0)
    assert isinstance(said(register, UUID(ELSEWHERE)), Covered)
    assert said(register, UUID(other)).reason is AnswerState.REFUSED
