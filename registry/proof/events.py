"""Everything the audit log can say: `source:subject:action`."""

from enum import StrEnum


class AuditEvent(StrEnum):
    """One kind of entry; what each means is its name, who and about what are in the entry's ids."""

    USER_ADDED = "access:user:added"
    """An account was made."""
    USER_DEACTIVATED = "access:user:deactivated"
    """An account was closed; its sessions ended."""
    USER_LOCKED = "access:user:locked"
    """Too many wrong passwords: the account is shut for a while."""
    PASSWORD_CHANGED = "access:password:changed"  # noqa: S105 - the name of an event
    """A password was replaced; the account's other sessions ended."""
    SESSION_OPENED = "access:session:opened"
    """Somebody signed in."""
    SESSION_CLOSED = "access:session:closed"
    """Somebody signed out."""

    REQUEST_RECEIVED = "removal:request:received"
    """A citizen, or an officer for one, asked for a removal; the clock runs."""
    REQUEST_CONFIRMED = "removal:request:confirmed"
    """The citizen showed that the address is theirs."""
    REQUEST_LINKED = "removal:request:linked"
    """A photo was tied to a request and restricted."""
    REQUEST_UNLINKED = "removal:request:unlinked"
    """A photo was untied from a request: it is not the one meant."""
    REQUEST_ACCEPTED = "removal:request:accepted"
    """An officer accepted a request; its photos will be erased."""
    REQUEST_REFUSED = "removal:request:refused"
    """An officer refused a request, for the reason in the entry."""
    REQUEST_EXTENDED = "removal:request:extended"
    """The time to answer was extended by two months, for the reason in the entry."""
    REQUEST_DONE = "removal:request:done"
    """Every photo of an accepted request is erased."""
    REQUEST_SCRUBBED = "removal:request:scrubbed"
    """The citizen's address and remark were blanked."""
    PHOTO_RESTRICTED = "removal:photo:restricted"
    """A photo is neither served nor published while a request is open."""
    PHOTO_RELEASED = "removal:photo:released"
    """The restriction ended without an erasure."""

    CERTIFICATE_ISSUED = "proof:certificate:issued"
    """A signed certificate of an erasure was made."""
