"""What the worker needs of the stages: each duty takes ids and moments and answers with ids and codes."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from registry.clock import Clock
from registry.database import Database


class Assessing(Protocol):
    """Analyses and judges photos."""

    def assess(self, photo_id: UUID) -> object:
        """Analyse and judge one photo; doing it again is harmless."""
        ...

    def looks_due(self) -> bool:
        """Say whether any photo has to be looked at again."""
        ...

    def look_at_due(self) -> Sequence[UUID]:
        """Look again at some photos that may show somebody enrolled since; return which."""
        ...

    def rejudge_after(self, photo_id: UUID | None) -> UUID | None:
        """Judge the next photos again, in the order of their ids; return the last one, None when there are no more."""
        ...

    def rejudge_all(self) -> object:
        """Judge every photo again: a day has passed, a consent or a charter's date may have run out."""
        ...


class Publishing(Protocol):
    """Keeps what is published in line with the verdicts."""

    def rejudge(self, person_id: UUID) -> object:
        """Judge a person's photos again and take down what may no longer stand."""
        ...

    def enforce(self, photo_id: UUID) -> object:
        """Take down what may no longer stand of one photo."""
        ...

    def enforce_all(self) -> object:
        """Take down everything published that may no longer stand."""
        ...

    def unsettled(self) -> Sequence[UUID]:
        """Return published copies whose putting or removal was left halfway."""
        ...

    def settle(self, copy_id: UUID) -> object:
        """Finish what was left halfway with one copy."""
        ...


class Adopting(Protocol):
    """Knows which charter is in force, and whether everything was judged by it."""

    def unapplied(self) -> Sequence[UUID]:
        """Return the charter in force if not everything has been judged by it yet."""
        ...

    def note_applied(self, version_id: UUID) -> object:
        """Note that everything has been judged by a charter; noting it again is harmless."""
        ...


class Objecting(Protocol):
    """Lists what is published and the charter in force would refuse."""

    def find(self, charter_id: UUID) -> object:
        """Judge everything published and list what would be refused; doing it again is harmless."""
        ...


class Erasing(Protocol):
    """Carries erasures out, step by step."""

    def next_step(self, erasure_id: UUID) -> UUID | None:
        """Return the step that can be done now, if there is one."""
        ...

    def perform_step(self, step_id: UUID) -> object:
        """Do one step; doing it again is harmless."""
        ...

    def due(self) -> Sequence[UUID]:
        """Return the erasures that have a step to do now."""
        ...

    def due_looks(self) -> Sequence[UUID]:
        """Return the looks whose time has come."""
        ...

    def perform_look(self, look_id: UUID) -> object:
        """Take one look; taking it again is harmless."""
        ...

    def tidy(self) -> object:
        """Destroy the proof of persons' tasks whose time is over; doing it again is harmless."""
        ...


class Tidying(Protocol):
    """Keeps some things for a while only."""

    def tidy(self) -> object:
        """Give up or destroy what broke off or ran out; doing it again is harmless."""
        ...


class Reanalysing(Protocol):
    """Has the archive looked at again by another engine."""

    def unfinished(self) -> Sequence[UUID]:
        """Return the re-analyses that have something to do now."""
        ...

    def advance(self, run_id: UUID) -> bool:
        """Do the next piece; return whether there is more to do now. Doing it again is harmless."""
        ...


class Sweeping(Protocol):
    """Searches places for copies, or takes archives over, piece by piece."""

    def unfinished(self) -> Sequence[UUID]:
        """Return the pieces of work that nobody has touched for a while."""
        ...

    def advance(self, run_id: UUID) -> bool:
        """Do the next piece; return whether there is more. Doing it again is harmless."""
        ...


class Tending(Protocol):
    """Looks every minute whether something is due, and tidies daily."""

    def tend(self) -> object:
        """Do what is due now; doing it again is harmless."""
        ...

    def tidy(self) -> object:
        """Destroy what ran out; doing it again is harmless."""
        ...


class Posting(Protocol):
    """Looks every minute whether a post or a press release is due, and empties channels that are being closed."""

    def tend(self) -> object:
        """Do what is due now; doing it again is harmless."""
        ...


class Answering(Protocol):
    """Answers citizens."""

    def send_due_letters(self) -> object:
        """Send the letters that wait, forget the citizens who can be."""
        ...


class Asking(Protocol):
    """Asks people for their consent."""

    def tend(self) -> object:
        """Send the mails that wait, finish scans that were cut off; doing it again is harmless."""
        ...

    def ask_anew(self) -> object:
        """Ask what consents lack today, by a birthday or a second signature; asking twice is asking once."""
        ...


class Tended(Protocol):
    """Looks every minute whether something is due."""

    def tend(self) -> object:
        """Do what is due now; doing it again is harmless."""
        ...


class Retaining(Protocol):
    """Counts daily what has run out; a person confirms."""

    def make_round(self) -> object:
        """Make today's round; doing it again is harmless."""
        ...


class Rounds(Protocol):
    """Publishes an event's cleared photos, one after the other."""

    def unfinished(self) -> Sequence[UUID]:
        """Return the rounds that have photos left."""
        ...

    def advance(self, round_id: UUID) -> bool:
        """Give the next photo its turn; return whether there may be another. Doing it again is harmless."""
        ...


class Replacing(Protocol):
    """Replaces photos by versions with hidden faces."""

    def unfinished(self) -> Sequence[UUID]:
        """Return what has something to do now."""
        ...

    def advance(self, replacement_id: UUID) -> bool:
        """Do the next piece; return whether there is more to do now. Doing it again is harmless."""
        ...


class Duties(Protocol):
    """The stages that have durable work, as the bootstrap builds them."""

    @property
    def database(self) -> Database:
        """Where photos are found that nobody handed over."""
        ...

    @property
    def clock(self) -> Clock:
        """What tells whether they waited long enough."""
        ...

    @property
    def intake(self) -> Tidying:
        """The stage that takes photos in."""
        ...

    @property
    def mending(self) -> Tidying:
        """The stage that makes copies with hidden faces, and gives up those that were broken off."""
        ...

    @property
    def consent(self) -> Tidying:
        """The stage that keeps templates, as long as their owners agree."""
        ...

    @property
    def desk(self) -> Tending:
        """The register's desk, which makes the daily round."""
        ...

    @property
    def posts(self) -> Posting:
        """The stage that sends posts and press releases at their moment."""
        ...

    @property
    def asking(self) -> Asking:
        """The stage that asks for consent."""
        ...

    @property
    def recipients(self) -> Tended:
        """The stage that writes to recipients."""
        ...

    @property
    def putting_back(self) -> Tended:
        """The part that publishes again what a refused request had taken down."""
        ...

    @property
    def replacing(self) -> Replacing:
        """The stage that hides instead of destroying."""
        ...

    @property
    def retention(self) -> Retaining:
        """The stage that proposes what was kept long enough."""
        ...

    @property
    def removal(self) -> Answering:
        """The stage that answers citizens."""
        ...

    @property
    def review(self) -> Assessing:
        """The stage that assesses."""
        ...

    @property
    def reanalysis(self) -> Reanalysing:
        """The stage that looks at the archive again."""
        ...

    @property
    def rounds(self) -> Rounds:
        """The rounds in which cleared photos go out."""
        ...

    @property
    def sweeps(self) -> Sweeping:
        """The stage that searches places for copies."""
        ...

    @property
    def adoptions(self) -> Sweeping:
        """The stage that takes archives over."""
        ...

    @property
    def rulebook(self) -> Adopting:
        """The stage that keeps the charters."""
        ...

    @property
    def objections(self) -> Objecting:
        """The list of what is published against the charter in force."""
        ...

    @property
    def publication(self) -> Publishing:
        """The stage that publishes."""
        ...

    @property
    def erasure(self) -> Erasing:
        """The stage that erases."""
        ...
