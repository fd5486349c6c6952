"""The words by which lists say things, in Dutch, French, English and German. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from registry.charter.charter import Signature
from registry.consent.events import EVERY_USE, ConsentMethod, ConsentState
from registry.consent.states import Authority, PersonKind


class Field(StrEnum):
    """What a column can hold."""

    NAME = "name"
    """The whole name, or a nickname."""
    FIRST_NAME = "first-name"
    """The first name."""
    LAST_NAME = "last-name"
    """The family name."""
    KIND = "kind"
    """Adult, child, deceased, member of the college, never."""
    BIRTH_DATE = "birth-date"
    """The birth date."""
    EMAIL = "email"
    """The e-mail address."""
    PHONE = "phone"
    """The telephone number."""
    LANGUAGE = "language"
    """The language the person is written to in."""
    ANSWER = "answer"
    """Yes or no."""
    PURPOSES = "purposes"
    """To which uses the answer is."""
    SAID_ON = "said-on"
    """The day the answer was given."""
    VALID_FROM = "valid-from"
    """The first day it holds."""
    VALID_UNTIL = "valid-until"
    """The last day it holds."""
    METHOD = "method"
    """How it was said."""
    SIGNATURE = "signature"
    """Who said it: the person, a guardian, an heir."""
    EVENT = "event"
    """The event whose photos the answer is about."""
    PHOTO = "photo"
    """The reference of the photo the answer is about."""
    GUARDIAN = "guardian"
    """The name of a parent or guardian; several with a semicolon between them."""
    GUARDIAN_RIGHT = "guardian-right"
    """By what right they sign."""
    GUARDIAN_MANDATE = "guardian-mandate"
    """What shows that right."""
    GUARDIAN_EMAIL = "guardian-email"
    """Their e-mail address."""
    GUARDIAN_PHONE = "guardian-phone"
    """Their telephone number."""
    SECOND_GUARDIAN = "second-guardian"
    """The name of the other parent or guardian."""
    SECOND_GUARDIAN_RIGHT = "second-guardian-right"
    """By what right the other signs."""
    SECOND_GUARDIAN_MANDATE = "second-guardian-mandate"
    """What shows the other's right."""
    SECOND_GUARDIAN_EMAIL = "second-guardian-email"
    """The other's e-mail address."""
    SECOND_GUARDIAN_PHONE = "second-guardian-phone"
    """The other's telephone number."""
    NUMBER = "number"
    """The person's number in the register that handed the list out."""


WORDS: Mapping[Field, tuple[str, ...]] = MappingProxyType(
    {
        Field.FIRST_NAME: ("voornaam", "prenom", "first name", "firstname", "vorname"),
        Field.LAST_NAME: ("achternaam", "familienaam", "nom de famille", "last name", "surname", "nachname"),
        Field.NAME: ("naam", "name", "nom", "volledige naam", "full name", "nom et prenom", "persoon", "person"),
        Field.KIND: (
            "soort",
            "soort persoon",
            "type",
            "kind",
            "kind of person",
            "genre de personne",
            "art der person",
            "categorie",
            "statut",
            "art",
        ),
        Field.BIRTH_DATE: (
            "geboortedatum",
            "geboren",
            "geboren op",
            "date de naissance",
            "naissance",
            "date of birth",
            "birth date",
            "birthdate",
            "dob",
            "geburtsdatum",
            "date_of_birth",
        ),
        Field.EMAIL: ("e mail", "email", "mail", "e mailadres", "emailadres", "courriel", "adresse e mail"),
        Field.PHONE: (
            "telefoon",
            "telefon",
            "tel",
            "gsm",
            "telefoonnummer",
            "gsm nummer",
            "telephone",
            "phone",
            "mobile",
        ),
        Field.LANGUAGE: ("taal", "langue", "language", "sprache"),
        Field.ANSWER: (
            "antwoord",
            "reponse",
            "toestemming",
            "akkoord",
            "consent",
            "consentement",
            "accord",
            "answer",
            "antwort",
            "einwilligung",
        ),
        Field.PURPOSES: (
            "doelen",
            "doel",
            "kanalen",
            "kanaal",
            "gebruik",
            "utilisations",
            "verwendungen",
            "usage",
            "consent usage",
            "finalites",
            "uses",
            "purposes",
            "channels",
            "zwecke",
            "consent_usage",
        ),
        Field.SAID_ON: (
            "datum toestemming",
            "gegeven op",
            "datum",
            "date",
            "date de consentement",
            "date of consent",
            "given on",
            "datum der einwilligung",
            "gegeben am",
            "donne le",
            "date_of_consent",
        ),
        Field.VALID_FROM: (
            "vanaf",
            "geldig vanaf",
            "gultig ab",
            "valable des",
            "van",
            "a partir de",
            "from",
            "valid from",
            "ab",
        ),
        Field.VALID_UNTIL: (
            "tot",
            "geldig tot",
            "vervalt",
            "vervaldatum",
            "jusqu au",
            "until",
            "valid until",
            "gultig bis",
            "valable jusqu au",
            "expires",
            "expiry date",
            "bis",
        ),
        Field.METHOD: ("hoe", "how", "comment", "wie gesagt", "wijze", "manier", "methode", "method", "moyen", "weise"),
        Field.SIGNATURE: (
            "wie",
            "ondertekend door",
            "signe par",
            "signed by",
            "who",
            "wer",
            "door",
            "unterschrieben von",
        ),
        Field.EVENT: ("evenement", "event", "activiteit", "activite", "veranstaltung", "gelegenheid", "manifestation"),
        Field.NUMBER: (
            "nummer in het register",
            "numero dans le registre",
            "number in the register",
            "nummer im register",
        ),
        Field.PHOTO: ("foto", "photo", "fotonummer", "referentie", "photo reference", "reference de la photo"),
    }
)
"""Headings by which a column is guessed, folded; ResourceSpace's own are among them."""

GUARDIAN_HEADINGS: Mapping[Field, tuple[str, ...]] = MappingProxyType(
    {
        Field.GUARDIAN: ("", "naam", "name", "nom"),
        Field.GUARDIAN_RIGHT: ("recht", "hoedanigheid", "relatie", "rol", "droit", "qualite", "right", "role"),
        Field.GUARDIAN_MANDATE: ("mandaat", "bewijs", "vonnis", "mandat", "mandate", "preuve", "nachweis"),
        Field.GUARDIAN_EMAIL: WORDS[Field.EMAIL],
        Field.GUARDIAN_PHONE: WORDS[Field.PHONE],
    }
)
"""What is left of a heading about a guardian, folded, once the words for a guardian are gone."""

SECOND: Mapping[Field, Field] = MappingProxyType({field: Field(f"second-{field}") for field in GUARDIAN_HEADINGS})
"""The second guardian's column for each of the first's."""

KINDS: Mapping[str, PersonKind] = MappingProxyType(
    dict.fromkeys(("volwassen", "volwassene", "adult", "adulte", "erwachsen", "erwachsener"), PersonKind.ADULT)
    | dict.fromkeys(("kind", "minderjarig", "minderjarige", "child", "minor", "enfant", "mineur"), PersonKind.MINOR)
    | dict.fromkeys(("overleden", "deceased", "decede", "verstorben"), PersonKind.DECEASED)
    | dict.fromkeys(("college", "collegelid", "schepen", "burgemeester", "mandataris"), PersonKind.COLLEGE)
    | dict.fromkeys(("nooit", "never", "jamais", "nie"), PersonKind.NEVER)
)
ANSWERS: Mapping[str, ConsentState] = MappingProxyType(
    dict.fromkeys(("ja", "j", "yes", "y", "oui", "o", "x", "true", "waar", "akkoord", "given"), ConsentState.GIVEN)
    | dict.fromkeys(("nee", "neen", "n", "no", "non", "nein", "false", "onwaar", "refused"), ConsentState.REFUSED)
    | dict.fromkeys(("ingetrokken", "withdrawn", "retire", "widerrufen"), ConsentState.WITHDRAWN)
    | dict.fromkeys(("gevraagd", "demande", "requested", "gefragt"), ConsentState.REQUESTED)
    | dict.fromkeys(("verlengd", "renouvele", "renewed", "verlangert"), ConsentState.RENEWED)
    | dict.fromkeys(("verlopen", "expire", "expired", "abgelaufen"), ConsentState.EXPIRED)
    | dict.fromkeys(("beeindigd", "resilie", "revoked", "beendet"), ConsentState.REVOKED)
    | dict.fromkeys(("ongeldig", "invalide", "invalidated", "ungultig"), ConsentState.INVALIDATED)
    | dict.fromkeys(("onduidelijk", "pas clair", "unknown", "unklar"), ConsentState.UNKNOWN)
)
METHODS: Mapping[str, ConsentMethod] = MappingProxyType(
    dict.fromkeys(("formulier", "papier", "form", "paper", "formulaire", "formular"), ConsentMethod.PAPER)
    | dict.fromkeys(("mail", "e mail", "email", "brief", "courriel"), ConsentMethod.MAIL)
    | dict.fromkeys(("scherm", "screen", "signature", "ecran"), ConsentMethod.SIGNATURE)
    | dict.fromkeys(("mondeling", "spoken", "oral", "mundlich"), ConsentMethod.SPOKEN)
    | dict.fromkeys(("register",), ConsentMethod.REGISTER)
    | dict.fromkeys(("verklaring", "declaration", "statement", "erklarung"), ConsentMethod.STATEMENT)
    | dict.fromkeys(("beeld", "image", "picture", "bild"), ConsentMethod.PICTURE)
    | dict.fromkeys(("link", "lien"), ConsentMethod.LINK)
)
SIGNERS: Mapping[str, Signature] = MappingProxyType(
    dict.fromkeys(("zelf", "self", "own", "lui meme", "selbst"), Signature.OWN)
    | dict.fromkeys(("ouder", "voogd", "guardian", "parent", "tuteur", "eltern"), Signature.GUARDIAN)
    | dict.fromkeys(("erfgenaam", "heir", "heritier", "erbe"), Signature.HEIR)
)
AUTHORITIES: Mapping[str, Authority] = MappingProxyType(
    dict.fromkeys(
        ("ouder", "moeder", "vader", "mama", "papa", "parent", "mere", "pere", "mother", "father", "elternteil",
         "mutter", "vater"),
        Authority.PARENT,
    )
    | dict.fromkeys(("voogd", "tuteur", "tutrice", "guardian", "vormund"), Authority.GUARDIAN)
    | dict.fromkeys(("instelling", "institution", "einrichtung"), Authority.INSTITUTION)
    | dict.fromkeys(("andere", "ander", "autre", "other", "sonstige"), Authority.OTHER)
)  # fmt: skip
OTHER_USES = {
    "every use": EVERY_USE,
    "websites": "website",
    "print": "infoblad",
    "web": "website",
    "fb": "facebook",
    "insta": "instagram",
}
