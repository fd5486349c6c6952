"""What the registry keeps of whom, in plain words."""

from typing import Final

import streamlit as st

from registry.access.permissions import Permission
from registry.locale import N_
from registry.ui import markup
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

PARTS: Final = (
    (
        N_("What do we do with your photo?"),
        N_(
            "The municipality takes photos at events. Are you clearly in a photo? Then we ask you first before we "
            "use it. You may always say no, also later. Then we take the photo away everywhere we can."
        ),
    ),
    (
        N_("Do we recognise faces?"),
        N_(
            "The computer counts faces and measures how large they are. It only compares your face with others if you "
            "said yes to that yourself. Faces of other people are not kept."
        ),
    ),
    (
        N_("What happens with your request?"),
        N_(
            "We block the photo at once. A member of staff looks at your request and answers within one month. "
            "We keep your e-mail address only until your request is done."
        ),
    ),
    (
        N_("Do you not agree with us?"),
        N_(
            "Answer our letter first. Are you still not satisfied? Then you can complain to the Flemish supervisory "
            "commission (VTC) or the Belgian data protection authority (GBA)."
        ),
    ),
    (
        N_("What do these words mean?"),
        N_(
            "Consent: you say yes yourself, and you may always take it back. Controller: who decides what happens with "
            "your data and answers for it. Here that is the municipality of {municipality}. Data protection officer: "
            "who watches over your data in the municipality ({officer})."
        ),
    ),
    (N_("Do we follow your visit?"), N_("No. We only set cookies that this site needs to work.")),
)


def show(visit: Visit) -> None:
    """Show the parts one below the other."""
    st.title(visit.say("Privacy"))
    place = plain(visit.registry.settings.municipality)
    officer = plain(visit.registry.settings.dpo_contact) or visit.say("ask at our desk")
    for title, text in PARTS:
        st.subheader(visit.say(title))
        st.write(visit.say(text, municipality=place, officer=officer))
    st.html(markup.button(visit.say("Accessibility"), "/toegankelijkheid"))
    if visit.may(Permission.VIEW_PERSONS):
        st.html(markup.button(visit.say("Impact assessment on faces"), "/effectbeoordeling"))
