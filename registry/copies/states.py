"""What a copy is and how it ends. Pure."""

from enum import StrEnum
from types import MappingProxyType


class CopyKind(StrEnum):
    """What was made of a photo or a person."""

    ORIGINAL = "original"
    """The file as it came in."""
    RENDITION = "rendition"
    """A smaller picture made for the pages, kept in the vault."""
    MENDED = "mended"
    """A copy in which faces were hidden or parts cut away, kept in the vault until it is published or taken back."""
    CROP = "crop"
    """A cut-out of one face or person."""
    TEMPLATE = "template"
    """A face template of a person who agreed to that."""
    EVIDENCE = "evidence"
    """A signed form or another proof of consent."""
    PUBLISHED = "published"
    """A rendition on a channel the public sees."""
    EXPORT = "export"
    """A copy handed out as a file to somebody with an account."""
    SENT = "sent"
    """A copy sent to a recipient outside, a newspaper say."""
    ARCHIVED = "archived"
    """A further copy in an archive that was taken over where it lay; a person decides whether it stays."""
    CACHED = "cached"
    """What a cache or a search engine may still show of a published copy; its locator is that copy's id."""


class CopyState(StrEnum):
    """How far a copy is; a copy that came back goes to removing again."""

    PLANNED = "planned"
    """Its row is there, its bytes may be on their way: a crash stops here."""
    PRESENT = "present"
    """Its bytes were put."""
    HIDDEN = "hidden"
    """Its bytes are there, and the channel shows them to nobody."""
    REMOVING = "removing"
    """Its removal was begun and is not finished."""
    PERSONS_TASK = "persons_task"
    """No machine can remove it: somebody must, before a date."""
    GONE_VERIFIED = "gone_verified"
    """Removed, and a second, independent look found nothing."""
    GONE_UNVERIFIABLE = "gone_unverifiable"
    """Said to be removed, and nobody can look."""
    IMPOSSIBLE = "impossible"
    """It cannot be removed; the note says why."""

    @property
    def is_gone(self) -> bool:
        """Whether it was removed, as far as anyone can tell."""
        return self in (CopyState.GONE_VERIFIED, CopyState.GONE_UNVERIFIABLE)

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be done about it, unless it comes back."""
        return self.is_gone or self is CopyState.IMPOSSIBLE

    @property
    def may_exist(self) -> bool:
        """Whether bytes may still be there."""
        return not self.is_gone

    @property
    def needs_person(self) -> bool:
        """Whether somebody must act."""
        return self is CopyState.PERSONS_TASK


_ENDS = frozenset(
    {CopyState.GONE_VERIFIED, CopyState.GONE_UNVERIFIABLE, CopyState.IMPOSSIBLE, CopyState.PERSONS_TASK},
)

MOVES = MappingProxyType(
    {
        CopyState.PLANNED: frozenset({CopyState.PRESENT, CopyState.REMOVING}),
        CopyState.PRESENT: frozenset({CopyState.HIDDEN, CopyState.REMOVING}),
        CopyState.HIDDEN: frozenset({CopyState.PRESENT, CopyState.REMOVING}),
        CopyState.REMOVING: _ENDS,
        CopyState.PERSONS_TASK: (_ENDS | {CopyState.REMOVING}) - {CopyState.PERSONS_TASK},
        CopyState.GONE_VERIFIED: frozenset({CopyState.REMOVING}),
        CopyState.GONE_UNVERIFIABLE: frozenset({CopyState.REMOVING, CopyState.GONE_VERIFIED}),
        CopyState.IMPOSSIBLE: frozenset({CopyState.REMOVING}),
    },
)


def may_move(old: CopyState, new: CopyState) -> bool:
    """Say whether a copy may go from `old` to `new`; staying where it is is always allowed."""
    return old is new or new in MOVES[old]
