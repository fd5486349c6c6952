"""How far questions, letters, statements and scanned pages are. Pure."""

from enum import StrEnum


class AskReason(StrEnum):
    """Why somebody is asked."""

    FIRST = "first"
    """Nothing was said about this before."""
    SECOND_SIGNATURE = "second-signature"
    """Somebody signed, and by the age table somebody else must sign too."""
    BIRTHDAY = "birthday"
    """By a birthday somebody else signs now: asked anew."""


class LetterKind(StrEnum):
    """One mail about consent."""

    QUESTION = "question"
    """The link to the form."""
    REMINDER = "reminder"
    """The link to the form, again."""
    RECEIPT = "receipt"
    """What was said, with the link to take it back."""
    GUARDIAN_TOLD = "guardian-told"
    """A minor who signs alone did so; a parent is told (the age table's "advised")."""

    @property
    def is_question(self) -> bool:
        """Whether it asks for an answer."""
        return self in {LetterKind.QUESTION, LetterKind.REMINDER}


class StatementEnd(StrEnum):
    """What came of asking the poster about a statement later."""

    PROVED = "proved"
    """A form, a mail or a picture was added."""
    STOOD_BY = "stood-by"
    """The poster says again that it is so, and has nothing on paper."""
    TAKEN_BACK = "taken-back"
    """It was not so after all."""


class PageState(StrEnum):
    """How far one scanned page is."""

    TO_LINK = "to-link"
    """Kept, and nobody knows yet whose it is: a person links it by hand."""
    ATTACHED = "attached"
    """Kept with its record; somebody still reads what was ticked."""
    RECORDED = "recorded"
    """What it says is in the register, with the page as evidence."""
    SET_ASIDE = "set-aside"
    """A person said it is no form; its bytes and its key are gone."""

    @property
    def waits(self) -> bool:
        """Whether a person must still do something with it."""
        return self in {PageState.TO_LINK, PageState.ATTACHED}
