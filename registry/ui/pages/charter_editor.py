"""Changing the charter's figures and calendars, with what that does to the stored photos before it is adopted."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from registry.charter import parsing
from registry.charter.charter import Charter, QuietCover, QuietEffect, RecognitionMode
from registry.charter.completing import adopting
from registry.charter.editing import Period, Value, with_figures, with_holidays, with_periods, with_values
from registry.locale import LOCAL_TIME, format_number
from registry.locale.reading import read_day, read_number
from registry.rulebook.records import CharterVersion
from registry.rulebook.states import Origin
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.charter import COVERED, EFFECT_NAMES, MODE_NAMES, figure_name, preview_words, unit_name
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_SECONDS = 60
_DRAFT, _FOUND = "charter_draft", "charter_found"


def show(visit: Visit, kept: CharterVersion | None) -> None:
    """Let the officer change figures, days off and quiet periods; then show what changes, then adopt."""
    if kept is None:
        return
    charter = visit.registry.charter
    wrong: list[str] = []
    with st.form("charter_form"):
        values = {**_standard(visit, charter), **_mode(visit, charter)}
        figures = _figures(visit, charter, wrong)
        periods = _periods(visit, charter)
        days = _holidays(visit, charter, wrong)
        reason = st.text_input(visit.say("Why does it change?"), key="charter_reason", max_chars=300)
        asked = st.form_submit_button(visit.say("Show what would change"), type="primary", key="charter_preview")
    if asked or wrong:
        st.session_state.pop(_FOUND, None)
    for line in wrong:
        st.error(plain(line), icon=":material/error:")
    if asked and not wrong:
        with faults_here(visit):
            draft = _draft(visit, kept.text, values, figures, periods, days, reason)
            st.session_state[_DRAFT] = draft
            st.session_state[_FOUND] = _preview(visit, charter, draft)
    _adopt(visit, kept, reason)


def _standard(visit: Visit, charter: Charter) -> Mapping[tuple[str | int, ...], Value]:
    density = charter.density
    levels = {
        (name, level): f"{name}, {level}: {format_number(value, visit.locale)} px/m"
        for name, rows in density.standards.items()
        for level, value in rows.items()
    }
    chosen = st.selectbox(
        visit.say("“Very recognisable” from"), list(levels), key="charter_level",
        index=list(levels).index((density.standard, density.level)), format_func=lambda pair: levels[pair],
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


def _figures(visit: Visit, charter: Charter, wrong: list[str]) -> Mapping[str, float]:
    """Return the figures that were changed; `wrong` gets a sentence for each that cannot be."""
    changed = {}
    left, right = st.columns(2)
    for place, (name, figure) in enumerate(charter.figures.items()):
        called = figure_name(visit.tr, name)
        label = f"{called} ({unit_name(visit.tr, figure.unit)})"
        shown = format_number(figure.value, visit.locale)
        text = (right if place % 2 else left).text_input(
            label, shown, key=f"charter-{name}", help=figure.measured, max_chars=20
        )
        value, (low, high) = read_number(text, visit.locale), parsing.FIGURES[name]
        if text.strip() == shown:
            continue
        if value is None or not low <= value <= high:
            limits = {"low": format_number(low, visit.locale), "high": format_number(high, visit.locale)}
            wrong.append(visit.say("{figure}: write a number from {low} to {high}.", figure=called, **limits))
        elif value != figure.value:
            changed[name] = value
    return changed


def _periods(visit: Visit, charter: Charter) -> list[Period]:
    st.markdown(f"**{visit.say('Quiet periods before elections')}**")
    words = {visit.say(text): effect for effect, text in EFFECT_NAMES.items()}
    names = {effect: text for text, effect in words.items()}
    about = {visit.say(text): covers for covers, text in COVERED.items()}
    covered = {covers: text for text, covers in about.items()}
    rows = [
        {
            "row": n, "name": p.name, "from": p.starts_on, "until": p.ends_on, "covers": covered[p.covers],
            "effect": names[p.effect],
        }
        for n, p in enumerate(charter.quiet_periods)
    ]  # fmt: skip
    edited = st.data_editor(
        rows, num_rows="dynamic", key="charter_periods", hide_index=True,
        column_config={
            "row": None,
            "name": st.column_config.TextColumn(visit.say("Name"), required=True, width="medium"),
            "from": st.column_config.DateColumn(visit.say("From"), required=True, format="DD/MM/YYYY"),
            "until": st.column_config.DateColumn(visit.say("Until"), required=True, format="DD/MM/YYYY"),
            "covers": st.column_config.SelectboxColumn(
                visit.say("It is about"), options=list(about), required=True, default=covered[QuietCover.COLLEGE]
            ),
            "effect": st.column_config.SelectboxColumn(visit.say("Then"), options=list(words), required=True),
        },
    )  # fmt: skip
    return [_period(row, words, about) for row in edited]


def _period(row: Mapping[str, Any], effects: Mapping[str, QuietEffect], about: Mapping[str, QuietCover]) -> Period:
    return Period(
        row=None if row.get("row") is None else int(row["row"]),
        name=row["name"],
        starts_on=row["from"],
        ends_on=row["until"],
        effect=effects[row["effect"]],
        covers=about[row["covers"]],
    )


def _holidays(visit: Visit, charter: Charter, wrong: list[str]) -> list[date]:
    """Return the days off as typed, one a line; `wrong` gets a sentence where some lines are no days."""
    text = st.text_area(
        visit.say("Days off, one a line"), "\n".join(visit.day(day) for day in sorted(charter.holidays)),
        key="charter_days", height=150,
    )  # fmt: skip
    read = {line: read_day(line, visit.locale) for line in map(str.strip, text.splitlines()) if line}
    if no_days := [line for line, day in read.items() if day is None]:
        example = visit.day(date(2030, 7, 1))
        told = visit.say(
            "These are no days: {days}. Write each as {example}.", days=", ".join(no_days), example=example
        )
        wrong.append(told)
    return [day for day in read.values() if day is not None]


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
