"""The words of a person's copy of their data, for the person. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from registry.charter.charter import Signature
from registry.consent.events import EVERY_USE, RECOGNITION, TAKING, ConsentMethod, ConsentState, ScopeKind
from registry.consent.register_records import PersonChangeKind
from registry.consent.states import Authority, PersonKind
from registry.copies.states import CopyKind, CopyState
from registry.intake.states import PhotoState
from registry.locale import N_
from registry.proof.events import AuditEvent

CHAPTERS: Mapping[str, str] = MappingProxyType(
    {
        "person": N_("Who you are to us"),
        "guardians": N_("Who signs for you"),
        "signs for": N_("For whom you sign"),
        "consents": N_("What you said about photos"),
        "notices shown": N_("The words you saw then"),
        "photos": N_("Photos you are in"),
        "recipients": N_("Who received photos of you"),
        "requests": N_("Your requests and our letters"),
        "copies": N_("Forms and face templates we keep of you"),
        "other rows": N_("What else is tied to you"),
        "changes of who is who": N_("When your record was changed"),
        "log": N_("What was done with your data"),
    }
)
"""The chapters in their order, by their name in the data."""

KINDS = MappingProxyType(
    {
        PersonKind.ADULT: N_("Adult"),
        PersonKind.MINOR: N_("Child or teenager"),
        PersonKind.DECEASED: N_("Deceased"),
        PersonKind.COLLEGE: N_("Mayor, alderman or councillor"),
        PersonKind.NEVER: N_("Never wants to be in a photo"),
    }
)
AUTHORITIES = MappingProxyType(
    {
        Authority.PARENT: N_("Parent"),
        Authority.GUARDIAN: N_("Guardian appointed by a court"),
        Authority.INSTITUTION: N_("Institution that has custody"),
        Authority.OTHER: N_("Somebody else with a mandate"),
    }
)
STATES = MappingProxyType(
    {
        ConsentState.REQUESTED: N_("we asked"),
        ConsentState.REFUSED: N_("said no"),
        ConsentState.GIVEN: N_("said yes"),
        ConsentState.RENEWED: N_("said yes again"),
        ConsentState.EXPIRED: N_("ran out"),
        ConsentState.WITHDRAWN: N_("took it back"),
        ConsentState.REVOKED: N_("ended by the municipality"),
        ConsentState.INVALIDATED: N_("was not valid"),
        ConsentState.UNKNOWN: N_("not clear"),
    }
)
METHODS = MappingProxyType(
    {
        ConsentMethod.PAPER: N_("Signed form on paper"),
        ConsentMethod.MAIL: N_("E-mail or letter"),
        ConsentMethod.SIGNATURE: N_("Signed on a screen"),
        ConsentMethod.SPOKEN: N_("Said before a witness"),
        ConsentMethod.STATEMENT: N_("Stated by the photographer"),
        ConsentMethod.REGISTER: N_("Entered by a member of our staff"),
        ConsentMethod.PICTURE: N_("A picture handed in for it"),
        ConsentMethod.LINK: N_("Through a personal link"),
    }
)
SIGNATURES = MappingProxyType(
    {
        Signature.OWN: N_("the person"),
        Signature.GUARDIAN: N_("a parent or guardian"),
        Signature.HEIR: N_("an heir"),
    }
)
SCOPES = MappingProxyType(
    {
        ScopeKind.GENERAL: N_("all photos"),
        ScopeKind.EVENT: N_("the photos of {name}"),
        ScopeKind.PHOTO: N_("photo {name}"),
    }
)
APART = MappingProxyType(
    {
        RECOGNITION: N_("Being recognised by the computer"),
        TAKING: N_("Taking photos"),
        EVERY_USE: N_("Every use"),
    }
)
PHOTO_STATES = MappingProxyType(
    {
        PhotoState.RECEIVING: N_("is being taken in"),
        PhotoState.RECEIVED: N_("is kept"),
        PhotoState.ANALYSED: N_("is kept"),
        PhotoState.RESTRICTED: N_("is blocked: nobody sees it"),
        PhotoState.ERASING: N_("is being erased"),
        PhotoState.ERASED: N_("was erased"),
        PhotoState.FAILED: N_("is kept"),
    }
)
COPY_STATES = MappingProxyType(
    {
        CopyState.PLANNED: N_("was meant to go there"),
        CopyState.PRESENT: N_("is there"),
        CopyState.HIDDEN: N_("is there, hidden"),
        CopyState.REMOVING: N_("is being taken away"),
        CopyState.PERSONS_TASK: N_("is to be taken away by hand"),
        CopyState.GONE_VERIFIED: N_("is gone, we looked"),
        CopyState.GONE_UNVERIFIABLE: N_("is gone, as far as we can know"),
        CopyState.IMPOSSIBLE: N_("cannot be taken away"),
    }
)
COPY_KINDS = MappingProxyType(
    {
        CopyKind.EVIDENCE: N_("A signed form or another proof"),
        CopyKind.TEMPLATE: N_("A face template (numbers that describe a face)"),
        CopyKind.EXPORT: N_("A copy of your data like this one"),
    }
)
CHANGES = MappingProxyType(
    {
        PersonChangeKind.NAMED: N_("got another name"),
        PersonChangeKind.CHANGED: N_("data were changed"),
        PersonChangeKind.MERGED: N_("was joined with another record"),
        PersonChangeKind.SPLIT: N_("was taken apart again"),
        PersonChangeKind.MOVED: N_("something was moved to or from another person"),
        PersonChangeKind.DISTINCT: N_("is not the same as somebody with a similar name"),
        PersonChangeKind.GUARDIAN: N_("guardians were changed"),
    }
)
EVENTS: Mapping[AuditEvent, str] = MappingProxyType(
    {
        AuditEvent.PERSON_ADDED: N_("You came into the register."),
        AuditEvent.PERSON_CHANGED: N_("Your record was changed."),
        AuditEvent.PERSONS_MERGED: N_("Two records of you were joined."),
        AuditEvent.PERSONS_SPLIT: N_("Joined records were taken apart."),
        AuditEvent.PERSON_FORGOTTEN: N_("Your data were erased."),
        AuditEvent.CONSENT_RECORDED: N_("What you said was written down."),
        AuditEvent.TEMPLATE_ENROLLED: N_("A face template was made, because you agreed."),
        AuditEvent.TEMPLATES_DESTROYED: N_("Your face templates were destroyed."),
        AuditEvent.ACCESS_EXPORTED: N_("A copy of your data was made for you."),
        AuditEvent.ACCESS_EXPORT_REMOVED: N_("A copy of your data was destroyed again."),
        AuditEvent.CONSENT_ASKED: N_("You were asked for consent."),
        AuditEvent.QUESTION_CLOSED: N_("A question to you was closed."),
        AuditEvent.EVIDENCE_SEEN: N_("A member of our staff opened a signed form."),
        AuditEvent.MANDATE_CHANGED: N_("Your public mandate was changed."),
    }
)
"""What the log says of a person; another line shows its code."""

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "consent_ask": N_("A question we asked you"),
        "consent_answer": N_("An answer on our form"),
        "consent_receipt": N_("A receipt with its link to take a consent back"),
        "withdrawal_link": N_("A link to take a consent back"),
        "hiding_allowed": N_("You agreed that a photo is mended instead of erased"),
        "office": N_("A public mandate"),
        "paper_form": N_("A paper form with your code"),
        "scan_page": N_("A page we scanned"),
        "recognition_template": N_("A face template (numbers that describe a face)"),
        "poster_statement": N_("Somebody who posts a photo said that you agreed"),
        "person_move": N_("Something was moved to or from another person"),
    }
)
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "at": N_("On"),
        "created_at": N_("Made on"),
        "begun_at": N_("Begun on"),
        "done_at": N_("Done on"),
        "stated_at": N_("Said on"),
        "printed_at": N_("Printed on"),
        "expires_at": N_("Holds until"),
        "closed_at": N_("Closed on"),
        "remind_at": N_("Next reminder on"),
        "ask_at": N_("Will be asked about on"),
        "language": N_("Language"),
        "contact": N_("Sent to"),
        "code": N_("Code"),
        "title": N_("Title"),
        "party": N_("Party"),
        "starts_on": N_("From"),
        "ends_on": N_("Until"),
        "quality": N_("Quality of the picture (0 to 1)"),
        "purposes": N_("Uses"),
    }
)
"""The columns the page shows of other tables; ids and codes stand in data.json only."""
