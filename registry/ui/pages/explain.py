"""One photo, one use: what every rule of the charter saw and what it said."""

from uuid import UUID

import streamlit as st

from registry.charter.explaining import Bearing, Explained
from registry.charter.facts import Use
from registry.intake.errors import PhotoUnknown
from registry.review.judging import first_use
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.views.charter import BEARING_LIGHTS
from registry.ui.views.plain import bullets, plain
from registry.ui.views.verdicts import LIGHTS
from registry.ui.visit import Visit

_ORDER = (Bearing.AGAINST, Bearing.FOR, Bearing.BESIDE, Bearing.SILENT)
_WIDTHS = (320, 640, 1024, 1600, 2048, 4096)


def show(visit: Visit) -> None:
    """Let the reader choose where the photo would go and how large, and go through the rules. Raises PhotoUnknown."""
    st.title(visit.say("Why this verdict?"))
    reference = word_in_address("foto")
    if not reference:
        st.info(visit.say("Open a photo first, then choose “Why this verdict?” there."))
        st.html(markup.button(visit.say("Photos"), "/fotos", main=True))
        return
    found = visit.registry.intake.find_by_reference(reference)
    if found is None:
        raise PhotoUnknown(photo=None)
    st.html(markup.button(visit.say("Photo {reference}", reference=found.reference), f"/fotos?foto={found.reference}"))
    if visit.registry.mending.mended(visit.actor, found.id):
        st.info(visit.say("This photo was adapted: the adapted version goes out, and this is about that version."))
    explanation = visit.registry.review.explain(visit.actor, found.id, _use(visit, found.id))
    verdict = explanation.verdict
    st.html(markup.light(LIGHTS[verdict.outcome], visit.say(verdict.outcome.label)))
    st.caption(visit.say("By charter {version}", version=verdict.charter_version))
    for one in sorted(explanation.rules, key=lambda rule: _ORDER.index(rule.bearing)):
        _rule(visit, one)


def _use(visit: Visit, photo_id: UUID) -> Use:
    channels = visit.registry.publication.channels(visit.actor)
    usual = first_use(visit.registry.charter)
    where, how_large = st.columns(2)
    channel = where.selectbox(
        visit.say("Where?"), channels, key="explain_channel", format_func=lambda each: visit.say(each.title)
    )
    side = how_large.selectbox(
        visit.say("Longest side of the copy"), sorted({*_WIDTHS, usual.long_side}), key="explain_side",
        index=sorted({*_WIDTHS, usual.long_side}).index(usual.long_side), format_func=lambda px: f"{px} px",
    )  # fmt: skip
    if channel is None:
        return Use(purpose=usual.purpose, long_side=side)
    return visit.registry.publication.use(visit.actor, photo_id, channel.name, side)


def _rule(visit: Visit, one: Explained) -> None:
    with st.container(border=True):
        title = visit.say(one.rule.title)
        st.markdown(f"**{plain(title)}**  \n{visit.say('Article {article}', article=one.rule.article)}")
        st.html(markup.light(BEARING_LIGHTS[one.bearing], visit.say(one.bearing.label)))
        st.markdown(bullets(one.said(visit.tr)))
        with st.expander(visit.say("What this rule looked at")):
            st.markdown(bullets(sight.sentence(visit.tr) for sight in one.sights))
            st.caption(plain(visit.say("Source: {source}", source=one.rule.source)))
