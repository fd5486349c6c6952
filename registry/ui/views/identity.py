"""Who is who, in words. Pure."""

from types import MappingProxyType

from registry.consent.duplicates import Alike
from registry.consent.register_records import PersonChangeKind
from registry.consent.states import Authority
from registry.locale import N_

AUTHORITY_NAMES = MappingProxyType(
    {
        Authority.PARENT: N_("Parent"),
        Authority.GUARDIAN: N_("Guardian appointed by a court"),
        Authority.INSTITUTION: N_("Institution that has custody"),
        Authority.OTHER: N_("Somebody else with a mandate"),
    }
)

CHANGE_NAMES = MappingProxyType(
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

ALIKE_NAMES = MappingProxyType(
    {
        Alike.NAME: N_("similar name"),
        Alike.BIRTH: N_("same birth date"),
        Alike.MAIL: N_("same e-mail address"),
        Alike.PHONE: N_("same telephone number"),
    }
)
