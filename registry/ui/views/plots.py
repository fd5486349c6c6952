"""The plots of the start page: drawn in greys and blues that differ in lightness, so that nobody needs the colours.

Each comes with the same figures as a table, for screen readers and for who likes numbers better.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import altair as alt
from babel.dates import format_date
from babel.numbers import format_decimal

from registry.charter.balance import Balance
from registry.charter.verdict import Outcome
from registry.locale import N_, Locale, Translate
from registry.office.months import Answered, Seen, Standing
from registry.ui.views.review import SHOT_NAMES

LEGAL_MONTH_DAYS: Final = 30
"""Where the line of the legal month is drawn (GDPR, article 12(3)); a request's own day counts by the calendar."""

FONT_PX: Final = 15
HEIGHT: Final = 240
ROW: Final = 64
"""px: a drawing over months, and each bar of one over names (three lines)."""
LINE_SIGNS: Final = 18
"""Where a name beside a bar goes on on the next line."""
EDGE: Final = "#7c8b9a"
DARK, MIDDLE, LIGHT, PALE = "#0b3d6b", "#4f86b8", "#a9c6e0", "#f4f7fa"
SHADES: Final[Mapping[Outcome, str]] = {
    Outcome.PUBLISHABLE: DARK,
    Outcome.NEEDS_CONSENT: MIDDLE,
    Outcome.NEEDS_A_PERSON: LIGHT,
    Outcome.BLOCKED: PALE,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plot:
    """A chart with its title, and the same as a table (a row of heads, then rows)."""

    title: str
    chart: alt.Chart | alt.LayerChart
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def month_name(month: date, locale: Locale) -> str:
    """Return a month in short, as in "jun 26"."""
    return str(format_date(month, "MMM yy", locale=locale.region))


def verdicts_by_month(seen: Sequence[Seen], tr: Translate, locale: Locale) -> Plot:
    """Return how many photos of each month may go out, wait, or may not."""
    title = tr(N_("Photos of each month, and what may happen with them"))
    months = sorted({one.month for one in seen})
    counted = _counted((one.month, one.outcome, one.photos) for one in seen)
    marks = [_mark(month_name(month, locale), outcome, counted, month, tr) for month in months for outcome in Outcome]
    names = [month_name(month, locale) for month in months]
    chart = _stacked(marks, tr, title, HEIGHT).encode(x=alt.X("group:N", sort=names, title=None), y=_photos_axis(tr))
    rows = [(month_name(month, locale), *_figures(counted, month)) for month in months]
    return Plot(title=title, chart=chart, heads=(tr(N_("Month")), *_outcome_names(tr)), rows=tuple(rows))


def verdicts_by_kind(seen: Sequence[Seen], tr: Translate) -> Plot:
    """Return how many photos of each shot type may go out, wait, or may not."""
    title = tr(N_("The same photos by what they show"))
    kinds = [kind for kind in SHOT_NAMES if any(one.shot_type is kind for one in seen)]
    counted = _counted((one.shot_type, one.outcome, one.photos) for one in seen)
    marks = [_mark(tr(SHOT_NAMES[kind]), outcome, counted, kind, tr) for kind in kinds for outcome in Outcome]
    names = [tr(SHOT_NAMES[kind]) for kind in kinds]
    across = alt.Y("group:N", sort=names, title=None, axis=_names_axis())
    chart = _stacked(marks, tr, title, ROW * len(kinds)).encode(
        y=across, x=alt.X("photos:Q", title=tr(N_("Photos")), axis=_whole())
    )
    rows = [(tr(SHOT_NAMES[kind]), *_figures(counted, kind)) for kind in kinds]
    return Plot(title=title, chart=chart, heads=(tr(N_("What it shows")), *_outcome_names(tr)), rows=tuple(rows))


def days_to_answer(answered: Sequence[Answered], tr: Translate, locale: Locale) -> Plot:
    """Return how long answers took, by the month requests came in, against the legal month."""
    title = tr(N_("Days until our answer, by the month of the request"))
    middle, slowest = tr(N_("Half of them within")), tr(N_("The slowest"))
    values = [
        {"month": month_name(one.month, locale), "what": what, "days": days}
        for one in answered
        for what, days in ((middle, one.median_days), (slowest, one.slowest_days))
        if days is not None
    ]
    names = [month_name(one.month, locale) for one in answered]
    shape = alt.Shape(
        "what:N",
        title=None,
        legend=_legend(),
        scale=alt.Scale(domain=[middle, slowest], range=["circle", "triangle-up"]),
    )
    points = alt.Chart(alt.InlineData(values=values)).mark_point(filled=True, size=140, color=MIDDLE, stroke=EDGE)
    points = points.encode(
        x=alt.X("month:N", sort=names, title=None, scale=alt.Scale(domain=names)),
        y=alt.Y("days:Q", title=tr(N_("Days")), scale=alt.Scale(domainMin=0)),
        shape=shape,
        tooltip=_tooltip(("month", N_("Month")), ("what", N_("What")), ("days", N_("Days")), tr=tr),
    )
    limit = alt.Chart(alt.InlineData(values=[{"days": LEGAL_MONTH_DAYS, "label": tr(N_("the legal month"))}]))
    line = limit.mark_rule(strokeDash=[8, 4], strokeWidth=2, color=EDGE).encode(y="days:Q")
    words = limit.mark_text(align="left", dx=4, dy=-10, fontSize=FONT_PX).encode(
        y="days:Q", x=alt.value(0), text="label:N"
    )
    rows = [
        (
            month_name(one.month, locale), str(one.requests), str(one.answered), str(one.late),
            days_words(one.median_days, locale), days_words(one.slowest_days, locale),
        )
        for one in answered
    ]  # fmt: skip
    heads = (N_("Month"), N_("Requests"), N_("Answered"), N_("Too late"), N_("Half of them within"), N_("The slowest"))
    chart = _styled(alt.layer(line, points, words), title, HEIGHT)
    return Plot(title=title, chart=chart, heads=tuple(tr(head) for head in heads), rows=tuple(rows))


def copies_by_channel(standing: Sequence[Standing], tr: Translate) -> Plot:
    """Return how many copies stand on each channel, and how many were taken away."""
    title = tr(N_("Copies outside the registry, by channel"))
    there, gone = tr(N_("Stand there")), tr(N_("Taken away"))
    values = [
        {"place": one.place, "state": state, "copies": copies, "order": order}
        for one in standing
        for order, (state, copies) in enumerate(((there, one.there), (gone, one.gone)))
    ]
    chart = alt.Chart(alt.InlineData(values=values)).mark_bar(stroke=EDGE).encode(
        y=alt.Y("place:N", title=None, axis=_names_axis()),
        x=alt.X("copies:Q", title=tr(N_("Copies")), axis=_whole()),
        color=_shade("state", [there, gone], [DARK, PALE]),
        order="order:Q",
        tooltip=_tooltip(("place", N_("Channel")), ("state", N_("What")), ("copies", N_("Copies")), tr=tr),
    )  # fmt: skip
    rows = [(one.place, str(one.there), str(one.gone)) for one in standing]
    height = ROW * len(standing)
    heads = (tr(N_("Channel")), there, gone)
    return Plot(title=title, chart=_styled(chart, title, height), heads=heads, rows=tuple(rows))


def college(balance: Balance, names: Mapping[Any, str], tr: Translate) -> Plot:
    """Return how often each member of the college was shown, beside what is to be expected; nothing without a photo."""
    title = tr(N_("How often members of the college are shown"))
    values = [
        {"who": names.get(one.who, ""), "seen": one.seen, "expected": round(one.expected, 1)}
        for one in (balance.members if balance.photos else ())
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(y=alt.Y("who:N", title=None, axis=_names_axis()))
    tooltip = _tooltip(("who", N_("Name")), ("seen", N_("Shown")), ("expected", N_("Expected")), tr=tr)
    bars = base.mark_bar(color=LIGHT, stroke=EDGE).encode(
        x=alt.X("seen:Q", title=tr(N_("Photos")), axis=_whole()), tooltip=tooltip
    )
    ticks = base.mark_tick(thickness=4, size=30, color=EDGE).encode(x="expected:Q", tooltip=tooltip)
    rows = [(str(one["who"]), str(one["seen"]), str(one["expected"])) for one in values]
    heads = (tr(N_("Name")), tr(N_("Shown")), tr(N_("Expected (the upright line)")))
    return Plot(
        title=title, chart=_styled(alt.layer(bars, ticks), title, ROW * len(values)), heads=heads, rows=tuple(rows)
    )


def _counted(rows: Iterable[tuple[Any, Outcome, int]]) -> dict[tuple[Any, Outcome], int]:
    counted: dict[tuple[Any, Outcome], int] = {}
    for group, outcome, photos in rows:
        counted[group, outcome] = counted.get((group, outcome), 0) + photos
    return counted


def _mark(
    name: str, outcome: Outcome, counted: Mapping[tuple[Any, Outcome], int], group: object, tr: Translate
) -> dict[str, object]:
    photos = counted.get((group, outcome), 0)
    return {"group": name, "verdict": tr(outcome.label), "photos": photos, "order": list(Outcome).index(outcome)}


def _figures(counted: Mapping[tuple[Any, Outcome], int], group: object) -> list[str]:
    return [str(counted.get((group, outcome), 0)) for outcome in Outcome]


def _outcome_names(tr: Translate) -> list[str]:
    return [tr(outcome.label) for outcome in Outcome]


def _stacked(marks: list[dict[str, object]], tr: Translate, title: str, height: int) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=marks)).mark_bar(stroke=EDGE).encode(
        color=_shade("verdict", _outcome_names(tr), [SHADES[outcome] for outcome in Outcome]),
        order="order:Q",
        tooltip=_tooltip(("group", N_("What")), ("verdict", N_("Verdict")), ("photos", N_("Photos")), tr=tr),
    )  # fmt: skip
    styled: alt.Chart = _styled(chart, title, height)
    return styled


def _photos_axis(tr: Translate) -> alt.Y:
    return alt.Y("photos:Q", title=tr(N_("Photos")), axis=_whole())


def _whole() -> alt.Axis:
    """Return an axis of whole numbers: there are no half photos."""
    return alt.Axis(tickMinStep=1, format="d", tickCount=5)


def _names_axis() -> alt.Axis:
    """Return an axis of names that are broken into lines instead of cut off, so that a phone keeps room to draw."""
    lines = f"split(replace(datum.label, /(.{{1,{LINE_SIGNS}}})(?: |$)/g, '$1\\n'), '\\n')"
    return alt.Axis(labelExpr=lines, labelLimit=0, labelLineHeight=FONT_PX + 2, labelOverlap=False)


def _shade(field: str, names: list[str], shades: list[str]) -> alt.Color:
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=names, range=shades), legend=_legend())


def _legend() -> alt.Legend:
    """Return a legend below the drawing, a line for each: side by side they would be cut off on a phone."""
    return alt.Legend(
        orient="bottom", direction="vertical", title=None, labelFontSize=FONT_PX, labelLimit=300,
        symbolStrokeColor=EDGE, symbolSize=200, rowPadding=2,
    )  # fmt: skip


def _tooltip(*fields: tuple[str, str], tr: Translate) -> list[alt.Tooltip]:
    # Values that are no data frame carry no types: shown as they are.
    return [alt.Tooltip(field, type="nominal", title=tr(title)) for field, title in fields]


def _styled(chart: Any, title: str, height: int) -> Any:
    # The height is that of the drawing alone: names and legend come on top of it, however many lines they need.
    fitting = alt.AutoSizeParams(type="fit-x", contains="padding")
    sized = chart.properties(height=height, width="container", description=title, autosize=fitting)
    return sized.configure_axis(labelFontSize=FONT_PX, titleFontSize=FONT_PX, grid=True).configure_legend(
        orient="bottom", labelFontSize=FONT_PX
    )


def drawn(plot: Plot, text_colour: str) -> dict[str, Any]:
    """Return a plot as Vega-Lite draws it, its words in this colour."""
    drawing: dict[str, Any] = plot.chart.to_dict(validate=False)
    config = drawing["config"]
    config["axis"] |= {"labelColor": text_colour, "titleColor": text_colour}
    config["legend"] |= {"labelColor": text_colour}
    config["text"] = {"color": text_colour}
    return drawing


def days_words(days: float | None, locale: Locale) -> str:
    """Return a number of days as it is written in a language, a dash for none."""
    return "–" if days is None else str(format_decimal(days, locale=locale.region))
