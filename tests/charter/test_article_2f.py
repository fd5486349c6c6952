"""Article 2f of the charter and how it is read, one test for each sentence; each test quotes the sentence it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from charter.builders import CHARTER_FILE, DAY, GIVEN, REFUSED, WEB, face, facts, person, shipped

from registry.analysis.measures import ShotType
from registry.charter.charter import Signature
from registry.charter.facts import Certainty, Genre, Mandate, Setting, TextPlace
from registry.charter.parsing import parse
from registry.charter.rules import judge
from registry.charter.verdict import Outcome

TEXT = CHARTER_FILE.read_text(encoding="utf-8")
ATMOSPHERE = (ShotType.OVERVIEW, ShotType.ATMOSPHERE)
TARGETED = (ShotType.FOCUSED, ShotType.POSED_GROUP, ShotType.PORTRAIT)
PUBLIC = (Setting.PUBLIC_EVENT, Setting.PUBLIC_PLACE)
SEAT = Mandate(domains=frozenset({"sport"}), in_college=True, starts_on=date(2025, 1, 1), ends_on=None)


def outcome(seen, charter=None, on=DAY) -> Outcome:
    return judge(seen, charter or shipped(), on).outcome


@pytest.mark.parametrize("kind", TARGETED)
def test_whoever_posts_sees_to_it_that_the_portrayed_gave_their_express_consent(kind):
    """Zorgt (…) er zelf voor dat de gefotografeerde personen hun uitdrukkelijke toestemming hebben gegeven."""
    assert outcome(facts(kind, faces=(face(),), persons=(person(),))) is Outcome.NEEDS_CONSENT
    assert outcome(facts(kind, faces=(face(),), persons=(person(own=GIVEN),))) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("genre", list(Genre))
def test_a_profile_photo_needs_consent(genre):
    """Enkel bij profielfoto's (…) moeten we toestemming vragen: of a mandatary too, also with the news."""
    seen = facts(ShotType.PORTRAIT, faces=(face(),), persons=(person(mandates=(SEAT,)),), use=replace(WEB, genre=genre))

    assert outcome(seen) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize(
    ("standard", "level", "limit"),
    [
        ("EN 62676-4:2015", "detect", 25),
        ("EN 62676-4:2015", "observe", 62.5),
        ("EN 62676-4:2015", "recognise", 125),
        ("EN 62676-4:2015", "identify", 250),
        ("IEC 62676-4:2025", "perceive", 125),
        ("IEC 62676-4:2025", "characterise", 250),
        ("IEC 62676-4:2025", "validate", 500),
    ],
)
def test_consent_is_needed_where_people_are_very_recognisable_by_the_standard_the_charter_names(standard, level, limit):
    """En foto's waarop de mensen heel herkenbaar zijn: in px/m at the face, on the copy that is published."""
    chosen = TEXT.replace('standard = "EN 62676-4:2015"', f'standard = "{standard}"')
    charter = parse(chosen.replace('level = "recognise"', f'level = "{level}"'))
    width = limit * 0.16

    assert charter.density.value == limit
    assert outcome(facts(faces=(face(width=width),)), charter) is Outcome.NEEDS_CONSENT
    assert outcome(facts(faces=(face(width=width * 0.99),)), charter) is Outcome.PUBLISHABLE
    half = replace(WEB, long_side=800)
    assert outcome(facts(faces=(face(width=width),), use=half), charter) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("kind", ATMOSPHERE)
@pytest.mark.parametrize("setting", PUBLIC)
def test_atmosphere_and_overview_images_of_public_life_are_no_infringement(kind, setting):
    """Sfeerbeelden en overzichtsfoto's (…) op het publieke domein of tijdens publieke manifestaties."""
    assert outcome(facts(kind, setting=setting, faces=(face(1), face(2)))) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("kind", ATMOSPHERE)
def test_the_same_image_of_a_place_that_is_not_public_is_not_exempt(kind):
    """(…) die gemaakt zijn op het publieke domein of tijdens publieke manifestaties: and nowhere else."""
    seen = facts(kind, setting=Setting.PUBLIC_EVENT, faces=(face(1), face(2, focused=False)))

    assert outcome(seen) is Outcome.PUBLISHABLE
    assert outcome(replace(seen, setting=Setting.NOT_PUBLIC)) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize("setting", PUBLIC)
def test_unless_they_clearly_focus_on_one_or_a_few(setting):
    """Tenzij ze duidelijk op één of enkele personen focussen."""
    assert outcome(facts(ShotType.FOCUSED, setting=setting, faces=(face(),))) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize("kind", ATMOSPHERE)
def test_whoever_recognises_themself_and_disagrees_is_not_shown_even_then(kind):
    """Maar zelfs dan kan iemand die zich herkent (…) eisen dat de foto in kwestie niet langer gebruikt wordt."""
    assert outcome(facts(kind, faces=(face(),), persons=(person(own=REFUSED),))) is Outcome.BLOCKED


# How it is read


@pytest.mark.parametrize("people", [2, 5, 30])
def test_people_who_pose_are_targeted_however_many_they_are(people):
    """Or people posing (a class photo of thirty is targeted)."""
    faces = tuple(face(n) for n in range(1, people + 1))
    persons = tuple(person(n, own=GIVEN) for n in range(1, people))

    verdict = judge(facts(ShotType.POSED_GROUP, faces=faces, persons=persons), shipped(), DAY)

    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert [need.face_number for need in verdict.needs] == [people]


@pytest.mark.parametrize("years", [0, 1, 19])
def test_the_heirs_decide_for_twenty_years_after_a_death(years):
    """Consent of the portrayed, and of the heirs for 20 years after death (art. XI.174 WER)."""
    died = date(2006, 6, 2)
    seen = facts(faces=(face(),), persons=(person(died_on=died, own=GIVEN),))

    verdict = judge(seen, shipped(), date(2006 + years, 6, 3))
    assert {need.signature for need in verdict.needs} == {Signature.HEIR}
    assert outcome(seen, on=date(2026, 6, 2)) is Outcome.PUBLISHABLE


def test_a_mandatary_in_function_needs_no_consent_for_news_and_does_for_a_profile_photo():
    """A public mandatary in function needs no consent record for news, but does for a profile photo."""
    seen = facts(faces=(face(),), persons=(person(mandates=(SEAT,)),))

    assert outcome(seen) is Outcome.PUBLISHABLE
    assert outcome(replace(seen, use=replace(WEB, genre=Genre.PROFILE))) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize("place", list(TextPlace))
def test_a_text_that_names_a_person_makes_them_identified(place):
    """A person can be recognisable without a face: a caption that names a person makes them identified."""
    named = person(None, Certainty.NAMED, person_id=UUID(int=1), named_in=frozenset({place}))

    assert outcome(facts(ShotType.ATMOSPHERE)) is Outcome.PUBLISHABLE
    assert outcome(facts(ShotType.ATMOSPHERE, persons=(named,))) is Outcome.NEEDS_CONSENT


@pytest.mark.parametrize(
    ("years", "signing"),
    [
        (0, {Signature.GUARDIAN}),
        (11, {Signature.GUARDIAN}),
        (12, {Signature.GUARDIAN, Signature.OWN}),
        (13, {Signature.GUARDIAN, Signature.OWN}),
        (14, {Signature.OWN}),
        (17, {Signature.OWN}),
    ],
)
def test_of_minors_those_of_the_age_table_sign(years, signing):
    """Under 12 the guardians; 12-14 both; from 14 the minor."""
    child = person(birth_date=DAY.replace(year=DAY.year - years))

    verdict = judge(facts(faces=(face(),), persons=(child,)), shipped(), DAY)

    assert {need.signature for need in verdict.needs} == signing


@pytest.mark.parametrize("who", ["own", "guardian"])
def test_either_of_them_may_refuse_for_a_minor(who):
    """Either may withdraw."""
    child = person(birth_date=date(2013, 6, 1), **({"own": GIVEN, "guardian": GIVEN} | {who: REFUSED}))

    assert outcome(facts(faces=(face(),), persons=(child,))) is Outcome.BLOCKED


def test_the_charter_s_own_sentences_are_those_the_software_quotes():
    quoted = shipped().articles["2f"]

    for sentence in (
        "hun uitdrukkelijke toestemming hebben gegeven",
        "Enkel bij profielfoto's en foto's waarop de mensen heel herkenbaar zijn, moeten we toestemming vragen",
        "tenzij ze duidelijk op één of enkele personen focussen",
        "niet langer gebruikt wordt en vernietigd wordt",
    ):
        assert sentence in quoted
