"""One table: which role sees which pages. Showing a page is no right: every service checks its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from registry.access.permissions import Role
from registry.locale import N_
from registry.ui.pages import (
    accounts,
    asking,
    charter,
    consent_form,
    doubles,
    engines,
    erasures,
    events,
    explain,
    first_start,
    home,
    impact,
    lists,
    mend,
    overview,
    persons,
    photos,
    privacy,
    receipt,
    removal_form,
    requests,
    review,
    scans,
    sign_in,
    status,
    tasks,
    upload,
)
from registry.ui.visit import Visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One page: address, title (a message id), Material symbol and story."""

    path: str
    title: str
    icon: str
    show: Callable[[Visit], None]


HOME: Final = Entry(path="start", title=N_("Start"), icon="home", show=home.show)
FORM: Final = Entry(path="verwijderen", title=N_("Have my photo removed"), icon="delete", show=removal_form.show)
STATUS: Final = Entry(path="status", title=N_("My request"), icon="schedule", show=status.show)
SIGN_IN: Final = Entry(path="aanmelden", title=N_("Sign in"), icon="login", show=sign_in.show)
FIRST: Final = Entry(path="eerste-keer", title=N_("First start"), icon="flag", show=first_start.show)
PRIVACY: Final = Entry(path="privacy", title=N_("Privacy"), icon="shield", show=privacy.show)
EVENTS: Final = Entry(path="evenementen", title=N_("Events"), icon="event", show=events.show)
UPLOAD: Final = Entry(path="toevoegen", title=N_("Add photos"), icon="upload", show=upload.show)
PHOTOS: Final = Entry(path="fotos", title=N_("Photos"), icon="photo_library", show=photos.show)
IMPACT: Final = Entry(path="effectbeoordeling", title=N_("Impact assessment"), icon="balance", show=impact.show)
REVIEW: Final = Entry(path="nakijken", title=N_("Check"), icon="rule", show=review.show)
MEND: Final = Entry(path="aanpassen", title=N_("Adapt a photo"), icon="blur_on", show=mend.show)
REQUESTS: Final = Entry(path="verzoeken", title=N_("Requests"), icon="inbox", show=requests.show)
ERASURES: Final = Entry(path="wissen", title=N_("Erasures"), icon="delete_forever", show=erasures.show)
PERSONS: Final = Entry(path="personen", title=N_("Persons"), icon="groups", show=persons.show)
LISTS: Final = Entry(path="lijsten", title=N_("Lists of persons and consents"), icon="table", show=lists.show)
DOUBLES: Final = Entry(path="dubbels", title=N_("In the register twice?"), icon="merge", show=doubles.show)
OVERVIEW: Final = Entry(path="overzicht", title=N_("What is coming"), icon="event_upcoming", show=overview.show)
ANSWER: Final = Entry(path="toestemming", title=N_("Say yes or no"), icon="how_to_reg", show=consent_form.show)
RECEIPT: Final = Entry(path="ontvangstbewijs", title=N_("My answer"), icon="receipt_long", show=receipt.show)
ASKING: Final = Entry(path="vragen", title=N_("Ask consent"), icon="qr_code", show=asking.show)
SCANS: Final = Entry(path="scans", title=N_("Scanned forms"), icon="document_scanner", show=scans.show)
TASKS: Final = Entry(path="taken", title=N_("Tasks"), icon="checklist", show=tasks.show)
ENGINES: Final = Entry(path="beeldanalyse", title=N_("Photo analysis"), icon="face", show=engines.show)
ACCOUNTS: Final = Entry(path="gebruikers", title=N_("Accounts"), icon="manage_accounts", show=accounts.show)
CHARTER: Final = Entry(path="afsprakennota", title=N_("Charter"), icon="gavel", show=charter.show)
EXPLAIN: Final = Entry(path="toelichting", title=N_("Why this verdict?"), icon="help", show=explain.show)

PAGES: Final = (
    HOME, FORM, STATUS, SIGN_IN, FIRST, PRIVACY, EVENTS, UPLOAD, PHOTOS,
    REVIEW, MEND, REQUESTS, ERASURES, PERSONS, TASKS, ACCOUNTS, ENGINES,
    LISTS, DOUBLES, OVERVIEW, ANSWER, RECEIPT, ASKING, SCANS, CHARTER, EXPLAIN, IMPACT,
)  # fmt: skip

PAGES_OF: Final[Mapping[Role | None, tuple[Entry, ...]]] = MappingProxyType(
    {
        None: (HOME, FORM, STATUS, SIGN_IN, PRIVACY),
        Role.PHOTOGRAPHER: (HOME, EVENTS, UPLOAD, PHOTOS, ASKING, PRIVACY),
        Role.OFFICER: (
            HOME,
            REVIEW,
            REQUESTS,
            ERASURES,
            TASKS,
            PERSONS,
            ASKING,
            EVENTS,
            PHOTOS,
            CHARTER,
            ACCOUNTS,
        ),
        Role.SYSTEM: (),
    }
)
"""The menu of each role (None: nobody signed in), the start page first."""

BESIDE: Final[Mapping[Role | None, tuple[Entry, ...]]] = MappingProxyType(
    {
        None: (FIRST, ANSWER, RECEIPT),
        Role.PHOTOGRAPHER: (EXPLAIN, FORM, STATUS, SIGN_IN, ANSWER, RECEIPT),
        Role.OFFICER: (
            ENGINES,
            IMPACT,
            LISTS,
            DOUBLES,
            OVERVIEW,
            EXPLAIN,
            SCANS,
            ANSWER,
            RECEIPT,
            UPLOAD,
            MEND,
            FORM,
            STATUS,
            SIGN_IN,
            PRIVACY,
        ),
        Role.SYSTEM: (),
    }
)
"""What each role can open besides, by a link."""


def pages_of(visit: Visit) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the pages in this visitor's menu, and those reached by a link only."""
    role = visit.account.role if visit.account else None
    return PAGES_OF[role], BESIDE[role]
