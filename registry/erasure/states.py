"""How far an erasure, its steps and persons' tasks are. Pure."""

from enum import StrEnum


class ErasureReason(StrEnum):
    """Why a photo is destroyed."""

    REMOVAL_REQUEST = "request"
    """Somebody who recognised themself asked for it (charter 2f, GDPR 17 and 21)."""
    WITHDRAWAL = "withdrawal"
    """A person in focus withdrew their consent (GDPR 7(3))."""
    OFFICER = "officer"
    """The communication officer decided it without a request."""
    RETENTION = "expired"
    """Its retention period ran out."""
    DROPPED = "dropped"
    """Who brought it in took it back, before it went anywhere."""
    RESTORED = "restored"
    """It was erased before; a restored backup had brought its rows back."""


class ErasureState(StrEnum):
    """How far an erasure is."""

    RUNNING = "running"
    """Steps are being done, or can be done now."""
    WAITING = "waiting"
    """A place did not answer; it is tried again at a set time."""
    NEEDS_PERSON = "needs_person"
    """No machine can finish it: a person's task is open."""
    DONE = "done"
    """Every copy has a final state and the certificate is issued."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be done, unless a copy reappears."""
        return self is ErasureState.DONE


class StepAction(StrEnum):
    """What one step does."""

    SWEEP = "sweep"
    """Search the places for copies nobody remembered; what is found gets steps of its own."""
    SUPPRESS = "suppress"
    """Keep a keyed fingerprint, so that the photo is refused when it comes back."""
    REMOVE = "remove"
    """Take one copy away."""
    DESTROY_KEY = "destroy-key"
    """Destroy the photo's data key: what any backup holds of it is noise."""
    ERASE_ROWS = "erase-rows"
    """Blank every personal column of every stage's rows."""
    SCRUB = "scrub"
    """Leave no erased content in the database's free pages and logs."""
    LOOK = "look"
    """See, by another call than the removal, whether one copy is gone."""
    CERTIFY = "certify"
    """Issue the certificate, once every copy has a final state."""


class StepState(StrEnum):
    """How far a step is."""

    PENDING = "pending"
    """Not tried yet."""
    RETRY = "retry"
    """Tried without success; tried again at its time."""
    LOCKED = "locked"
    """The place refuses until a date; it is tried again then, and a person knows."""
    PERSON = "person"
    """Given to a person."""
    DONE = "done"
    """Done; its outcome says how."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self is StepState.DONE

    @property
    def can_run(self) -> bool:
        """Whether a machine may try it."""
        return self in (StepState.PENDING, StepState.RETRY, StepState.LOCKED)

    @property
    def needs_person(self) -> bool:
        """Whether somebody has a task because of it."""
        return self in (StepState.LOCKED, StepState.PERSON)


class TaskState(StrEnum):
    """How far a person's task is."""

    OPEN = "open"
    """Somebody must act before its date."""
    DONE = "done"
    """The person removed the copy."""
    IMPOSSIBLE = "impossible"
    """The person stated that it cannot be removed, and why."""
    RETRIED = "retried"
    """The person put the cause right and gave the step back to the machine."""
    OVERTAKEN = "overtaken"
    """The machine did it after all, when the place's lock had ended."""


class Impossibility(StrEnum):
    """Why a copy cannot be removed, as a person states it."""

    PRINTED = "printed"
    """It stands in print that was handed out."""
    RECIPIENT_REFUSES = "recipient-refuses"
    """Whoever holds it was told (GDPR 19) and does not remove it."""
    LEGAL_HOLD = "legal-hold"
    """A law or a court forbids its removal for now (GDPR 17(3))."""
    PLACE_LOST = "place-lost"
    """Nobody can reach the place any more."""
