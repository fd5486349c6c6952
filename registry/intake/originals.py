"""Where a photo's file is read: in the vault, or where it lies in an archive that was taken over."""

from collections.abc import Mapping

from registry.channels.base import Channel, ContentMac
from registry.channels.outcomes import Absent, Fetched
from registry.copies.records import Copy
from registry.intake.errors import OriginalMissing, PhotoUnknown
from registry.intake.receiving import VAULT_PLACE
from registry.vault.errors import StoreUnavailable
from registry.vault.store import Vault


class Originals:
    """Reads originals; nothing is kept of what was read elsewhere."""

    def __init__(
        self, *, vault: Vault, channels: Mapping[str, Channel], content_mac: ContentMac, most_bytes: int
    ) -> None:
        self._vault = vault
        self._channels = channels
        self._content_mac = content_mac
        self._most_bytes = most_bytes

    def read(self, copy: Copy) -> bytes:
        """Return the bytes of a photo's original.

        Raises OriginalMissing when a file elsewhere is gone or was changed since, StoreUnavailable when its place does
        not answer, and the vault's errors.
        """
        if copy.photo_id is None:
            raise PhotoUnknown(photo=copy.id)
        if copy.place == VAULT_PLACE:
            return self._vault.get(blob=copy.id, key=copy.photo_id)
        channel = self._channels.get(copy.place)
        if channel is None or copy.locator is None:
            raise StoreUnavailable(reason="no-such-channel")
        got = channel.fetch(copy.locator, most_bytes=self._most_bytes)
        if isinstance(got, Absent):
            raise OriginalMissing(photo=copy.photo_id)
        if not isinstance(got, Fetched):
            raise StoreUnavailable(reason=got.code)
        # Another file under the same name is not this photo: showing it would show what nobody judged.
        if self._content_mac(got.data) != copy.content_mac:
            raise OriginalMissing(photo=copy.photo_id)
        return got.data
