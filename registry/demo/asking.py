"""What hangs at the event and lies on its table: a poster, a paper form, and one answer given on a phone."""

from pathlib import Path
from uuid import UUID, uuid4

from registry.asking.forms import Filled, Role
from registry.asking.links import LinkKind
from registry.asking.paper_pages import Paper
from registry.consent.events import Scope, ScopeKind
from registry.demo.telling import Telling
from registry.locale import N_, Locale

VISITOR = "Dina De Wit"
"""Somebody who scans the code on the poster; the name is nobody's."""
ADDRESS = "dina@example.org"


def ask(telling: Telling, event_id: UUID, folder: Path) -> tuple[Path, Path]:
    """Print the poster and a form, and answer through the form's service; return the two files."""
    telling.title(N_("Asking at the event: a poster, a paper form, an answer on a phone"))
    asking = telling.registry.asking
    scope = Scope(kind=ScopeKind.EVENT, id=event_id)
    poster = asking.printing.poster(telling.officer, event_id, Locale.NL, Paper.A4)
    forms = asking.printing.forms(telling.officer, scope, Locale.NL)
    folder.mkdir(parents=True, exist_ok=True)
    files = (folder / "affiche.pdf", folder / "papieren-formulier.pdf")
    for file, data in zip(files, (poster, forms), strict=True):
        file.write_bytes(data)
        telling.say(N_("Written: {file}"), file=file)
    _answer(telling, event_id, folder)
    return files


def _answer(telling: Telling, event_id: UUID, folder: Path) -> None:
    asking = telling.registry.asking
    question = asking.questions.address(asking.questions.for_event(telling.officer, event_id))
    filled = Filled(
        role=Role.ADULT,
        says_yes=True,
        name=VISITOR,
        email=ADDRESS,
        purposes=("website", "infoblad"),
        taking=True,
        typed=VISITOR,
    )
    answered = asking.answering.answer(question.rpartition("/")[2], uuid4(), filled, Locale.NL)
    receipt = asking.receipts.view(answered.receipt_token)
    telling.must(receipt.said_yes, N_("Dina scanned the poster's code and said yes, with a signature and a receipt."))
    file = folder / "ontvangstbewijs.pdf"
    file.write_bytes(asking.receipts.pdf(answered.receipt_token, Locale.NL))
    telling.say(N_("Written: {file}"), file=file)
    site = telling.registry.settings.base_url.rstrip("/")
    telling.say(N_("Her receipt: {address}"), address=f"{site}/{LinkKind.RECEIPT.value}/{answered.receipt_token}")
