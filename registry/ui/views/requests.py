"""Removal requests in words: for the officer who decides, and for the citizen who waits. Pure."""

from types import MappingProxyType

from registry.locale import N_
from registry.removal.states import ExtensionReason, RefusalReason, RequestedPhotoState, RequestState, Way
from registry.ui.views.light import Light

STATE_NAMES = MappingProxyType(
    {
        RequestState.RECEIVED: N_("Waits for an answer"),
        RequestState.ACCEPTED: N_("Accepted: it is being carried out"),
        RequestState.REFUSED: N_("Refused"),
        RequestState.DONE: N_("Done"),
    }
)

STATE_LIGHTS = MappingProxyType(
    {
        RequestState.RECEIVED: Light.ORANGE,
        RequestState.ACCEPTED: Light.GREY,
        RequestState.REFUSED: Light.GREY,
        RequestState.DONE: Light.GREEN,
    }
)

WAY_NAMES = MappingProxyType(
    {
        Way.LINK: N_("with a link"),
        Way.REFERENCE: N_("with the number of the photo"),
        Way.UPLOAD: N_("with a copy of the photo"),
        Way.ALBUM: N_("chosen among the photos of an event"),
        Way.OFFICER: N_("entered by a member of staff"),
        Way.WITHDRAWAL: N_("consent taken back"),
    }
)

PHOTO_STATE_NAMES = MappingProxyType(
    {
        RequestedPhotoState.RESTRICTED: N_("blocked"),
        RequestedPhotoState.RELEASED: N_("no longer blocked"),
        RequestedPhotoState.HIDING: N_("gets a version with a hidden face"),
        RequestedPhotoState.ERASING: N_("being destroyed"),
        RequestedPhotoState.ERASED: N_("destroyed"),
    }
)

REFUSAL_NAMES = MappingProxyType(
    {
        RefusalReason.PHOTO_NOT_FOUND: N_("We have no such photo"),
        RefusalReason.NOT_RECOGNISABLE: N_("Nobody can recognise this person in the photo"),
        RefusalReason.IDENTITY_UNCLEAR: N_("It is not clear who asks"),
        RefusalReason.LEGAL_DUTY: N_("A law says that we must keep the photo"),
        RefusalReason.ARCHIVE: N_("The photo is archived in the public interest"),
        RefusalReason.LEGAL_CLAIM: N_("The photo is needed in a legal case"),
        RefusalReason.REPETITIVE: N_("We answered the same request before"),
        RefusalReason.TAKEN_BACK: N_("The person took the request back"),
    }
)

EXTENSION_NAMES = MappingProxyType(
    {
        ExtensionReason.COMPLEX: N_("The request is complex"),
        ExtensionReason.MANY: N_("There are many requests"),
    }
)

RECEIVED_LINE = N_("We received your request on {received}.")
BLOCKED_LINE = N_("If we have the photo, nobody sees it now.")
ANSWER_LINE = N_("You get our answer on {due} at the latest.")
ACCEPTED_LINE = N_("We said yes. The photo is being destroyed everywhere.")
REFUSED_LINE = N_("We said no. Our letter tells you why, and where you can complain.")
DONE_LINE = N_("The photo is destroyed. The certificate is in our e-mail.")

HIDING_LINE = N_("We said yes. We hide your face, and destroy the photo that shows you, everywhere.")
HIDDEN_LINE = N_("The photo that shows you is destroyed. The certificate is in our e-mail.")

HANDED_LINE = N_("The photo is destroyed. The certificate is below; we can also print it for you.")
HIDDEN_HANDED_LINE = N_(
    "The photo that shows you is destroyed. The certificate is below; we can also print it for you."
)

_HANDED = MappingProxyType({DONE_LINE: HANDED_LINE, HIDDEN_LINE: HIDDEN_HANDED_LINE})
_HIDES = MappingProxyType({ACCEPTED_LINE: HIDING_LINE, DONE_LINE: HIDDEN_LINE})
_AFTER = MappingProxyType(
    {
        RequestState.RECEIVED: ((ANSWER_LINE, "now"), (DONE_LINE, "later")),
        RequestState.ACCEPTED: ((ACCEPTED_LINE, "now"), (DONE_LINE, "later")),
        RequestState.REFUSED: ((REFUSED_LINE, "done"),),
        RequestState.DONE: ((ACCEPTED_LINE, "done"), (DONE_LINE, "done")),
    }
)


def citizen_steps(state: RequestState, *, hides: bool = False, by_mail: bool = True) -> tuple[tuple[str, str], ...]:
    """Return the steps of a request as (message id, "done" | "now" | "later"), with {received} and {due}.

    `hides` says that their face is hidden in a version that stays, `by_mail` that the certificate came by mail.
    """
    blocked = ((BLOCKED_LINE, "done"),) if state is not RequestState.REFUSED else ()
    after = [(_HIDES.get(line, line) if hides else line, when) for line, when in _AFTER[state]]
    told = tuple((line if by_mail else _HANDED.get(line, line), when) for line, when in after)
    return ((RECEIVED_LINE, "done"), *blocked, *told)
