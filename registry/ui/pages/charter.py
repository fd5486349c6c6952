"""The municipality's charter: the rules in force, what is published against them, and every version there was."""

import streamlit as st

from registry.charter.charter import Charter
from registry.rulebook.records import CharterVersion
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import charter_editor
from registry.ui.views.charter import articles, brought_in, figures_of, rule_titles, taken_out
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the charter in force, its rules, what it objects to, how it can be changed, and what it was before."""
    st.title(visit.say("Charter"))
    charter = visit.registry.charter
    versions = visit.registry.rulebook.versions(visit.actor)
    st.markdown(f"**{plain(charter.source.title)}**  \n{plain(charter.source.decision)}")
    if versions:
        since = _since(visit, versions[0])
        st.write(visit.say("Version {number}, since {moment}.", number=versions[0].number, moment=since))
        if versions[0].applied_at is None:
            st.info(visit.say("The worker is judging all photos by this version. That takes a while."))
    if versions and not charter.is_adopted:
        _by_a_release(visit, charter, versions[0])
    _objections(visit)
    st.subheader(visit.say("Rules"))
    for article, rules in articles().items():
        with st.expander(visit.say("Article {article}", article=article) + ": " + rule_titles(visit.tr, rules)):
            _article(visit, charter, article)
    with st.expander(visit.say("Change figures and calendars"), icon=":material/edit:"):
        charter_editor.show(visit, versions[0] if versions else None)
    st.subheader(visit.say("Versions"))
    for version in versions:
        _version(visit, version)


def _since(visit: Visit, version: CharterVersion) -> str:
    return visit.moment(version.adopted_at)


def _article(visit: Visit, charter: Charter, article: str) -> None:
    if article in charter.articles:
        st.markdown(f"> {plain(charter.articles[article])}")
    for rule in articles()[article]:
        st.markdown(f"**{plain(visit.say(rule.title))}**")
        for figure in figures_of(visit.tr, rule, charter):
            st.markdown(f"- {plain(figure)}")
        st.caption(plain(visit.say("Source: {source}", source=rule.source)))


def _by_a_release(visit: Visit, charter: Charter, version: CharterVersion) -> None:
    """Show what came in or fell out with a new release of the registry, and let the officer adopt it as it stands."""
    with st.container(border=True):
        st.subheader(visit.say("New in the charter: please adopt"))
        st.write(visit.say(
            "A new release of the registry needs more than your charter said. What was missing came from the charter "
            "that release brings. Look at each, change below what your municipality wants otherwise, and adopt it. "
            "Until then nothing goes out of which a rule reads one of these."
        ))  # fmt: skip
        for line in (*brought_in(visit.tr, charter, visit.day), *taken_out(visit.tr, charter)):
            st.markdown(f"- {plain(line)}")
        reason = st.text_input(visit.say("Who decided this, and why?"), key="release_reason", max_chars=300)
        if st.button(visit.say("Adopt these"), type="primary", key="release_adopt"):
            with faults_here(visit):
                visit.registry.rulebook.adopt_release(visit.actor, reason=reason, expected=version.id)
                leave_note(visit.say("The new charter is in force. The worker judges all photos by it."))
                st.rerun()


def _objections(visit: Visit) -> None:
    listed = visit.registry.objections.listed(visit.actor)
    if not listed:
        return
    st.subheader(visit.say("Published, but would be refused now"))
    st.write(visit.say("These photos went out by an earlier charter. They stay until you take them down."))
    for one in listed:
        with st.container(border=True):
            st.markdown(f"**{plain(one.photo_reference)}** · {plain(one.place)}  \n{visit.say(one.outcome.label)}")
            buttons = st.container(horizontal=True)
            address = f"/toelichting?foto={one.photo_reference}"
            buttons.html(markup.button(visit.say("Why?"), address, about=one.photo_reference), width="content")
            if buttons.button(visit.say("Take down"), key=f"down-{one.copy_id}"):
                with faults_here(visit):
                    visit.registry.publication.take_down(visit.actor, one.copy_id)
                    leave_note(visit.say("The photo is taken down there."))
                    st.rerun()


def _version(visit: Visit, version: CharterVersion) -> None:
    with st.container(border=True):
        title = visit.say("Version {number}", number=version.number)
        st.markdown(f"**{plain(title)}** · {plain(version.version)}  \n{_since(visit, version)}: "
                    f"{visit.say(version.origin.label)}")  # fmt: skip
        if version.reason:
            st.write(plain(version.reason))
        st.download_button(
            visit.say("Download the text"), version.text, file_name=f"charter-{version.number}.toml",
            mime="application/toml", key=f"text-{version.id}",
        )  # fmt: skip
