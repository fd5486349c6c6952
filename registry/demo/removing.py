"""Third chapter: a citizen recognises themself, the photo disappears everywhere, and that is proven."""

from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

from PIL import Image
from rich.progress import Progress
from rich.table import Table

from registry.channels.outbox import OutboxFolder
from registry.demo.telling import StoryBroken, Telling
from registry.demo.whereabouts import PUBLISHED, whereabouts
from registry.erasure.states import ErasureState, StepState
from registry.erasure.views import ErasureView
from registry.intake.outcomes import Suppressed
from registry.locale import N_, Locale
from registry.proof.verification import Genuine, verify_file
from registry.publication.outcomes import NotPublished
from registry.removal.states import Way

CITIZEN = "burger@example.org"
_PATIENCE_SECONDS = 120
_POLL_SECONDS = 0.2
_COPY_SIDE = 900  # px: what a photo sent on by a telephone is like
_COPY_QUALITY = 70


def request(telling: Telling, photo_id: UUID, outbox: OutboxFolder) -> UUID:
    """Ask for removal as a citizen does, without an account; return the request's id."""
    telling.title(N_("A citizen recognises themself and asks for removal"))
    registry = telling.registry
    reference = registry.intake.photo(telling.officer, photo_id).reference
    submitted = registry.removal.submit(
        way=Way.REFERENCE, contact=CITIZEN, language=Locale.NL, link_or_reference=reference
    )
    registry.removal.confirm_contact(submitted.secret_token, outbox.code_for(CITIZEN))
    telling.say(
        N_("Photo {photo}, request {request}. The address is confirmed with the code that was mailed."),
        photo=reference,
        request=submitted.reference,
    )
    outcome = registry.publication.publish(telling.photographer, photo_id, "website")
    telling.must(
        isinstance(outcome, NotPublished), N_("The photo is restricted at once: it can no longer be published.")
    )
    (found,) = (one for one in registry.removal.requests(telling.officer) if one.reference == submitted.reference)
    telling.say(N_("The officer's clock: to be answered by {day}."), day=f"{found.due_on:%d/%m/%Y}")
    return found.id


def taken_down(telling: Telling, photo_id: UUID) -> None:
    """Wait until the worker has taken the restricted photo off the website. Raises StoryBroken."""
    until = monotonic() + _PATIENCE_SECONDS
    while whereabouts(telling.registry, photo_id)[PUBLISHED] and monotonic() < until:
        sleep(_POLL_SECONDS)
    gone = not whereabouts(telling.registry, photo_id)[PUBLISHED]
    telling.must(gone, N_("The worker has taken it off the website while the officer looks."))


def erase(telling: Telling, request_id: UUID) -> ErasureView:
    """Accept as the officer; the worker destroys every copy, step by step; return the finished erasure."""
    telling.title(N_("The officer accepts; the worker destroys the photo everywhere"))
    removal = telling.registry.removal
    seen = removal.request(telling.officer, request_id)
    accepted = removal.accept(telling.officer, request_id, seen.version)
    return _watch(telling, next(photo.erasure_id for photo in accepted.photos if photo.erasure_id))


def compare(telling: Telling, photo_id: UUID, before: dict[str, int]) -> None:
    """Show where the photo was before the request and where it is now. Raises StoryBroken."""
    after = whereabouts(telling.registry, photo_id)
    table = Table(telling.tr(N_("place")), telling.tr(N_("before")), telling.tr(N_("after")))
    for place, count in before.items():
        table.add_row(telling.tr(place), str(count), str(after[place]))
    telling.console.print(table)
    if not all(before.values()):
        raise StoryBroken("the photo was not everywhere it should be before")
    telling.must(not any(after.values()), N_("Nothing of the photo is left in any place."))


def prove(telling: Telling, erasure: ErasureView, folder: Path) -> Path:
    """Write the certificate and verify it, as anyone can; return the PDF's path."""
    telling.title(N_("The certificate"))
    folder.mkdir(parents=True, exist_ok=True)
    files = [_certificate(telling, erasure, folder, form) for form in ("json", "pdf")]
    for file in files:
        finding = verify_file(file, telling.registry.signer.public_key_pem)
        telling.say(N_("Written: {file}"), file=file)
        telling.must(isinstance(finding, Genuine), N_("registry verify: genuine, signed by the municipality."))
    return files[1]


def bring_back(telling: Telling, original: Path, event_id: UUID) -> None:
    """Somebody uploads a resized copy of the destroyed photo: it is recognised and refused."""
    telling.title(N_("Somebody uploads a smaller copy of the destroyed photo"))
    outcome = telling.registry.intake.receive(
        telling.photographer, event_id=event_id, file_name="kopie.jpg", data=_resized(original)
    )
    telling.must(isinstance(outcome, Suppressed), N_("Recognised and refused: erased stays erased."))


def _watch(telling: Telling, erasure_id: UUID) -> ErasureView:
    until = monotonic() + _PATIENCE_SECONDS
    with Progress(console=telling.console) as progress:
        bar = progress.add_task(telling.tr(N_("Erasing")), total=None)
        while monotonic() < until:
            view = telling.registry.erasure.erasure(telling.officer, erasure_id)
            closed = sum(step.state is StepState.DONE for step in view.steps)
            progress.update(bar, total=len(view.steps), completed=closed)
            if view.state is ErasureState.DONE:
                return view
            sleep(_POLL_SECONDS)
    raise StoryBroken("the erasure was not finished in time")


def _certificate(telling: Telling, erasure: ErasureView, folder: Path, form: str) -> Path:
    service = telling.registry.erasure
    as_json = form == "json"
    data = service.certificate_file(telling.officer, erasure.erasure_id, "json" if as_json else "pdf")
    file = folder / f"{erasure.photo_reference}.{form}"
    file.write_bytes(data)
    return file


def _resized(original: Path) -> bytes:
    stream = BytesIO()
    with Image.open(original) as image:
        image.thumbnail((_COPY_SIDE, _COPY_SIDE))
        image.save(stream, "JPEG", quality=_COPY_QUALITY, exif=image.getexif())
    return stream.getvalue()
