"""Codes of outcomes in words: why a machine could not remove a copy, and how a place was looked at. Pure.

A channel of one's own may answer codes that stand nowhere here: those get a sentence that says so, with the code, so
that whoever looks after the place can find it in its documentation.
"""

from types import MappingProxyType

from registry.locale import N_, Translate

_GONE_ALREADY = N_("It was gone already.")
_NOT_ALLOWED = N_("Our account is not allowed to remove it there. Somebody must renew or extend its rights.")
_LOGIN = N_("The place refused our login. Somebody must set it anew.")
_SILENT = N_("The place did not answer.")
_BUSY = N_("The place was too busy, or asked us to wait.")
_BROKEN = N_("The place answered with an error of its own.")
_NOT_THE_PLACE = N_("The folder, shelf or zone is not there, or is not the one that was set up.")
_BY_HAND = N_("Only a person can remove something in this place.")
_ODD_NAME = N_("The place holds it under a name or address that we do not trust to remove by machine.")
_RECIPIENT = N_("It is with somebody we sent it to: they were asked to destroy it and have not confirmed that.")
_STILL = N_("The place says that it is removed, and still shows it.")
_OURS = N_("Our own storage could not be reached.")
_PARTLY = N_("It is removed in part: other texts or photos of the place hang on it.")

OUTCOMES = MappingProxyType(
    {
        "account-blocked": N_("The place has blocked our account."),
        "addresses-of-another-site": _ODD_NAME,
        "already-destroyed": _GONE_ALREADY,
        "already-gone": _GONE_ALREADY,
        "another-account": N_("It stands under another account than ours."),
        "app-may-not-delete": _NOT_ALLOWED,
        "bucket-missing": _NOT_THE_PLACE,
        "bucket-without-marker": _NOT_THE_PLACE,
        "by-hand": _BY_HAND,
        "client-forbidden": _NOT_ALLOWED,
        "connection-lost": N_("The connection was lost before the place answered."),
        "credits-used-up": N_("The place's paid plan is used up."),
        "database-busy": N_("The database was in use."),
        "destroyed": N_("Destroyed."),
        "erased": N_("Wiped."),
        "file-missing": N_("The file was not where it should be."),
        "folder-missing": _NOT_THE_PLACE,
        "folder-not-writable": _NOT_ALLOWED,
        "folder-unreadable": _NOT_ALLOWED,
        "folder-without-marker": _NOT_THE_PLACE,
        "given-back": N_("A member of staff had it tried again."),
        "google-by-hand": N_("Google takes this request from a person only, with its form for outdated content."),
        "host-key-differs": N_("The server's key is not the one we know. Somebody must check the server."),
        "image-without-address": _ODD_NAME,
        "issued": N_("Made."),
        "keeps-coming-back": N_("It comes back each time it is removed: something copies it there."),
        "kept": N_("Kept."),
        "key-folder-unreachable": _OURS,
        "key-not-served": N_("The website does not show our key, so the search engine does not believe us."),
        "key-not-valid": N_("The website does not show our key, so the search engine does not believe us."),
        "large-tables-at-night": N_("Large tables of the database are rewritten at night."),
        "list-of-endings-unreachable": _OURS,
        "login-refused": _LOGIN,
        "mail-login-refused": _LOGIN,
        "mail-server-unreachable": _SILENT,
        "media-not-ready": _BUSY,
        "name-not-plain": _ODD_NAME,
        "no-such-channel": N_("This place is no longer set up in the registry."),
        "not-all-searched": N_("Not every place could be searched for more copies."),
        "not-allowed": _NOT_ALLOWED,
        "not-an-item": _ODD_NAME,
        "not-searched": N_("No search for more copies is set up."),
        "not-understood-there": _BROKEN,
        "nothing-to-keep": N_("There was nothing left to remember it by."),
        "object-locked": N_("The storage keeps it locked until a date. It is removed by itself then."),
        "opendsr-cancelled": _RECIPIENT,
        "opendsr-taken": _RECIPIENT,
        "opendsr-unknown-status": _RECIPIENT,
        "opendsr-unreachable": _SILENT,
        "opendsr-unreadable": _BROKEN,
        "outside-the-folder": _ODD_NAME,
        "outside-the-place": _ODD_NAME,
        "permission-lost": _NOT_ALLOWED,
        "place-rests": N_("The place did not answer, time after time."),
        "place-without-marker": _NOT_THE_PLACE,
        "post-shows-other-photos": _PARTLY,
        "private-key-unreadable": _LOGIN,
        "publication-under-way": N_("It was just being published."),
        "rate-limited": _BUSY,
        "recipient-asked": _RECIPIENT,
        "recipient-needed": _RECIPIENT,
        "recipient-silent": _RECIPIENT,
        "recipient-unknown": _RECIPIENT,
        "removed": N_("Removed."),
        "said-missing-though-seen": _STILL,
        "said-no-success": _BROKEN,
        "said-not-deleted": _STILL,
        "scrubbed-but-log": N_("Done. The database server's log may hold it until it is overwritten."),
        "scrubbed": N_("Cleaned up."),
        "searched": N_("Searched."),
        "searched-in-part": N_("Not every place could be searched for more copies."),
        "session-ended": _LOGIN,
        "sftp-refused": _NOT_ALLOWED,
        "shape-not-taken": _BROKEN,
        "share-unreadable": _NOT_ALLOWED,
        "site-busy": _BUSY,
        "site-failed": _BROKEN,
        "site-needs-force": _NOT_ALLOWED,
        "site-read-only": N_("The website is being worked on and takes no changes."),
        "site-unreachable": _SILENT,
        "staging-folder-missing": _NOT_THE_PLACE,
        "staging-folder-refuses": _NOT_ALLOWED,
        "still-there": _STILL,
        "store-unavailable": _OURS,
        "texts-not-mended": _PARTLY,
        "token-expired": _LOGIN,
        "told": N_("Told."),
        "too-large": N_("The file is larger than we read from that place."),
        "unreachable": _SILENT,
        "usage-capped": N_("The place's paid plan is used up."),
        "vendor-busy": _BUSY,
        "vendor-failed": _BROKEN,
        "version-ended": N_("The place no longer speaks the version that we speak. The registry must be renewed."),
        "web-archive-answer-not-understood": _BROKEN,
        "web-archive-by-hand": N_("The web archive takes this request from a person only, by mail."),
        "zone-unknown": _NOT_THE_PLACE,
    }
)
"""Every code that a step or a task can have, as a whole sentence."""

_FAMILIES = MappingProxyType(
    {
        "mail-deferred-": _BUSY,
        "mail-refused-": N_("The mail server refused our mail."),
        "swept-": N_("Nobody remembered it: a search of the place found it."),
        "unreachable": _SILENT,
        "busy": _BUSY,
        "answered": _BROKEN,
    }
)
"""Codes that carry a figure or a name: a beginning or a part that all of them share."""

_UNKNOWN = N_("The place gave a reason that we do not know: {code}.")


def outcome_words(tr: Translate, code: str) -> str:
    """Return an outcome's code as a sentence; one that is not known here is given as it is, and said to be unknown."""
    known = OUTCOMES.get(code) or next((words for part, words in _FAMILIES.items() if part in code), None)
    return tr(known) if known else tr(_UNKNOWN).format(code=code)


CALLS = MappingProxyType(
    {
        "a-person-looks": N_("a person looks"),
        "answer-from-cache": N_("the cache was asked"),
        "asked": N_("the place was asked"),
        "asked-through-cache": N_("the address was opened through the cache"),
        "capture-index": N_("the archive's index was asked"),
        "library-asked": N_("the media library was asked"),
        "library-files-and-texts": N_("library, files and texts were read"),
        "listed": N_("the place was listed"),
        "memory-asked": N_("the place was asked"),
        "nobody-can-look": N_("nobody can look there"),
        "person-reports": N_("a member of staff says so"),
        "post-asked": N_("the post was asked for"),
        "posts-and-files": N_("posts and files were read"),
        "recipient-asked": N_("the recipient was asked"),
        "recipient-confirms": N_("who received it says so"),
        "store-asked": N_("the store was asked"),
        "tree-hashed": N_("every file was compared"),
        "tree-read": N_("every file was compared"),
        "versions-listed": N_("every version was listed"),
    }
)
"""How a place was looked at, as a few words."""


def how_words(tr: Translate, how: str) -> str:
    """Return in words how a place was looked at; an outcome's code where the look could not be taken."""
    return tr(CALLS[how]) if how in CALLS else outcome_words(tr, how)
