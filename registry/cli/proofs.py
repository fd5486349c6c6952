"""`registry verify`: says whether a certificate holds."""

from pathlib import Path
from typing import Annotated

import typer

from registry.asking import verifying
from registry.asking.verifying import GenuineReceipt, ReceiptFinding
from registry.cli.operator import read_settings
from registry.cli.outcome import ExitCode, Mark, leave, say, spoken
from registry.locale import N_, Translate, translator
from registry.proof.signing import fingerprint
from registry.proof.verification import Altered, Finding, Genuine, UnknownKey, Unreadable, verify_file
from registry.settings import Settings

_LARGEST_RECEIPT = 5_000_000  # bytes; a receipt of a hundred events takes under a tenth of a million


def _public_key(file: Path | None) -> Path | None:
    """Refuse a file that holds no public key, before anything is said of a certificate."""
    try:
        if file:
            fingerprint(file.read_text(encoding="ascii"))
    except ValueError as wrong:
        raise typer.BadParameter("no Ed25519 public key in PEM") from wrong
    return file


def verify(
    file: Annotated[
        Path,
        typer.Argument(
            help="The certificate (.json or .pdf) or the receipt of a consent (.jsonld).", exists=True, dir_okay=False
        ),
    ],
    key: Annotated[
        Path | None,
        typer.Option(
            help="The municipality's public key (PEM). Without it, this registry's own key.",
            exists=True,
            dir_okay=False,
            callback=_public_key,
        ),
    ] = None,
) -> None:
    """Check that a certificate of erasure, or a receipt of consent, is whole and signed by the municipality.

    Works offline and needs no database: only the file and the public key.
    """
    settings = read_settings()
    tr = translator(settings.language)
    with spoken(settings.language):
        finding = _finding(file, _trusted_key(key, settings))
        holds = isinstance(finding, Genuine | GenuineReceipt)
        say(sentence(finding, tr), mark=Mark.DONE if holds else Mark.WRONG)
        if not holds:
            raise leave(ExitCode.ALTERED)


def _finding(file: Path, key: str | None) -> Finding | ReceiptFinding:
    """Tell a receipt from a certificate by what it holds; a file too large for either is left to the certificates."""
    data = file.read_bytes() if file.stat().st_size <= _LARGEST_RECEIPT else b""
    return verifying.verify(data, key) if verifying.is_receipt(data) else verify_file(file, key)


def sentence(finding: Finding | ReceiptFinding, tr: Translate) -> str:
    """Say in words what was found."""
    match finding:
        case Genuine(trusted=True):
            text = tr(N_("Genuine: certificate {id} for photo {photo}, signed by the municipality's key."))
            return text.format(id=finding.certificate_id, photo=finding.photo_reference)
        case GenuineReceipt(trusted=True):
            text = tr(N_("Genuine: receipt of consent {id}, signed by the municipality's key. It says: {status}."))
            return text.format(id=finding.consent, status=finding.status)
        case Genuine() | GenuineReceipt():
            text = tr(N_("Whole, but compare the key's fingerprint with the municipality's: {fingerprint}"))
            return text.format(fingerprint=finding.fingerprint)
        case Altered():
            return tr(N_("Altered after signing ({what}): do not trust it.")).format(what=finding.what)
        case UnknownKey():
            text = tr(N_("Signed with another key than the municipality's: {fingerprint}"))
            return text.format(fingerprint=finding.fingerprint)
        case Unreadable():
            return tr(N_("This file is no certificate of erasure and no receipt of consent, or it is damaged."))


def _trusted_key(given: Path | None, settings: Settings) -> str | None:
    if given:
        return given.read_text(encoding="ascii")
    if not (settings.keys_home / "signing.pem").is_file():
        return None
    from registry.proof.signing import Signer

    return Signer(settings.keys_home).public_key_pem
