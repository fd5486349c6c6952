"""One table: which role sees which pages. Showing a page is no right: every service checks its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from registry.access.permissions import Role
from registry.locale import N_
from registry.ui.pages import (
    accessibility,
    accounts,
    asking,
    channels,
    charter,
    college,
    consent_form,
    copies_found,
    deletion_notice,
    doubles,
    engines,
    erasures,
    events,
    explain,
    first_start,
    home,
    impact,
    lists,
    log,
    lost,
    mend,
    overview,
    persons,
    photos,
    posts,
    press,
    privacy,
    receipt,
    recipients,
    removal_form,
    requests,
    retention,
    review,
    scans,
    search,
    sign_in,
    statistics,
    status,
    tasks,
    upload,
)
from registry.ui.visit import Visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One page: address, title (a message id) and story.

    It has no icon: Streamlit would show that of the page at hand in the tab for a moment, fetched from another site.
    """

    path: str
    title: str
    show: Callable[[Visit], None]


HOME: Final = Entry(path="start", title=N_("Start"), show=home.show)
FORM: Final = Entry(path="verwijderen", title=N_("Have my photo removed"), show=removal_form.show)
STATUS: Final = Entry(path="status", title=N_("My request"), show=status.show)
SIGN_IN: Final = Entry(path="aanmelden", title=N_("Sign in"), show=sign_in.show)
FIRST: Final = Entry(path="eerste-keer", title=N_("First start"), show=first_start.show)
PRIVACY: Final = Entry(path="privacy", title=N_("Privacy"), show=privacy.show)
ACCESSIBILITY: Final = Entry(path="toegankelijkheid", title=N_("Accessibility"), show=accessibility.show)
EVENTS: Final = Entry(path="evenementen", title=N_("Events"), show=events.show)
UPLOAD: Final = Entry(path="toevoegen", title=N_("Add photos"), show=upload.show)
PHOTOS: Final = Entry(path="fotos", title=N_("Photos"), show=photos.show)
IMPACT: Final = Entry(path="effectbeoordeling", title=N_("Impact assessment"), show=impact.show)
REVIEW: Final = Entry(path="nakijken", title=N_("Check"), show=review.show)
MEND: Final = Entry(path="aanpassen", title=N_("Adapt a photo"), show=mend.show)
REQUESTS: Final = Entry(path="verzoeken", title=N_("Requests"), show=requests.show)
ERASURES: Final = Entry(path="wissen", title=N_("Erasures"), show=erasures.show)
PERSONS: Final = Entry(path="personen", title=N_("Persons"), show=persons.show)
LISTS: Final = Entry(path="lijsten", title=N_("Lists of persons and consents"), show=lists.show)
DOUBLES: Final = Entry(path="dubbels", title=N_("In the register twice?"), show=doubles.show)
OVERVIEW: Final = Entry(path="overzicht", title=N_("What is coming"), show=overview.show)
ANSWER: Final = Entry(path="toestemming", title=N_("Say yes or no"), show=consent_form.show)
RECEIPT: Final = Entry(path="ontvangstbewijs", title=N_("My answer"), show=receipt.show)
ASKING: Final = Entry(path="vragen", title=N_("Ask consent"), show=asking.show)
SCANS: Final = Entry(path="scans", title=N_("Scanned forms"), show=scans.show)
TASKS: Final = Entry(path="taken", title=N_("Tasks"), show=tasks.show)
ENGINES: Final = Entry(path="beeldanalyse", title=N_("Photo analysis"), show=engines.show)
ACCOUNTS: Final = Entry(path="gebruikers", title=N_("Accounts"), show=accounts.show)
CHARTER: Final = Entry(path="afsprakennota", title=N_("Charter"), show=charter.show)
POSTS: Final = Entry(path="berichten", title=N_("Posts"), show=posts.show)
PRESS: Final = Entry(path="persberichten", title=N_("Press releases"), show=press.show)
COLLEGE: Final = Entry(path="college", title=N_("College and balance"), show=college.show)
CHANNELS: Final = Entry(path="kanalen", title=N_("Channels"), show=channels.show)
COPIES: Final = Entry(path="kopieen-zoeken", title=N_("Find copies"), show=copies_found.show)
EXPLAIN: Final = Entry(path="toelichting", title=N_("Why this verdict?"), show=explain.show)
SEARCH: Final = Entry(path="zoeken", title=N_("Search"), show=search.show)
STATISTICS: Final = Entry(path="cijfers", title=N_("Figures"), show=statistics.show)
RECIPIENTS: Final = Entry(path="ontvangers", title=N_("Recipients"), show=recipients.show)
RETENTION: Final = Entry(path="bewaartermijnen", title=N_("Kept long enough"), show=retention.show)
LOG: Final = Entry(path="toezicht", title=N_("Oversight"), show=log.show)
LOST: Final = Entry(path="niet-gevonden", title=lost.TITLE, show=lost.show)
NOTICE: Final = Entry(path="gewist-bevestigen", title=N_("Photo deleted"), show=deletion_notice.show)

PAGES: Final = (
    COPIES,
    ACCESSIBILITY,
    HOME, FORM, STATUS, SIGN_IN, FIRST, PRIVACY, EVENTS, UPLOAD, PHOTOS,
    REVIEW, MEND, REQUESTS, ERASURES, PERSONS, TASKS, ACCOUNTS, ENGINES,
    LISTS, DOUBLES, OVERVIEW, ANSWER, RECEIPT, ASKING, SCANS, CHARTER, EXPLAIN, IMPACT,
    SEARCH, STATISTICS, POSTS, PRESS, COLLEGE, CHANNELS,
    RECIPIENTS, RETENTION, LOG, NOTICE, LOST,
)  # fmt: skip

DAILY: Final = N_("Photos")
CONSENT: Final = N_("Consent")
REMOVING: Final = N_("Requests and erasing")
PUBLISHING: Final = N_("Publish")
MANAGING: Final = N_("Manage")


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Some pages under one word of the menu (a message id); the pages of the group without a word stand by themselves.

    Five groups and three pages are what a screen of 1280 px holds in four languages.
    """

    title: str = ""
    entries: tuple[Entry, ...]


MENU: Final[Mapping[Role | None, tuple[Group, ...]]] = MappingProxyType(
    {
        None: (Group(entries=(HOME, FORM, STATUS, SIGN_IN, PRIVACY)),),
        Role.PHOTOGRAPHER: (Group(entries=(HOME, EVENTS, UPLOAD, PHOTOS, ASKING, PRIVACY)),),
        Role.OFFICER: (
            Group(entries=(HOME, SEARCH)),
            Group(title=DAILY, entries=(REVIEW, PHOTOS, UPLOAD, EVENTS)),
            Group(title=CONSENT, entries=(PERSONS, ASKING, SCANS, OVERVIEW, DOUBLES, LISTS)),
            Group(title=REMOVING, entries=(REQUESTS, ERASURES, TASKS, RECIPIENTS, RETENTION, LOG)),
            Group(title=PUBLISHING, entries=(POSTS, PRESS, COLLEGE, CHANNELS, COPIES)),
            Group(title=MANAGING, entries=(STATISTICS, CHARTER, IMPACT, ENGINES, ACCOUNTS, PRIVACY)),
        ),
        Role.SYSTEM: (),
    }
)
"""The menu of each role (None: nobody signed in), the start page first. A group without pages is not shown."""

PAGES_OF: Final[Mapping[Role | None, tuple[Entry, ...]]] = MappingProxyType(
    {role: tuple(entry for group in groups for entry in group.entries) for role, groups in MENU.items()}
)
"""What stands in the menu of each role, group after group."""

BESIDE: Final[Mapping[Role | None, tuple[Entry, ...]]] = MappingProxyType(
    {
        None: (ACCESSIBILITY, FIRST, ANSWER, RECEIPT, NOTICE, LOST),
        Role.PHOTOGRAPHER: (ACCESSIBILITY, EXPLAIN, MEND, FORM, STATUS, SIGN_IN, ANSWER, RECEIPT, NOTICE, LOST),
        Role.OFFICER: (ACCESSIBILITY, EXPLAIN, MEND, ANSWER, RECEIPT, NOTICE, FORM, STATUS, SIGN_IN, LOST),
        Role.SYSTEM: (),
    }
)
"""What each role can open besides, by a link."""


def menu_of(visit: Visit) -> tuple[Group, ...]:
    """Return the groups of this visitor's menu that have pages."""
    return tuple(group for group in MENU[_role(visit)] if group.entries)


def beside(visit: Visit) -> tuple[Entry, ...]:
    """Return the pages this visitor reaches by a link only."""
    return BESIDE[_role(visit)]


def closed_to(visit: Visit) -> tuple[Entry, ...]:
    """Return the pages that are not this visitor's."""
    role = _role(visit)
    return tuple(entry for entry in PAGES if entry not in PAGES_OF[role] and entry not in BESIDE[role])


def _role(visit: Visit) -> Role | None:
    return visit.account.role if visit.account else None
