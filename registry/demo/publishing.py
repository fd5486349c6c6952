"""Second chapter: what is cleared goes out, through the gate; what is not stays in."""

from uuid import UUID

from registry.demo.telling import Telling
from registry.locale import N_
from registry.publication.outcomes import NotPublished, Published

CHANNEL = "website"


def publish(telling: Telling, photos: dict[UUID, str]) -> list[UUID]:
    """Offer every photo to the channel; return those that went out."""
    telling.title(N_("Publishing on the website, through the gate"))
    out = []
    for photo_id, name in photos.items():
        outcome = telling.registry.publication.publish(telling.photographer, photo_id, CHANNEL)
        match outcome:
            case Published():
                out.append(photo_id)
                telling.say(N_("[green]✓[/] {name} is on the website."), name=name)
            case NotPublished(verdict=verdict):
                why = verdict.reasons[0].sentence(telling.tr) if verdict.reasons else ""
                telling.say(
                    N_("[yellow]–[/] {name} is refused: {verdict}. {why}"),
                    name=name,
                    verdict=telling.tr(verdict.outcome.label),
                    why=why,
                )
            case _:
                telling.say(N_("[red]✗[/] {name}: the channel does not answer now."), name=name)
    return out
