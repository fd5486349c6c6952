"""Parts of a request's page: refusing, the letter before it goes, who decided, and what was put back."""

from types import MappingProxyType

import streamlit as st

from registry.locale import N_
from registry.removal.states import ExtensionReason, LetterKind, PutBackState, RefusalReason
from registry.removal.views import RequestView
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.views.requests import REFUSAL_NAMES
from registry.ui.visit import Visit

_PUT_BACK = MappingProxyType(
    {
        PutBackState.DUE: (Light.GREY, N_("{place}: is being put back")),
        PutBackState.BACK: (Light.GREEN, N_("{place}: stands there again")),
        PutBackState.REFUSED: (Light.ORANGE, N_("{place}: not put back, the rules no longer allow it")),
        PutBackState.GIVEN_UP: (Light.RED, N_("{place}: not put back, the place does not answer")),
    }
)


def letter(
    visit: Visit,
    request: RequestView,
    kind: LetterKind,
    *,
    refusal: RefusalReason | None = None,
    extension: ExtensionReason | None = None,
    hides: bool = False,
    destroys: bool = True,
) -> None:
    """Show the letter that a decision sends, as it stands now."""
    text = visit.registry.letters.preview(
        visit.actor, request.id, kind, refusal=refusal, extension=extension, hides=hides, destroys=destroys
    )
    if not request.contact_email:
        st.caption(visit.say("There is no e-mail address: print this letter, or tell it."))
    st.code(f"{text.subject}\n\n{text.body}", language=None, wrap_lines=True)


def refuse(visit: Visit, request: RequestView) -> None:
    """Ask why, show the letter that says so, and refuse. No reason is chosen beforehand: it stands in the letter."""
    has_photo = any(each.state.holds for each in request.photos)
    reasons = [one for one in RefusalReason if not (has_photo and one is RefusalReason.PHOTO_NOT_FOUND)]
    reason = st.radio(
        visit.say("Why?"), reasons, index=None, key="refuse_reason",
        format_func=lambda chosen: visit.say(REFUSAL_NAMES[chosen]),
    )  # fmt: skip
    st.caption(visit.say("The citizen gets a letter with this reason and where to complain."))
    if st.button(visit.say("Refuse this request"), key="refuse", disabled=reason is None) and reason:
        with faults_here(visit):
            visit.registry.removal.refuse(visit.actor, request.id, reason, request.version)
            leave_note(visit.say("Refused. The photo is no longer blocked. The citizen gets a letter."))
            st.rerun()
    if reason:
        letter(visit, request, LetterKind.REFUSED, refusal=reason)


def decided(visit: Visit, request: RequestView) -> None:
    """Say who decided and why, also to a colleague who had the page open meanwhile."""
    if request.decided_at is None:
        return
    names = {user.id: user.display_name for user in visit.registry.access.users(visit.actor)}
    moment, who = visit.moment(request.decided_at), names.get(request.decided_by) if request.decided_by else None
    words = visit.say("Decided on {moment}.", moment=moment)
    if who:
        words = visit.say("Decided on {moment} by {name}.", moment=moment, name=who)
    if request.decision_reason:
        words += " " + visit.say("Reason: {reason}.", reason=visit.say(REFUSAL_NAMES[request.decision_reason]))
    st.write(plain(words))


def put_back(visit: Visit, request: RequestView) -> None:
    """Say what became of what the request had taken down."""
    photos = [each.photo_id for each in request.photos]
    versions = visit.registry.replacing.of_request(visit.actor, request.id).values()
    photos += [one.replaced_by for one in versions if one.replaced_by]
    told = visit.registry.putting_back.told(visit.actor, photos)
    if not told:
        return
    st.subheader(visit.say("Put back after the decision"))
    for one in told:
        colour, words = _PUT_BACK[one.state]
        st.html(markup.light(colour, visit.say(words, place=visit.place(one.place))))
