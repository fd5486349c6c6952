from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from consent.parts import CHARTER, OFFICER, ColourEngine, encoding

from registry.charter.charter import Signature
from registry.consent.events import EVERY_USE, RECOGNITION, ConsentState
from registry.consent.gallery import Gallery
from registry.consent.states import PersonKind

RED, BLUE = (200, 10, 10), (10, 10, 200)
TODAY = date(2026, 6, 1)
TESTS = Path(__file__).parents[1]


def look(gallery: Gallery, on: date = TODAY):
    return gallery.snapshot(on=on, engine=ColourEngine.name)


def another(register) -> Gallery:
    return Gallery(database=register.database, vault=register.vault, charter=register.charter)


def test_a_gallery_holds_the_template_that_was_enrolled(register):
    person = register.enrolled(RED)

    snapshot = look(register.gallery)

    assert snapshot.people == (person.id,)
    assert np.allclose(snapshot.vectors[0], encoding(RED).vector)


def test_a_gallery_that_was_loaded_before_sees_an_enrolment_by_another(register):
    other = another(register)
    assert look(other).people == ()

    person = register.enrolled(RED)

    assert look(other).people == (person.id,)


def test_a_gallery_that_was_loaded_before_drops_a_withdrawal_and_overwrites_what_it_held(register):
    person = register.enrolled(RED)
    kept = register.enrolled(BLUE, "Bert Claes")
    first, second = another(register), another(register)
    held = [look(first), look(second)]
    assert all(person.id in snapshot.people for snapshot in held)

    register.consent.withdraw(OFFICER, person.id)

    for gallery, before in zip((first, second), held, strict=True):
        assert look(gallery).people == (kept.id,)
        assert not before.vectors.any()
        assert not any(
            np.allclose(vector, encoding(RED).vector)
            for held in gallery._held.values()
            for vector in held.vectors.values()
        )


def test_a_gallery_in_another_process_drops_a_withdrawal_before_its_next_use(register, settings):
    person = register.enrolled(RED)
    command = [sys.executable, str(TESTS / "consent" / "other_process.py")]
    process = subprocess.Popen(
        [*command, settings.database_url, settings.vault_url, str(settings.keys_home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}", "PATH": ""},
    )
    with process:

        def asks() -> str:
            process.stdin.write("200 10 10\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        before = asks()
        register.consent.withdraw(OFFICER, person.id)
        after = asks()
        process.stdin.close()

    assert (before, after) == ("1 1.000", "0 -1.000")


def test_a_gallery_that_is_not_told_of_any_change_is_not_loaded_again(register):
    register.enrolled(RED)

    assert look(register.gallery) is look(register.gallery)


def test_a_recognition_consent_that_runs_out_at_midnight_is_not_matched_the_day_after(register):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION, valid_until=TODAY)
    register.templates.keep(OFFICER, person.id, encoding(RED))

    assert look(register.gallery, TODAY).people == (person.id,)
    assert look(register.gallery, TODAY + timedelta(days=1)).people == ()


def test_templates_that_were_dropped_while_in_use_say_so(register):
    register.enrolled(RED)
    before = look(register.gallery, TODAY)
    assert not before.wiped

    look(register.gallery, TODAY + timedelta(days=1))

    assert before.wiped


def test_two_engines_in_turn_do_not_drop_each_others_templates(register):
    register.enrolled(RED)
    first = look(register.gallery)

    register.gallery.snapshot(on=TODAY, engine="another")

    assert look(register.gallery) is first
    assert first.vectors.any()


def test_a_withdrawal_is_overwritten_with_every_engine_at_the_next_use_of_any(register):
    person = register.enrolled(RED)
    before = look(register.gallery)

    register.consent.withdraw(OFFICER, person.id)
    register.gallery.snapshot(on=TODAY, engine="another")

    assert not before.vectors.any()
    assert before.wiped


def test_templates_of_another_engine_are_not_compared(register):
    register.enrolled(RED)

    assert register.gallery.snapshot(on=TODAY, engine="another").people == ()


@pytest.mark.parametrize(("born", "expected"), [(date(2012, 6, 1), 1), (date(2012, 6, 2), 0)])
def test_a_child_under_the_configured_age_is_not_in_the_gallery(register, born, expected):
    person = register.person(kind=PersonKind.MINOR, birth_date=born)
    for signature in (Signature.OWN, Signature.GUARDIAN):
        register.says(person.id, ConsentState.GIVEN, RECOGNITION, signature=signature)
    if expected:
        register.templates.keep(OFFICER, person.id, encoding(RED))
    else:
        _smuggle(register, person.id)

    assert len(look(register.gallery).people) == expected


def _smuggle(register, person_id) -> None:
    """Keep a template as an older charter, with a lower age, would have let it be kept."""
    from dataclasses import replace

    figures = dict(CHARTER.figures)
    figures["age.automatic_matching"] = replace(figures["age.automatic_matching"], value=0)
    register.templates._charter = replace(CHARTER, figures=figures)
    register.templates.keep(OFFICER, person_id, encoding(RED))


def test_someone_who_refuses_every_use_may_still_be_recognised_so_that_they_are_kept_out(register):
    person = register.enrolled(RED)

    register.says(person.id, ConsentState.REFUSED, EVERY_USE)

    assert look(register.gallery).people == (person.id,)
