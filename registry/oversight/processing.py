"""The record of processing activities (GDPR 30(1)), made from the settings and the charter as they are. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.charter.charter import Charter
from registry.locale import N_, Translate


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What the record takes from outside the charter: who is responsible, where photos go, by kind and number."""

    municipality: str
    dpo_contact: str
    places: Sequence[tuple[str, str]]
    recipients: Mapping[str, int]


def record(charter: Charter, around: Setting, tr: Translate) -> list[tuple[str, list[str]]]:
    """Return the record as headings with lines, in the order of article 30(1)."""
    return [
        (tr(N_("Controller")), _controller(around, tr)),
        (tr(N_("Purposes")), _purposes(charter, tr)),
        (tr(N_("People and data")), _data(charter, tr)),
        (tr(N_("Recipients and processors")), _recipients(around, tr)),
        (tr(N_("Countries outside the European Union")), _transfers(around, tr)),
        (tr(N_("How long it is kept")), _retention(charter, tr)),
        (tr(N_("Security")), _security(tr)),
    ]


def _controller(around: Setting, tr: Translate) -> list[str]:
    missing = tr(N_("not filled in: set REGISTRY_DPO_CONTACT"))
    return [
        tr(N_("Controller: {municipality}")).format(municipality=around.municipality),
        tr(N_("Data protection officer: {contact}")).format(contact=around.dpo_contact or missing),
    ]


def _purposes(charter: Charter, tr: Translate) -> list[str]:
    titles = ", ".join(purpose.title for purpose in charter.purposes.values())
    return [
        tr(N_("Informing citizens with photos, by: {uses}")).format(uses=titles),
        tr(N_("Legal ground: consent for who is singled out (GDPR 6(1)(a)); public interest otherwise (6(1)(e)).")),
        tr(N_("Rules: {title}, decision {decision}, version {version}.")).format(
            title=charter.source.title, decision=charter.source.decision, version=charter.version
        ),
    ]


def _data(charter: Charter, tr: Translate) -> list[str]:
    lines = [
        tr(N_("People in photos: their image, where they were and when, a name where it was given.")),
        tr(N_("People in the consent register: name, contact, date of birth, what they agreed to, the proof.")),
        tr(N_("People who ask for a removal: e-mail address and what they wrote, until the last letter is sent.")),
    ]
    if charter.recognition.compares:
        lines.append(tr(N_("Face templates, only of people who agreed to that apart (GDPR 9(2)(a)).")))
    else:
        lines.append(tr(N_("No face templates: recognition is off.")))
    return lines


def _recipients(around: Setting, tr: Translate) -> list[str]:
    place = tr(N_("Place of publication: {title} ({kind})"))
    lines = [place.format(title=title, kind=kind) for title, kind in around.places]
    lines += [tr(N_("{kind}: {n}")).format(kind=tr(kind), n=n) for kind, n in around.recipients.items()]
    return lines or [tr(N_("None."))]


_OUTSIDE = frozenset({"facebook", "instagram", "x", "linkedin", "bluesky", "cloudflare", "s3"})


def _transfers(around: Setting, tr: Translate) -> list[str]:
    found = [title for title, kind in around.places if kind in _OUTSIDE]
    if not found:
        return [tr(N_("None by the registry itself. A public website can be read everywhere."))]
    return [tr(N_("Check the agreement with: {places}")).format(places=", ".join(found))]


def _retention(charter: Charter, tr: Translate) -> list[str]:
    lines = []
    for row in charter.retention:
        told = N_("{name}: no end (archive)") if row.months is None else N_("{name}: {months} months after the event")
        lines.append(tr(told).format(name=row.name, months=row.months))
    for name, said in _KEPT.items():
        figure = charter.figure(name)
        lines.append(tr(said).format(value=f"{figure.value:g}"))
    return lines or [tr(N_("Nothing is set: photos are kept until somebody decides."))]


_KEPT = {
    "retention.removal_contact": N_("Address of who asked for a removal: {value} days after the answer"),
    "retention.withdrawal_link": N_("Link to take consent back: {value} days"),
}


def _security(tr: Translate) -> list[str]:
    return [
        tr(N_("Every photo and every proof is encrypted with a key of its own (AES-256-GCM), kept apart.")),
        tr(N_("Each role sees only what it needs; each decision is in a log that cannot be changed unseen.")),
        tr(N_("An erasure destroys the key, looks again at every place, and ends with a signed certificate.")),
    ]
