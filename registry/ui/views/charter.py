"""The charter in words: what its figures are called, what changing them does. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from registry.charter.charter import Charter, Figure, QuietCover, QuietEffect, RecognitionMode
from registry.charter.explaining import Bearing
from registry.charter.rules import RULES, Rule
from registry.charter.verdict import Outcome
from registry.locale import N_, Translate, format_number, language_of
from registry.review.previewing import Preview
from registry.ui.views.light import Light

FIGURE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "recognisability.face_width_adult": N_("Width of an adult's face"),
        "recognisability.face_width_child": N_("Width of a young child's face"),
        "recognisability.child_under": N_("A young child is younger than"),
        "age.adult": N_("Of age from"),
        "age.automatic_matching": N_("Faces may be compared from this age"),
        "age.told_ahead": N_("Told this long before a birthday that matters"),
        "deceased.heirs": N_("Heirs decide this long after a death"),
        "matching.alone": N_("A match counts by itself from"),
        "matching.margin": N_("Two people are too alike within"),
        "matching.least_face": N_("Smallest face that is compared"),
        "matching.same_face": N_("Two boxes show the same face from"),
        "publication.long_side": N_("Longest side of a copy"),
        "deadlines.answer": N_("A request is answered within"),
        "deadlines.extension": N_("That can be extended by"),
        "deadlines.contact_code": N_("A code sent to a citizen holds"),
        "deadlines.person_task": N_("A task for a person is done within"),
        "deadlines.requests_per_contact": N_("Requests from one address"),
        "retention.removal_contact": N_("A citizen's address is kept after the last letter"),
        "retention.withdrawal_link": N_("A withdrawal link works for"),
        "retention.enrolled_templates": N_("Face templates of one person at most"),
        "retention.unfinished_template": N_("An unfinished template is destroyed after"),
        "balance.level": N_("Out of proportion when chance makes it less often than"),
        "balance.window": N_("The balance looks back over"),
        "channels.sleeping": N_("A channel sleeps after"),
    }
)

MODE_NAMES: Mapping[RecognitionMode, str] = MappingProxyType(
    {
        RecognitionMode.OFF: N_("Off: no face is compared, people are named by hand"),
        RecognitionMode.CONSENTED: N_("Only people who agreed to it, separately"),
        RecognitionMode.EVENT_SEARCH: N_("The same, and a citizen may search one event with a picture of themself"),
    }
)

UNIT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "years": N_("years"),
        "months": N_("months"),
        "days": N_("days"),
        "hours": N_("hours"),
        "minutes": N_("minutes"),
        "similarity": N_("similarity"),
        "IoU": N_("overlap"),
        "a day": N_("a day"),
        "a person": N_("a person"),
        "probability": N_("probability"),
    }
)

CHOICE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "adoption.published": N_("What becomes of published photos that a new charter would refuse"),
        "balance.expected": N_("How often each member of the college should be shown"),
        "publication.purpose": N_("What a photo is judged for when it comes in"),
    }
)

EFFECT_NAMES: Mapping[QuietEffect, str] = MappingProxyType(
    {QuietEffect.ASK: N_("A person decides"), QuietEffect.BLOCK: N_("It does not go out")}
)

COVERED: Mapping[QuietCover, str] = MappingProxyType(
    {QuietCover.COLLEGE: N_("Photos of members of the college"), QuietCover.EVERYTHING: N_("Every photo")}
)

BEARING_LIGHTS: Mapping[Bearing, Light] = MappingProxyType(
    {
        Bearing.AGAINST: Light.ORANGE,
        Bearing.FOR: Light.GREEN,
        Bearing.BESIDE: Light.GREY,
        Bearing.SILENT: Light.GREY,
    }
)


def figure_name(tr: Translate, name: str) -> str:
    """Return what a figure is called, by its dotted name where it has no words yet."""
    return tr(FIGURE_NAMES[name]) if name in FIGURE_NAMES else name


def unit_name(tr: Translate, unit: str) -> str:
    """Return a unit in words; px and m are the same in every language."""
    return tr(UNIT_NAMES[unit]) if unit in UNIT_NAMES else unit


def articles() -> Mapping[str, Sequence[Rule]]:
    """Return the rules by article, in the order of the rules."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES:
        found.setdefault(rule.article, []).append(rule)
    return found


def rule_titles(tr: Translate, rules: Sequence[Rule]) -> str:
    """Return what an article's rules are about: the first one's title, and how many more there are."""
    first = tr(rules[0].title)
    return first if len(rules) == 1 else tr(N_("{first}, and {n} more")).format(first=first, n=len(rules) - 1)


def _amount(tr: Translate, figure: Figure) -> str:
    return f"{format_number(figure.value, language_of(tr))} {unit_name(tr, figure.unit)}"


def figures_of(tr: Translate, rule: Rule, charter: Charter) -> list[str]:
    """Return the charter's figures that a rule reads, with their values."""
    told = [
        f"{figure_name(tr, name)}: {_amount(tr, charter.figures[name])}"
        for name in rule.figures
        if name in charter.figures
    ]
    if "recognisability.standards" in rule.figures:
        density = charter.density
        told.insert(0, f"{density.standard}, {density.level}: {format_number(density.value, language_of(tr))} px/m")
    return told


def brought_in(tr: Translate, charter: Charter, day: Callable[[date], str]) -> list[str]:
    """Return what came in with a new release of the software: a figure with what it rests on and its day."""
    return [_with_its_ground(tr, charter.figures[name], day) if name in charter.figures else _choice(tr, name, charter)
            for name in charter.brought_in]  # fmt: skip


def taken_out(tr: Translate, charter: Charter) -> list[str]:
    """Return what a new release of the software no longer knows."""
    words = tr(N_("{name}: this release no longer knows it; it stands in the text as a comment."))
    return [words.format(name=name) for name in charter.taken_out]


def _with_its_ground(tr: Translate, figure: Figure, day: Callable[[date], str]) -> str:
    said = f"{figure_name(tr, figure.name)}: {_amount(tr, figure)}"
    return f"{said}. {figure.measured} ({day(figure.dated)})"


def _choice(tr: Translate, name: str, charter: Charter) -> str:
    """Return a choice in words with what was chosen; by its name in the file where it has no words."""
    chosen = {
        "adoption.published": charter.standing_copies,
        "balance.expected": charter.proportion.expected,
        "publication.purpose": charter.first_purpose,
        "matching.mode": charter.recognition,
        "recognisability.standard": charter.density.standard,
        "recognisability.level": charter.density.level,
    }
    words = tr(CHOICE_NAMES[name]) if name in CHOICE_NAMES else name
    return f"{words}: {chosen[name]}" if name in chosen else words


def preview_words(tr: Translate, found: Preview) -> list[str]:
    """Return what a changed charter does to the stored photos, the largest change first."""
    lines = [
        tr(N_("{n} of {total} photos would get another verdict.")).format(n=found.changed, total=found.judged),
        tr(N_("{n} of {total} photos would need consent, and do not now.")).format(
            n=found.becoming(Outcome.NEEDS_CONSENT), total=found.judged
        ),
    ]
    ordered = sorted(found.changes.items(), key=lambda change: -change[1])
    words = tr(N_("{n}: from “{before}” to “{after}”"))
    lines += [words.format(n=n, before=tr(before.label), after=tr(after.label)) for (before, after), n in ordered]
    if not found.is_whole:
        text = tr(N_("There are {total} photos; the newest {judged} were judged in the time there is."))
        lines.append(text.format(total=found.total, judged=found.judged))
    return lines
