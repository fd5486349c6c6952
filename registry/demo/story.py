"""The demo's story: one event from upload to proven destruction, with real parts, told in the terminal."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console

from registry.bootstrap import Registry
from registry.channels.outbox import OutboxFolder
from registry.demo import asking, household, publishing, removing, taking_in
from registry.demo.pictures import DemoPicture, credits_of
from registry.demo.telling import StoryBroken, Telling
from registry.demo.whereabouts import whereabouts
from registry.locale import N_, translator


def tell(
    registry: Registry, console: Console, *, sources: Path | None, worker: Callable[[], AbstractContextManager[None]]
) -> None:
    """Tell the whole story; `worker` runs the process that carries durable work out.

    Raises StoryBroken when something is not as it should be, and the errors of the stages.
    """
    telling = _begin(registry, console)
    pictures = taking_in.compose(telling, registry.settings.home / "photos", sources)
    taking_in.enrol(telling, pictures)
    photos = taking_in.take_in(telling, pictures)
    taking_in.show(telling, photos)
    taking_in.confirm(telling)
    event_id = registry.intake.photo(telling.officer, next(iter(photos))).event_id
    asking.ask(telling, event_id, registry.settings.home / "formulieren")
    published = publishing.publish(telling, photos)
    shown = next((photo for photo in published if _people(pictures, photos[photo])), None)
    if shown is None or len(published) == len(photos):
        raise StoryBroken("a photo with people should be published, and one refused")
    outbox = registry.mail
    if not isinstance(outbox, OutboxFolder):
        raise StoryBroken("the demo reads the citizen's mail in the outbox folder")
    before = whereabouts(registry, shown)
    with worker():
        request_id = removing.request(telling, shown, outbox)
        removing.taken_down(telling, shown)
        erasure = removing.erase(telling, request_id)
    removing.compare(telling, shown, before)
    removing.prove(telling, erasure, registry.settings.home / "certificates")
    removing.bring_back(telling, registry.settings.home / "photos" / photos[shown], event_id)
    _credit(telling, pictures)


def _begin(registry: Registry, console: Console) -> Telling:
    officer, photographer = household.open_accounts(registry)
    return Telling(
        registry=registry,
        console=console,
        officer=officer,
        photographer=photographer,
        tr=translator(registry.settings.language),
    )


def _people(pictures: list[DemoPicture], name: str) -> bool:
    return any(picture.path.name == name and picture.faces for picture in pictures)


def _credit(telling: Telling, pictures: list[DemoPicture]) -> None:
    telling.title(N_("Credits"))
    telling.say(N_("The portraits are of public figures, who have nothing to do with this demo:"))
    for credit in credits_of(pictures):
        telling.console.print(f"· {credit.author} — {credit.licence.value}", highlight=False, style="dim")
