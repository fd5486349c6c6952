from __future__ import annotations

import random
from datetime import date
from uuid import UUID, uuid4

import pytest
from consent.parts import OFFICER

from registry.consent import duplicates, searching
from registry.consent.duplicates import Alike, compare, known
from registry.consent.errors import SamePerson
from registry.consent.identities import IdentityService
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.states import Authority

BORN = date(1980, 5, 4)


@pytest.fixture
def identities(register) -> IdentityService:
    return IdentityService(database=register.database, clock=register.clock, jobs=register.queue)


def one(name, *, number=1, **changes):
    return known(UUID(int=number), name, *(changes.get(key) for key in ("birth_date", "email", "phone")))


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        (("Anna Peeters", {}), ("Peeters Anna", {}), {Alike.NAME}),
        (("Éloïse De Smet", {}), ("ELOISE DESMET", {}), {Alike.NAME}),
        (("Karel Vandenbroeck", {"birth_date": BORN}), ("Carel Van den Broeck", {"birth_date": BORN}),
         {Alike.NAME, Alike.BIRTH}),
        (("Ana Peters", {"email": "A@example.be"}), ("Anna Peeters", {"email": "a@example.be "}),
         {Alike.NAME, Alike.MAIL}),
        (("Ana Peters", {"phone": "+32 470 12 34 56"}), ("Anna Peeters", {"phone": "0470/123456"}),
         {Alike.NAME, Alike.PHONE}),
    ],
)  # fmt: skip
def test_two_records_of_one_person_are_suggested(left, right, alike):
    pair = compare(one(left[0], **left[1]), one(right[0], number=2, **right[1]))

    assert pair is not None
    assert pair.alike == alike


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("Jan Janssens", {"birth_date": BORN}), ("Jan Janssens", {"birth_date": date(1981, 5, 4)})),
        (("Jan Janssens", {"email": "gezin@example.be"}), ("Marie Claes", {"email": "gezin@example.be"})),
        (("Anna Peeters", {}), ("Hans Meeus", {})),
    ],
)
def test_two_people_are_not_suggested(left, right):
    assert compare(one(left[0], **left[1]), one(right[0], number=2, **right[1])) is None


def test_doubles_are_suggested_until_an_officer_tells_them_apart(register, identities):
    anna, double = register.person("Anna Peeters"), register.person("Peeters Anna")
    register.person("Bert Claes")
    (likely,) = identities.likely_doubles(OFFICER, limit=5)
    assert {likely.one.id, likely.other.id} == {anna.id, double.id}

    identities.tell_apart(OFFICER, double.id, anna.id)

    assert identities.likely_doubles(OFFICER, limit=5) == []
    with pytest.raises(SamePerson):
        identities.tell_apart(OFFICER, anna.id, anna.id)


def test_a_parent_and_a_child_of_the_same_name_are_not_suggested(register, identities):
    parent, child = register.person("Jan Peeters"), register.person("Jan Peeters")
    identities.add_guardian(OFFICER, NewGuardian(minor_id=child.id, guardian_id=parent.id, authority=Authority.PARENT))

    assert identities.likely_doubles(OFFICER, limit=5) == []


def test_a_new_person_who_may_be_here_already_is_pointed_out(register, identities):
    anna = register.person("Anna Peeters", email="anna@example.be")

    found = identities.like(OFFICER, NewPerson(display_name="Ana Peters", email="anna@example.be"))

    assert [person.id for person in found] == [anna.id]
    assert identities.like(OFFICER, NewPerson(display_name="Karel Claes")) == []


def test_a_person_known_by_a_nickname_is_found_by_both_names_once_named(register, identities):
    girl = register.person("Meisje met de rode sjaal, Kermis 2026")

    identities.change(OFFICER, girl.id, NewPerson(display_name="Anna Peeters"))

    for text in ("rode sjaal", "anna peters"):
        assert [person.id for person in register.consent.find_persons(OFFICER, text)] == [girl.id]
    assert identities.names_before(OFFICER, girl.id) == ["Meisje met de rode sjaal, Kermis 2026"]


def test_a_form_sent_twice_adds_one_person(register):
    new = NewPerson(id=uuid4(), display_name="Anna")

    first, second = (register.consent.add_person(OFFICER, new) for _ in range(2))

    assert first.id == second.id
    assert len(register.consent.find_persons(OFFICER, "")) == 1


def test_a_guardian_is_ended_and_holds_again_when_named_anew(register, identities):
    mother, child = register.person("Moeder"), register.person("Kind")
    new = NewGuardian(minor_id=child.id, guardian_id=mother.id, authority=Authority.GUARDIAN, mandate="vonnis 12")
    tie = identities.add_guardian(OFFICER, new)

    identities.end_guardian(OFFICER, tie.id)
    assert identities.guardians(OFFICER, child.id)[0].tie.ended_at is not None
    assert identities.wards(OFFICER, mother.id) == []

    again = identities.add_guardian(OFFICER, new)
    assert again.id == tie.id
    (found,) = identities.guardians(OFFICER, child.id)
    assert (found.tie.ended_at, found.tie.mandate, found.other.id) == (None, "vonnis 12", mother.id)


@pytest.mark.parametrize(
    "typed", ["van den hove jan", "janvandenhove", "Ján Vandenhove", "jan vandenhoeve", "hove jan v"]
)
def test_one_name_is_found_among_twenty_thousand_whatever_the_spelling(typed):
    seed = 7
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    draw = random.Random(seed)
    parts = ["mans", "sens", "ters", "ael", "ghe", "pee", "cla", "dec", "kla", "roe", "bos", "wou"]
    names = [
        (uuid4().hex, f"{draw.choice(['piet', 'els', 'luc'])} {''.join(draw.choices(parts, k=3))}")
        for _ in range(20_000)
    ]
    wanted = uuid4()
    names.append((wanted.hex, "jan van den hove" if typed == "hove jan v" else "jan vandenhove"))

    hits = searching.rank(searching.fold(typed), names, limit=5)

    assert hits[0].person_id == wanted


def test_ten_thousand_people_are_compared_without_comparing_each_with_each():
    seed = 3
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    draw = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["".join(draw.choices(letters, k=12)) for _ in range(10_000)]
    people = [known(UUID(int=n), name, BORN if n % 9000 == 0 else None) for n, name in enumerate(names)]
    people.append(known(UUID(int=10_001), names[5]))

    assert [(pair.one.int, pair.other.int) for pair in duplicates.pairs(people)] == [(5, 10_001)]
