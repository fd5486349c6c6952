"""The words a certificate uses for codes; a code without words here is shown as it is."""

from types import MappingProxyType

from registry.copies.states import CopyKind, CopyState
from registry.locale import N_

KINDS = MappingProxyType(
    {
        CopyKind.ORIGINAL: N_("original"),
        CopyKind.RENDITION: N_("reduced picture"),
        CopyKind.MENDED: N_("version with hidden faces"),
        CopyKind.CROP: N_("cut-out"),
        CopyKind.TEMPLATE: N_("face template"),
        CopyKind.EVIDENCE: N_("proof of consent"),
        CopyKind.PUBLISHED: N_("published copy"),
        CopyKind.EXPORT: N_("exported copy"),
        CopyKind.ARCHIVED: N_("copy in an archive"),
        CopyKind.SENT: N_("copy sent to a recipient"),
        CopyKind.CACHED: N_("what a cache or search engine may show"),
    }
)

STATES = MappingProxyType(
    {
        CopyState.PLANNED: N_("planned"),
        CopyState.PRESENT: N_("present"),
        CopyState.HIDDEN: N_("hidden"),
        CopyState.REMOVING: N_("being removed"),
        CopyState.PERSONS_TASK: N_("a person's task"),
        CopyState.GONE_VERIFIED: N_("gone (verified)"),
        CopyState.GONE_UNVERIFIABLE: N_("gone (not verifiable)"),
        CopyState.IMPOSSIBLE: N_("could not be removed"),
    }
)

PLACES = MappingProxyType(
    {
        "vault": N_("encrypted vault"),
        "folder": N_("website folder"),
        "memory": N_("test channel"),
        "s3": N_("object storage"),
        "sftp": N_("file server"),
        "smb": N_("file server"),
        "webdav": N_("shared folder"),
        "wordpress": N_("WordPress website"),
        "drupal": N_("Drupal website"),
        "recipient": N_("a recipient's archive"),
        "unknown": N_("a place that is no longer set up"),
    },
)

ANSWERS = MappingProxyType({"absent": N_("nothing found"), "present": N_("still there"), "unclear": N_("unclear")})

REASONS = MappingProxyType(
    {
        "request": N_("at a citizen's request"),
        "withdrawal": N_("after a consent was withdrawn"),
        "officer": N_("by decision of the communication officer"),
        "expired": N_("because its time of keeping ended"),
        "dropped": N_("because whoever brought it in took it back"),
        "restored": N_("again, after a backup had brought it back"),
    }
)

NOTES = MappingProxyType(
    {
        "printed": N_("it stands in print"),
        "recipient-refuses": N_("its holder was told, and does not remove it"),
        "legal-hold": N_("a law or a court forbids it for now"),
        "place-lost": N_("nobody can reach the place any more"),
        "recipient-silent": N_("its holder was told three times, and did not answer"),
        "never-taken": N_("it never arrived"),
    }
)
