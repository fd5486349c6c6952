"""What each rule looks at in one photo for one use, also where it then says nothing. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.analysis.measures import ShotType
from registry.charter.charter import Charter
from registry.charter.facts import Facts, Genre, Ruling, Setting, Standing
from registry.charter.politics import college_members
from registry.charter.signatures import refusals
from registry.charter.subjects import counted_faces, density, subjects
from registry.charter.verdict import shown
from registry.locale import N_

NONE = "none"
"""The code that stands for nothing: no ruling, no period, no domain."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """One thing a rule saw: an English message id that may hold {value} and {threshold}, and what they were.

    A text is a code with words of its own (a state, a kind), or a name out of the charter, which is shown as it is.
    """

    text: str
    value: float | str
    threshold: float | str = NONE

    def sentence(self, tr: Callable[[str], str]) -> str:
        """Return what was seen as a translated sentence."""
        return tr(self.text).format(value=_shown(self.value, tr), threshold=_shown(self.threshold, tr))


Look = Callable[[Facts, Charter, date], Iterator[Sight]]

LONG_SIDE = N_("Longest side of the copy that goes out: {value} px")
MEMBERS = N_("Members of the college in the photo: {value}")
RULING = N_("Decision of an officer: {value}")


def standing(facts: Facts, _charter: Charter, _on: date) -> Iterator[Sight]:
    """See how the photo stands."""
    seen = Standing.NOT_ANALYSED if facts.shot is None and facts.standing is Standing.OPEN else facts.standing
    yield Sight(text=N_("State of the photo: {value}"), value=seen.value)


def purpose(facts: Facts, charter: Charter, _on: date) -> Iterator[Sight]:
    """See what the photo is for."""
    known = charter.purposes.get(facts.use.purpose)
    yield Sight(text=N_("What it is for: {value}"), value=known.title if known else facts.use.purpose)
    yield Sight(text=N_("Purposes the charter knows: {value}"), value=len(charter.purposes))


def channel(facts: Facts, _charter: Charter, _on: date) -> Iterator[Sight]:
    """See whether the channel still takes photos."""
    yield Sight(text=N_("The channel is closed: {value}"), value="yes" if facts.use.closed else "no")


def ruling(facts: Facts, _charter: Charter, _on: date) -> Iterator[Sight]:
    """See what an officer decided."""
    yield _ruling(facts)


def kind(facts: Facts, _charter: Charter, _on: date) -> Iterator[Sight]:
    """See what kind of photo it is, where it was taken, and who is singled out."""
    shot = facts.shot
    yield Sight(text=N_("Kind of photo according to the measures: {value}"), value=shot.kind.value if shot else NONE)
    if shot is not None:
        yield Sight(
            text=N_("The measure that weighed most: {value}, limit {threshold}"),
            value=shot.value,
            threshold=shot.threshold,
        )
    yield Sight(text=N_("Where it was taken: {value}"), value=facts.setting.value)
    yield Sight(text=N_("Faces found: {value}"), value=len(facts.faces))
    yield Sight(text=N_("Faces singled out: {value}"), value=sum(face.focused for face in facts.faces))
    yield _ruling(facts)


def size(facts: Facts, charter: Charter, on: date) -> Iterator[Sight]:
    """See how recognisable the faces that count are on the copy that goes out."""
    faces = counted_faces(facts)
    yield Sight(text=LONG_SIDE, value=facts.use.long_side)
    yield Sight(text=N_("Faces that count for consent: {value}"), value=len(faces))
    if faces:
        densest = max(density(face, facts, charter, on) for face in faces)
        yield Sight(text=N_("The largest of those faces: {value} pixels per metre"), value=densest)
    yield Sight(
        text=N_("Very recognisable from {value} pixels per metre ({threshold})"),
        value=charter.density.value,
        threshold=f"{charter.density.standard}, {charter.density.level}",
    )


def consent(facts: Facts, charter: Charter, on: date) -> Iterator[Sight]:
    """See who must have agreed, and of whom nobody knows who it is."""
    asked = subjects(facts, charter, on)
    yield Sight(text=N_("What kind of message it goes with: {value}"), value=facts.use.genre.value)
    yield Sight(text=N_("People who must agree: {value}"), value=len(asked))
    yield Sight(text=N_("Of whom nobody knows who it is: {value}"), value=sum(not one.persons for one in asked))


def refusal(facts: Facts, charter: Charter, on: date) -> Iterator[Sight]:
    """See who is known in the photo, and who said no."""
    said_no = {person.person_id for person in facts.persons if refusals(person, charter, on)}
    yield Sight(text=N_("People known or supposed in the photo: {value}"), value=_people(facts))
    yield Sight(text=N_("Of whom said no: {value}"), value=len(said_no))


def words(facts: Facts, charter: Charter, _on: date) -> Iterator[Sight]:
    """See the words that go out."""
    yield Sight(text=N_("Texts that go out with the photo: {value}"), value=len(facts.texts))
    yield Sight(text=N_("Party names that are looked for: {value}"), value=len(charter.parties))


def quiet_period(facts: Facts, charter: Charter, on: date) -> Iterator[Sight]:
    """See the day and the period it lies in."""
    running = [period.name for period in charter.quiet_periods if period.holds(on)]
    yield Sight(text=N_("Day: {value}"), value=on.isoformat())
    yield Sight(text=N_("Quiet period that runs: {value}"), value=", ".join(running) or NONE)
    yield _members(facts, on)


def members(facts: Facts, _charter: Charter, on: date) -> Iterator[Sight]:
    """See how many members of the college are in it."""
    yield _members(facts, on)


def competence(facts: Facts, _charter: Charter, on: date) -> Iterator[Sight]:
    """See the members of the college and the post's policy domain."""
    yield _members(facts, on)
    yield Sight(text=N_("Policy domain of the post: {value}"), value=facts.use.domain or NONE)


def press(facts: Facts, charter: Charter, _on: date) -> Iterator[Sight]:
    """See the press release and whether the purpose is a social medium."""
    release, known = facts.press_release, charter.purposes.get(facts.use.purpose)
    yield Sight(
        text=N_("Day its press release went out: {value}"),
        value=release.distributed_on.isoformat() if release else NONE,
    )
    yield Sight(text=N_("Social medium: {value}"), value="yes" if known is not None and known.social else "no")


def adoption(_facts: Facts, charter: Charter, _on: date) -> Iterator[Sight]:
    """See what came in or fell out with a new release."""
    names = (*charter.brought_in, *charter.taken_out)
    yield Sight(text=N_("In the charter by a new release, not adopted: {value}"), value=", ".join(names) or NONE)


def _ruling(facts: Facts) -> Sight:
    return Sight(text=RULING, value=facts.ruling.value if facts.ruling else NONE)


def _members(facts: Facts, on: date) -> Sight:
    return Sight(text=MEMBERS, value=len(college_members(facts, on)))


def _people(facts: Facts) -> int:
    return len({person.person_id for person in facts.persons})


def _shown(value: float | str, tr: Callable[[str], str]) -> str:
    return tr(CODES[value]) if isinstance(value, str) and value in CODES else shown(value, tr)


CODES = {
    NONE: N_("none"),
    "yes": N_("yes"),
    "no": N_("no"),
    Standing.OPEN: N_("open"),
    Standing.NOT_ANALYSED: N_("not analysed yet"),
    Standing.RESTRICTED: N_("restricted: somebody asked for its removal"),
    Standing.ERASING: N_("being destroyed, or gone"),
    Setting.PUBLIC_EVENT: N_("at a public event"),
    Setting.PUBLIC_PLACE: N_("in public space"),
    Setting.NOT_PUBLIC: N_("not in public"),
    Setting.UNKNOWN: N_("unknown"),
    Genre.NEWS: N_("news"),
    Genre.PROFILE: N_("profile or campaign: the person is the message"),
    Ruling.NOBODY_SINGLED_OUT: N_("nobody is singled out"),
    Ruling.NOBODY_RECOGNISABLE: N_("nobody can be recognised"),
    Ruling.NO_REAL_PERSON: N_("no real person"),
    Ruling.SINGLED_OUT: N_("someone is singled out"),
    Ruling.KEPT_IN: N_("does not go out"),
    ShotType.NOBODY.value: N_("nobody in it"),
    ShotType.OVERVIEW.value: N_("overview"),
    ShotType.ATMOSPHERE.value: N_("atmosphere image"),
    ShotType.FOCUSED.value: N_("one or a few people singled out"),
    ShotType.POSED_GROUP.value: N_("posed group"),
    ShotType.PORTRAIT.value: N_("portrait"),
    ShotType.UNSURE.value: N_("not sure"),
}
