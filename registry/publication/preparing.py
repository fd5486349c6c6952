"""A rendition ready to go out: drawn at its size, with its reference and release status in it, and its fingerprint."""

from collections.abc import Callable
from uuid import UUID

from registry.channels.base import ContentMac
from registry.charter.verdict import Verdict
from registry.database import Database
from registry.intake import decode
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.mending.records import Mend
from registry.publication.gate import Prepared
from registry.publication.metadata import release_of, with_rights
from registry.publication.words import Words


class Preparing:
    """Prepares photos for any way out; `quality` (1 to 95) is that of the JPEG."""

    def __init__(
        self,
        *,
        database: Database,
        intake: IntakeService,
        mended_bytes: Callable[[UUID], bytes],
        content_mac: ContentMac,
        municipality: str,
        quality: int,
    ) -> None:
        self._database = database
        self._intake = intake
        self._mended_bytes = mended_bytes
        self._content_mac = content_mac
        self._municipality = municipality
        self._quality = quality

    def prepare(
        self, photo_id: UUID, long_side: int, verdict: Verdict, mend: Mend | None, words: Words
    ) -> tuple[Prepared, bytes, str]:
        """Return what the gate judges, its bytes, and the photo's reference.

        Raises MendUnknown for a mended copy that was taken back, and intake's and the vault's errors.
        """
        source = self._mended_bytes(mend.id) if mend else self._intake.bytes_of(photo_id)
        rendition = decode.render(source, long_side=long_side, quality=self._quality)
        with self._database.reading() as session:
            reference = session.get_one(Photo, photo_id).reference
        data = with_rights(
            rendition.data, reference=reference, rights=f"© {self._municipality}", release=release_of(verdict)
        )
        prepared = Prepared(
            photo_id=photo_id,
            mend_id=mend.id if mend else None,
            content_mac=self._content_mac(data),
            size=len(data),
            width=rendition.width,
            height=rendition.height,
            words=words,
        )
        return prepared, data, reference
