"""Changing the charter's figures and calendars, with what that does to the stored photos before it is adopted."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from registry.charter import parsing
from registry.charter.charter import Charter, QuietEffect, RecognitionMode
from registry.charter.completing import adopting
from registry.charter.editing import Period, Value, with_figures, with_holidays, with_periods, with_values
from registry.locale import LOCAL_TIME
from registry.rulebook.records import CharterVersion
from registry.rulebook.states import Origin
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.charter import EFFECT_NAMES, MODE_NAMES, figure_name, preview_words, unit_name
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_SECONDS = 60
_DRAFT, _FOUND = "charter_draft", "charter_found"


def show(visit: Visit, kept: CharterVersion | None) -> None:
    """Let the officer change figures, days off and quiet periods; then show what changes, then adopt."""
    if kept is None:
        return
    charter = visit.registry.charter
    with st.form("charter_form"):
        values = {**_standard(visit, charter), **_mode(visit, charter)}
        figures = _figures(visit, charter)
        periods = _periods(visit, charter)
        days = _holidays(visit, charter)
        reason = st.text_input(visit.say("Why does it change?"), key="charter_reason", max_chars=300)
        asked = st.form_submit_button(visit.say("Show what would change"), type="primary", key="charter_preview")
    if asked:
        with faults_here(visit):
            draft = _draft(visit, kept.text, values, figures, periods, days, reason)
            st.session_state[_DRAFT] = draft
            st.session_state[_FOUND] = _preview(visit, charter, draft)
    _adopt(visit, kept, reason)


def _standard(visit: Visit, charter: Charter) -> Mapping[tuple[str | int, ...], Value]:
    density = charter.density
    levels = [(name, level) for name, rows in density.standards.items() for level in rows]
    chosen = st.selectbox(
        visit.say("“Very recognisable” from"), levels, key="charter_level",
        index=levels.index((density.standard, density.level)),
        format_func=lambda pair: f"{pair[0]}, {pair[1]}: {density.standards[pair[0]][pair[1]]:g} px/m",
    )  # fmt: skip
    if chosen == (density.standard, density.level):
        return {}
    return {("recognisability", "standard"): chosen[0], ("recognisability", "level"): chosen[1]}


def _mode(visit: Visit, charter: Charter) -> Mapping[tuple[str | int, ...], Value]:
    modes = list(RecognitionMode)
    chosen = st.selectbox(
        visit.say("Recognising people"), modes, key="charter_mode", index=modes.index(charter.recognition),
        format_func=lambda mode: visit.say(MODE_NAMES[mode]),
    )  # fmt: skip
    st.html(markup.link(visit.say("What the impact assessment says of it"), "/effectbeoordeling"))
    return {} if chosen in (None, charter.recognition) else {("matching", "mode"): chosen.value}


def _figures(visit: Visit, charter: Charter) -> Mapping[str, float]:
    changed = {}
    left, right = st.columns(2)
    for place, (name, figure) in enumerate(charter.figures.items()):
        low, high = parsing.FIGURES[name]
        label = f"{figure_name(visit.tr, name)} ({unit_name(visit.tr, figure.unit)})"
        value = (right if place % 2 else left).number_input(
            label, float(low), float(high), figure.value, key=f"charter-{name}", help=figure.measured, format="%g"
        )
        if value != figure.value:
            changed[name] = float(value)
    return changed


def _periods(visit: Visit, charter: Charter) -> list[Period]:
    st.markdown(f"**{visit.say('Quiet periods before elections')}**")
    words = {visit.say(text): effect for effect, text in EFFECT_NAMES.items()}
    names = {effect: text for text, effect in words.items()}
    rows = [
        {"row": n, "name": p.name, "from": p.starts_on, "until": p.ends_on, "effect": names[p.effect]}
        for n, p in enumerate(charter.quiet_periods)
    ]
    edited = st.data_editor(
        rows, num_rows="dynamic", key="charter_periods", hide_index=True,
        column_config={
            "row": None,
            "name": st.column_config.TextColumn(visit.say("Name"), required=True),
            "from": st.column_config.DateColumn(visit.say("From"), required=True, format="DD/MM/YYYY"),
            "until": st.column_config.DateColumn(visit.say("Until"), required=True, format="DD/MM/YYYY"),
            "effect": st.column_config.SelectboxColumn(visit.say("Then"), options=list(words), required=True),
        },
    )  # fmt: skip
    return [_period(row, words) for row in edited]


def _period(row: Mapping[str, Any], effects: Mapping[str, QuietEffect]) -> Period:
    return Period(
        row=None if row.get("row") is None else int(row["row"]),
        name=row["name"],
        starts_on=row["from"],
        ends_on=row["until"],
        effect=effects[row["effect"]],
    )


def _holidays(visit: Visit, charter: Charter) -> list[date]:
    text = st.text_area(
        visit.say("Days off, one a line"), "\n".join(day.isoformat() for day in sorted(charter.holidays)),
        key="charter_days", height=150,
    )  # fmt: skip
    days, wrong = [], []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        try:
            days.append(date.fromisoformat(line))
        except ValueError:
            wrong.append(line)
    if wrong:
        st.error(visit.say("These are no days: {days}. Write each as 2030-07-01.", days=", ".join(wrong)))
    return days


def _draft(
    visit: Visit,
    text: str,
    values: Mapping[tuple[str | int, ...], Value],
    figures: Mapping[str, float],
    periods: list[Period],
    days: list[date],
    reason: str,
) -> str:
    today = visit.registry.clock.now().astimezone(LOCAL_TIME).date()
    measured = reason.strip() or visit.say("Decided by the municipality")
    chosen = {*figures, *(".".join(map(str, path)) for path in values)}  # who changes a figure adopts it
    changed = with_figures(with_values(adopting(text, chosen), values), figures, on=today, measured=measured)
    changed = with_periods(changed, periods)
    return changed if set(days) == visit.registry.charter.holidays else with_holidays(changed, days)


def _preview(visit: Visit, charter: Charter, draft: str) -> list[str] | None:
    after = parsing.parse(draft)
    bar = st.progress(0.0, visit.say("Judging the stored photos…"))
    watch = partial(_advance, bar)
    found = visit.registry.previewer.preview(visit.actor, charter, after, seconds=_SECONDS, watch=watch)
    bar.empty()
    return preview_words(visit.tr, found)


def _advance(bar: DeltaGenerator, share: float) -> None:
    bar.progress(share)


def _adopt(visit: Visit, kept: CharterVersion, reason: str) -> None:
    draft, found = st.session_state.get(_DRAFT), st.session_state.get(_FOUND)
    if draft is None or found is None:
        return
    if draft == kept.text:
        st.info(visit.say("Nothing was changed."))
        return
    st.info("  \n".join(plain(line) for line in found))
    if st.button(visit.say("Put this charter in force"), type="primary", key="charter_adopt"):
        with faults_here(visit):
            visit.registry.rulebook.adopt(visit.actor, draft, reason=reason, origin=Origin.PAGE, expected=kept.id)
            del st.session_state[_DRAFT], st.session_state[_FOUND]
            leave_note(visit.say("The new charter is in force. The worker judges all photos by it."))
            st.rerun()
