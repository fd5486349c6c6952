"""Whether the photo and the use are such that anything may be published at all."""

from collections.abc import Iterator
from datetime import date

from registry.charter.charter import Charter
from registry.charter.facts import Facts, Ruling, Standing
from registry.charter.verdict import Effect, Finding
from registry.locale import N_


def photo_standing(facts: Facts, _charter: Charter, _on: date) -> Iterator[Finding]:
    """GDPR 17 and 18: a photo that is restricted or being destroyed is not used; nor is one nobody analysed."""
    standing = Standing.NOT_ANALYSED if facts.shot is None and facts.standing is Standing.OPEN else facts.standing
    if standing is not Standing.OPEN:
        yield Finding(
            effect=Effect.BLOCKS,
            text=STANDING_TEXTS[standing],
            figure="standing",
            value=standing.value,
            threshold=Standing.OPEN.value,
            unit=N_("state"),
        )


STANDING_TEXTS = {
    Standing.NOT_ANALYSED: N_("This photo has not been analysed yet."),
    Standing.RESTRICTED: N_("Somebody asked for the removal of this photo: it is not used while that is decided."),
    Standing.ERASING: N_("This photo is being destroyed or is gone."),
}


KEPT_IN = N_("An officer decided that this photo does not go out.")
UNKNOWN_PURPOSE = N_("The charter does not know this purpose. Add it to the charter first.")


def kept_in(facts: Facts, _charter: Charter, _on: date) -> Iterator[Finding]:
    """Article 2f: an officer may always decide that a photo does not go out."""
    if facts.ruling is Ruling.KEPT_IN:
        yield Finding(
            effect=Effect.BLOCKS,
            text=KEPT_IN,
            figure="ruling",
            value=facts.ruling.value,
            threshold="none",
            unit=N_("ruling"),
        )


CHANNEL_CLOSED = N_("This channel is closed: nothing is placed there any more.")


def open_channel(facts: Facts, _charter: Charter, _on: date) -> Iterator[Finding]:
    """Article 1: a channel that was closed, or is being closed, takes nothing."""
    if facts.use.closed:
        yield Finding(
            effect=Effect.BLOCKS, text=CHANNEL_CLOSED, figure="channel", value="closed", threshold="open",
            unit=N_("state"),
        )  # fmt: skip


def known_purpose(facts: Facts, charter: Charter, _on: date) -> Iterator[Finding]:
    """Article 1: a photo goes only to a purpose the charter knows."""
    if facts.use.purpose not in charter.purposes:
        yield Finding(
            effect=Effect.BLOCKS,
            text=UNKNOWN_PURPOSE,
            figure="known_purposes",
            value=0,
            threshold=1,
            unit=N_("purposes"),
        )
