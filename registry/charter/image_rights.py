"""Article 2f: who must have agreed, and who refused. The texts are English message ids."""

from collections.abc import Iterator
from datetime import date

from registry.analysis.measures import ShotType
from registry.charter.charter import Charter, Signature
from registry.charter.facts import AnswerState, FaceFacts, Facts, PersonFacts
from registry.charter.signatures import Missing, Standpoint, missing, refusals, standpoint
from registry.charter.subjects import Subject, Treatment, counted_faces, density, subjects, treatment
from registry.charter.verdict import Effect, Finding
from registry.charter.years import age
from registry.locale import N_

RULED = N_("An officer decided what kind of photo this is.")
FACES_OF_NOBODY = N_("The photo was taken for one of nobody, yet {value} faces were found. Look at it.")
UNSURE = N_("The measures do not decide whether someone is singled out. Look at the photo and decide.")
SETTING_UNKNOWN = N_("It is not known whether this photo was taken in public. Say so at the event.")
FACELESS = N_("Someone is singled out but no face was found. Look at the photo and say who it is.")
UNKNOWN_FACE = N_("Face {face} is recognisable ({value} px/m, limit {threshold} px/m) and nobody knows who it is.")
LOOKS_LIKE = N_("Face {face} looks like someone in the register (similarity {value}). Confirm or reject it.")
AGREED = N_("A person in this photo agreed to this use.")
OUTGROWN = N_("A yes given as a minor must be asked anew.")
TOO_SMALL = N_("Nobody is very recognisable at this size: {value} px/m at the largest face, limit {threshold} px/m.")


def kind_of_image(facts: Facts, _charter: Charter, _on: date) -> Iterator[Finding]:
    """Say how article 2f treats the photo: free, of nobody, targeted, or for a person to decide."""
    how, shot = treatment(facts), facts.shot
    if shot is None:
        return
    if facts.ruling is not None and facts.ruling.decides_kind:
        yield Finding(
            effect=Effect.CLEARS if how in {Treatment.FREE, Treatment.NOBODY} else Effect.REMARKS,
            text=RULED,
            figure="ruling",
            value=facts.ruling.value,
            threshold="none",
            unit=N_("ruling"),
        )
    if how is not Treatment.UNDECIDED:
        yield Finding(
            effect=Effect.CLEARS if how in {Treatment.FREE, Treatment.NOBODY} else Effect.REMARKS,
            text=TREATMENT_TEXTS[how],
            figure=shot.figure,
            value=shot.value,
            threshold=shot.threshold,
            unit=N_("measure of the photo"),
        )
        return
    yield from _undecided(facts)


TREATMENT_TEXTS = {
    Treatment.NOBODY: N_("Nobody can be seen in this photo."),
    Treatment.FREE: N_("An overview or atmosphere image of public life: nobody is singled out."),
    Treatment.PRIVATE: N_("Nobody is singled out, but it was not taken in public: everyone recognisable must agree."),
    Treatment.TARGETED: N_("One or a few people are singled out, or people pose: they must agree."),
}


def _undecided(facts: Facts) -> Iterator[Finding]:
    shot = facts.shot
    seen = shot.kind if shot and not (facts.ruling and facts.ruling.decides_kind) else None
    if shot and seen is ShotType.NOBODY:
        yield Finding(
            effect=Effect.ASKS_A_PERSON,
            text=FACES_OF_NOBODY,
            figure="faces",
            value=len(facts.faces),
            threshold=0,
            unit=N_("faces"),
        )
    elif shot and seen is ShotType.UNSURE:
        yield Finding(
            effect=Effect.ASKS_A_PERSON,
            text=UNSURE,
            figure=shot.figure,
            value=shot.value,
            threshold=shot.threshold,
            unit=N_("measure of the photo"),
        )
    else:
        yield Finding(
            effect=Effect.ASKS_A_PERSON,
            text=SETTING_UNKNOWN,
            figure="setting",
            value=facts.setting.value,
            threshold="public-event",
            unit=N_("setting"),
        )


def recognisability(facts: Facts, charter: Charter, on: date) -> Iterator[Finding]:
    """Clear a photo in which nobody who counts is recognisable at the size it is published."""
    if not treatment(facts).asks_for_faces:
        return
    faces = counted_faces(facts)
    densest = max((density(face, facts, charter, on) for face in faces), default=0.0)
    if not faces and treatment(facts) is Treatment.TARGETED:
        yield Finding(
            effect=Effect.ASKS_A_PERSON,
            text=FACELESS,
            figure="faces",
            value=0,
            threshold=1,
            unit=N_("faces"),
        )
    elif densest < charter.density.value:
        yield Finding(
            effect=Effect.CLEARS,
            text=TOO_SMALL,
            figure=_density_figure(charter),
            value=densest,
            threshold=charter.density.value,
            unit="px/m",
        )


def consent(facts: Facts, charter: Charter, on: date) -> Iterator[Finding]:
    """Ask the consent of everyone who must have agreed and did not."""
    for subject in subjects(facts, charter, on):
        certain = [person for person in subject.persons if subject.face is None or person.certainty.is_certain]
        if subject.face is not None and not certain:
            yield from _uncertain(subject, subject.face, facts, charter, on)
        for person in certain:
            yield from _answers(person, subject.face, facts, charter, on)


def _uncertain(subject: Subject, face: FaceFacts, facts: Facts, charter: Charter, on: date) -> Iterator[Finding]:
    """Say of a face that nobody named: it is unknown, for a person to confirm, or surely enough known by itself."""
    if not subject.persons:
        yield Finding(
            effect=Effect.ASKS_CONSENT,
            text=UNKNOWN_FACE,
            figure=_density_figure(charter),
            value=subject.density,
            threshold=charter.density.value,
            unit="px/m",
            face_number=face.number,
            signature=Signature.OWN,
        )
        return
    alone = charter.figure("matching.alone")
    for person in subject.persons:
        similarity = person.similarity or 0.0
        sure = len(subject.persons) == 1 and similarity >= alone.value and _suggested_once(person, facts)
        if sure and _clears_alone(person, charter, on):
            yield from _answers(person, face, facts, charter, on)
        else:
            yield Finding(
                effect=Effect.ASKS_A_PERSON,
                text=LOOKS_LIKE,
                figure=alone.name,
                value=similarity,
                threshold=alone.value,
                unit=alone.unit,
                face_number=face.number,
                person_id=person.person_id,
            )


def _suggested_once(person: PersonFacts, facts: Facts) -> bool:
    return sum(other.person_id == person.person_id for other in facts.persons) == 1


def _clears_alone(person: PersonFacts, charter: Charter, on: date) -> bool:
    """Return whether the charter lets a strict match count by itself; never for those too young to be matched."""
    least = charter.figure("age.automatic_matching").value
    young = person.minor if person.birth_date is None else age(person.birth_date, on) < least
    return charter.clears_alone and not young


def _answers(
    person: PersonFacts, face: FaceFacts | None, facts: Facts, charter: Charter, on: date
) -> Iterator[Finding]:
    """Say whose yes is there and whose is missing."""
    number = face.number if face else None
    at = standpoint(person, facts, charter, on)
    absent = missing(person, at, charter, on)
    for lack in absent:
        yield _lacking(person, number, lack)
    if not absent:
        yield Finding(
            effect=Effect.CLEARS,
            text=FREE_TEXTS.get(at, AGREED),
            figure="standpoint" if at.is_free else "consent",
            value=at.value if at.is_free else AnswerState.GIVEN.value,
            threshold=at.value if at.is_free else AnswerState.GIVEN.value,
            unit=N_("state"),
            face_number=number,
            person_id=person.person_id,
        )


FREE_TEXTS = {
    Standpoint.IN_FUNCTION: N_("A public mandatary in function: news needs no consent."),
    Standpoint.LONG_DECEASED: N_("A person who died so long ago that the heirs need not agree any more."),
}


def _lacking(person: PersonFacts, number: int | None, lack: Missing) -> Finding:
    return Finding(
        effect=Effect.ASKS_CONSENT,
        text=OUTGROWN if lack.outgrown else LACKING_TEXTS[lack.signature],
        figure="consent_given_as" if lack.outgrown else "consent",
        value="minor" if lack.outgrown else lack.answer.state.value,
        threshold="adult" if lack.outgrown else AnswerState.GIVEN.value,
        unit=N_("state"),
        face_number=number,
        person_id=person.person_id,
        signature=lack.signature,
    )


LACKING_TEXTS = {
    Signature.OWN: N_("A person in this photo must agree to this use first; so far: {value}."),
    Signature.GUARDIAN: N_("A guardian of a minor in this photo must agree to this use first; so far: {value}."),
    Signature.HEIR: N_("An heir of a deceased person in this photo must agree first; so far: {value}."),
}


def refusal(facts: Facts, charter: Charter, on: date) -> Iterator[Finding]:
    """Keep a photo of someone who said no from going out, also an atmosphere image."""
    asked = {found.person_id for found in consent(facts, charter, on) if found.effect is Effect.ASKS_CONSENT}
    for person in facts.persons:
        for _signature, answer in refusals(person, charter, on):
            effect = _effect_of_no(person, answer.state, asked=person.person_id in asked)
            if effect is not None:
                yield Finding(
                    effect=effect,
                    text=NO_TEXTS[effect],
                    figure="consent",
                    value=answer.state.value,
                    threshold=AnswerState.GIVEN.value,
                    unit=N_("state"),
                    face_number=person.face_number,
                    person_id=person.person_id,
                )


def _effect_of_no(person: PersonFacts, state: AnswerState, *, asked: bool) -> Effect | None:
    """Return what a no does: a clear one blocks; a withdrawn yes asks an officer where no yes is asked anyway."""
    if not person.is_identified:
        return Effect.ASKS_A_PERSON
    if state is AnswerState.REFUSED:
        return Effect.BLOCKS
    return None if asked else Effect.ASKS_A_PERSON


NO_TEXTS = {
    Effect.BLOCKS: N_("Someone in this photo clearly refused this use; that counts for atmosphere images too."),
    Effect.ASKS_A_PERSON: N_("Someone who may not want this use is or may be in this photo. Look and decide."),
}


def _density_figure(charter: Charter) -> str:
    return f"recognisability.standards.{charter.density.standard}.{charter.density.level}"


KIND_TEXTS = (RULED, *TREATMENT_TEXTS.values(), FACES_OF_NOBODY, UNSURE, SETTING_UNKNOWN)
CONSENT_TEXTS = (UNKNOWN_FACE, LOOKS_LIKE, AGREED, OUTGROWN, *FREE_TEXTS.values(), *LACKING_TEXTS.values())
