"""The rules by article, and the judgement they give together."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from registry.charter import image_rights, politics, sights, standing
from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.parsing import FIGURES
from registry.charter.verdict import Effect, Finding, Reason, Verdict, conclude
from registry.locale import N_

DECIDABLE = frozenset({"party-names", "quiet-period", "competent-member"})
"""The rules whose question an officer may answer for one post, with a reason; what they block stays blocked."""

Check = Callable[[Facts, Charter, date], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule of the charter.

    `title`, `texts` (everything it can say) and `silence` (what it means that it says nothing) are English message ids;
    `figures` are the charter's figures and tables it reads; `sees` tells what it looks at, `check` what it says.
    """

    name: str
    article: str
    source: str
    title: str
    figures: tuple[str, ...]
    texts: tuple[str, ...]
    silence: str
    sees: sights.Look
    check: Check

    def reasons(self, facts: Facts, charter: Charter, on: date) -> tuple[Reason, ...]:
        """Return what the rule says of some facts on a day, each with this article and name."""
        found = self.check(facts, charter, on)
        decided = self.name in facts.use.decided & DECIDABLE
        return tuple(
            Reason(article=self.article, rule=self.name, **_values(_answered(finding) if decided else finding))
            for finding in found
        )


UNADOPTED = N_(
    "The charter's “{value}” came in or fell out with a new release of the registry, and nobody adopted that yet. "
    "An officer does so on the page of the charter."
)


def unadopted(_facts: Facts, charter: Charter, _on: date) -> Iterator[Finding]:
    """Article 2f: who posts a photo answers for it, and nobody answers yet for a figure that no one adopted."""
    for name in (*charter.brought_in, *charter.taken_out):
        if any(_read_by(rule, name) for rule in RULES):
            yield Finding(
                effect=Effect.ASKS_A_PERSON, text=UNADOPTED, figure=name, value=name, threshold="adopted",
                unit=N_("state"),
            )  # fmt: skip


def _read_by(rule: Rule, name: str) -> bool:
    """Return whether a rule reads a figure; of what is no figure, whether it reads anything of that section."""
    if name in FIGURES:
        return name in rule.figures
    return any(figure.partition(".")[0] == name.partition(".")[0] for figure in rule.figures)


RULES: tuple[Rule, ...] = (
    Rule(
        name="standing",
        article="GDPR 18",
        source="GDPR art. 17 and 18",
        title=N_("Photos under a removal request are not used"),
        figures=(),
        texts=tuple(standing.STANDING_TEXTS.values()),
        silence=N_("Nobody asked for its removal, and it was analysed."),
        sees=sights.standing,
        check=standing.photo_standing,
    ),
    Rule(
        name="purpose",
        article="1",
        source="Charter art. 1",
        title=N_("Photos go only to purposes the charter knows"),
        figures=("purposes",),
        texts=(standing.UNKNOWN_PURPOSE,),
        silence=N_("The charter knows this purpose."),
        sees=sights.purpose,
        check=standing.known_purpose,
    ),
    Rule(
        name="open-channel",
        article="1",
        source="Charter art. 1",
        title=N_("Nothing goes to a closed channel"),
        figures=(),
        texts=(standing.CHANNEL_CLOSED,),
        silence=N_("The channel is open."),
        sees=sights.channel,
        check=standing.open_channel,
    ),
    Rule(
        name="kept-in",
        article="2f",
        source="Charter art. 2f: whoever posts a photo answers for it",
        title=N_("Photos an officer keeps in"),
        figures=(),
        texts=(standing.KEPT_IN,),
        silence=N_("No officer keeps this photo in."),
        sees=sights.ruling,
        check=standing.kept_in,
    ),
    Rule(
        name="kind-of-image",
        article="2f",
        source="Charter art. 2f; GBA on targeted images",
        title=N_("Overview, atmosphere or targeted image"),
        figures=(),
        texts=image_rights.KIND_TEXTS,
        silence=N_("The photo has not been analysed, so its kind is not known."),
        sees=sights.kind,
        check=image_rights.kind_of_image,
    ),
    Rule(
        name="recognisability",
        article="2f",
        source="Charter art. 2f; EN 62676-4, IEC 62676-4",
        title=N_("Very recognisable at the size it is published"),
        figures=(
            "recognisability.standards",
            "recognisability.face_width_adult",
            "recognisability.face_width_child",
            "recognisability.child_under",
        ),
        texts=(image_rights.FACELESS, image_rights.TOO_SMALL),
        silence=N_(
            "No face must be checked for its size, or one that counts is recognisable at this size: see the consents."
        ),
        sees=sights.size,
        check=image_rights.recognisability,
    ),
    Rule(
        name="consent",
        article="2f",
        source="Charter art. 2f; art. XI.174 WER; GDPR art. 7",
        title=N_("Consent of everyone who must agree"),
        figures=(
            "age.table",
            "age.adult",
            "age.automatic_matching",
            "deceased.heirs",
            "matching.alone",
            "matching.clears_alone",
        ),
        texts=image_rights.CONSENT_TEXTS,
        silence=N_("Nobody has to agree to this use."),
        sees=sights.consent,
        check=image_rights.consent,
    ),
    Rule(
        name="refusal",
        article="2f",
        source="Charter art. 2f; GDPR art. 21",
        title=N_("Who clearly refused is not shown"),
        figures=("age.adult",),
        texts=tuple(image_rights.NO_TEXTS.values()),
        silence=N_("Nobody known in this photo said no to this use."),
        sees=sights.refusal,
        check=image_rights.refusal,
    ),
    Rule(
        name="party-names",
        article="2e",
        source="Charter art. 2e",
        title=N_("No names of political parties"),
        figures=("parties",),
        texts=(politics.PARTY_NAME,),
        silence=N_("No party is named in the words that go out."),
        sees=sights.words,
        check=politics.party_names,
    ),
    Rule(
        name="quiet-period",
        article="3a",
        source="Charter art. 3a",
        title=N_("Quiet periods before elections"),
        figures=("calendar.quiet_periods",),
        texts=(politics.QUIET, politics.QUIET_FOR_ALL),
        silence=N_("No quiet period runs, or no member of the college is in the photo."),
        sees=sights.quiet_period,
        check=politics.quiet_period,
    ),
    Rule(
        name="competent-member",
        article="3b",
        source="Charter art. 3b i",
        title=N_("The competent alderman is in the photo"),
        figures=(),
        texts=tuple(politics.COMPETENT_TEXTS.values()),
        silence=N_("No member of the college is in the photo, or the competent one is."),
        sees=sights.competence,
        check=politics.competent_member,
    ),
    Rule(
        name="several-members",
        article="3b",
        source="Charter art. 3b ii",
        title=N_("Preferably more than one member of the college"),
        figures=(),
        texts=(politics.ALONE,),
        silence=N_("No member of the college is in the photo, or more than one is."),
        sees=sights.members,
        check=politics.several_members,
    ),
    Rule(
        name="press-embargo",
        article="3c",
        source="Charter art. 3c",
        title=N_("Social media the day after the press"),
        figures=("purposes",),
        texts=(*politics.EMBARGO_TEXTS.values(), politics.UNDER_EMBARGO),
        silence=N_("The photo goes with no press release, or it need not wait for the press."),
        sees=sights.press,
        check=politics.press_embargo,
    ),
    Rule(
        name="unadopted-figures",
        article="2f",
        source="Charter art. 2f: whoever posts a photo answers for it",
        title=N_("Figures nobody adopted yet"),
        figures=(),
        texts=(UNADOPTED,),
        silence=N_("The municipality adopted every figure the rules read."),
        sees=sights.adoption,
        check=unadopted,
    ),
)


def explain(
    facts: Facts, charter: Charter, on: date, rules: Iterable[Rule] = RULES
) -> tuple[tuple[Rule, tuple[Reason, ...]], ...]:
    """Return each rule with what it said, nothing where it had nothing to say."""
    return tuple((rule, rule.reasons(facts, charter, on)) for rule in rules)


def judge(facts: Facts, charter: Charter, on: date, rules: Iterable[Rule] = RULES) -> Verdict:
    """Return the verdict on some facts for their use on a day (the municipality's calendar). No rules: blocked."""
    said = explain(facts, charter, on, rules)
    reasons = (reason for _, heard in said for reason in heard)
    return conclude(reasons, charter_version=charter.version)


def _answered(finding: Finding) -> Finding:
    """Return a question an officer answered for this post as a remark."""
    return replace(finding, effect=Effect.REMARKS) if finding.effect is Effect.ASKS_A_PERSON else finding


def _values(finding: Finding) -> dict[str, Any]:
    return {field.name: getattr(finding, field.name) for field in fields(finding)}
