"""The vault: what lies on the disk, and what is noticed when somebody touches it."""

import errno
import io
import random
from pathlib import Path
from typing import ClassVar
from uuid import UUID, uuid4

import fsspec
import numpy as np
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from PIL import Image

from registry.vault import files
from registry.vault.errors import BlobMissing, BlobTampered, KeyDestroyed, KeyMissing, StoreUnavailable, StoreUnknown
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault


class FileShare(MemoryFileSystem):
    """A share that may show half-written files, so that writing goes through a second name."""

    protocol = ("share",)
    store: ClassVar[dict] = {}
    pseudo_dirs: ClassVar[list] = [""]


class World:
    """A key ring and a vault in one folder, with a photo's key."""

    def __init__(self, home, store):
        self.ring = KeyRing(home / "keys")
        self.root = home / "vault"
        self.vault = Vault(store, self.ring)
        self.key = uuid4()
        self.ring.create(self.key)

    def put(self, data, key=None):
        blob = uuid4()
        self.vault.put(blob=blob, key=key or self.key, data=data)
        return blob

    def get(self, blob, key=None):
        return self.vault.get(blob=blob, key=key or self.key)

    def file(self, blob) -> Path:
        return next(self.root.rglob(f"{blob}*"))


@pytest.fixture
def world(tmp_path):
    return World(tmp_path, tmp_path / "vault")


@pytest.fixture(params=["local", "memory", "share"])
def any_world(request, tmp_path):
    """The same vault on a folder, on a store that writes whole, and on one that does not."""
    fsspec.register_implementation("share", FileShare, clobber=True)
    address = {"local": (tmp_path / "vault").as_uri(), "memory": "memory://vault", "share": "share://vault"}[
        request.param
    ]
    yield World(tmp_path, address)
    for filesystem in (MemoryFileSystem, FileShare):
        filesystem.store.clear()
        filesystem.pseudo_dirs[:] = [""]


def jpeg_with_markers():
    picture = Image.fromarray(np.full((64, 64, 3), 200, np.uint8))
    exif = picture.getexif()
    exif[0x010E] = "Feest in Heppen, Zebedeus Quackelbeen"
    stream = io.BytesIO()
    picture.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def test_get_after_put_gives_the_bytes_back_on_any_store(any_world):
    blob = any_world.put(b"picture")
    any_world.vault.put(blob=blob, key=any_world.key, data=b"picture again")
    assert any_world.get(blob) == b"picture again"
    assert any_world.vault.present(blob)
    assert list(any_world.vault.blobs()) == [blob]
    assert any_world.vault.remove(blob) is True
    assert any_world.vault.remove(blob) is False
    assert not any_world.vault.present(blob)
    assert list(any_world.vault.blobs()) == []
    with pytest.raises(BlobMissing, match=str(blob)):
        any_world.get(blob)


def test_vault_file_without_keys_shows_nothing_of_the_photo(world):
    data = jpeg_with_markers()
    markers = [b"JFIF", b"Exif", b"\xff\xd8\xff", b"Quackelbeen", b"Heppen", data[200:216]]
    assert all(marker in data for marker in markers if marker != b"JFIF")
    stored = world.file(world.put(data)).read_bytes()
    assert not [marker for marker in markers if marker in stored]
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(io.BytesIO(stored))


def test_vault_file_is_spread_like_noise(world):
    stored = np.frombuffer(world.file(world.put(bytes(200_000))).read_bytes(), np.uint8)
    share = np.bincount(stored, minlength=256) / stored.size
    assert np.abs(share - 1 / 256).max() < 0.001


def test_a_flipped_bit_is_detected_and_the_blob_named(world):
    seed = random.randrange(10**9)
    print("seed", seed)  # noqa: T201 - a failing run can be repeated
    chance = random.Random(seed)
    blob = world.put(jpeg_with_markers())
    path = world.file(blob)
    sealed = path.read_bytes()
    for position in [0, 7, 8, 39, 40, len(sealed) - 16, len(sealed) - 1, *chance.sample(range(len(sealed)), 40)]:
        changed = bytearray(sealed)
        changed[position] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(BlobTampered, match=str(blob)) as caught:
            world.get(blob)
        assert caught.value.data["chunk"] == ("header" if position < 8 else 0)
    path.write_bytes(sealed)
    assert world.get(blob) == jpeg_with_markers()


def test_damage_in_the_second_megabyte_names_the_second_chunk(world):
    blob = world.put(bytes(2_500_000))
    changed = bytearray(world.file(blob).read_bytes())
    changed[1_500_000] ^= 1
    world.file(blob).write_bytes(changed)
    with pytest.raises(BlobTampered) as caught:
        world.get(blob)
    assert caught.value.data == {"blob": blob, "chunk": 1}


def test_two_swapped_files_of_one_photo_are_both_refused(world):
    one, two = world.put(b"the original"), world.put(b"the rendition")
    first, second = world.file(one), world.file(two)
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)
    for blob in (one, two):
        with pytest.raises(BlobTampered, match=str(blob)):
            world.get(blob)


def test_file_read_with_another_photos_key_is_refused(world):
    other = uuid4()
    world.ring.create(other)
    blob = world.put(b"picture")
    with pytest.raises(BlobTampered):
        world.get(blob, key=other)


def test_destroyed_key_makes_the_file_noise_for_ever(world, tmp_path):
    blob = world.put(b"picture")
    backup = world.file(blob).read_bytes()
    assert world.get(blob) == b"picture"
    world.ring.destroy(world.key)
    with pytest.raises(KeyDestroyed):
        world.get(blob)
    world.vault.remove(blob)
    world.root.joinpath(blob.hex[:2], f"{blob}.sealed").write_bytes(backup)
    with pytest.raises(KeyDestroyed):
        Vault(world.root, KeyRing(tmp_path / "keys")).get(blob=blob, key=world.key)


def test_put_without_a_key_stores_nothing(world):
    with pytest.raises(KeyMissing):
        world.put(b"picture", key=uuid4())
    assert list(world.vault.blobs()) == []


def test_put_on_a_full_disk_is_unavailable_and_leaves_nothing(world, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="enospc"):
        world.put(b"picture")
    monkeypatch.undo()
    assert [p.name for p in world.root.rglob("*") if p.is_file()] == ["registry-vault"]


def test_half_written_file_counts_as_present_and_is_removed(world):
    blob = uuid4()
    half = world.root / blob.hex[:2] / f".{blob}.sealed.part"
    half.parent.mkdir()
    half.write_bytes(b"half")
    assert list(world.vault.blobs()) == []
    assert world.vault.present(blob)
    assert world.vault.remove(blob) is True
    assert not half.exists()


def test_store_that_went_away_is_unavailable_never_empty(world, tmp_path):
    blob = world.put(b"picture")
    world.root.rename(tmp_path / "unplugged")
    world.root.mkdir()
    again = Vault(world.root, world.ring)
    for ask in (again.present, again.remove, lambda b: again.get(blob=b, key=world.key)):
        with pytest.raises(StoreUnavailable):
            ask(blob)
    with pytest.raises(StoreUnavailable):
        list(again.blobs())
    with pytest.raises(StoreUnavailable):
        again.put(blob=uuid4(), key=world.key, data=b"x")
    world.root.rmdir()
    (tmp_path / "unplugged").rename(world.root)
    assert again.present(blob)


def test_store_that_cannot_be_made_is_unavailable(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        Vault(tmp_path / "file" / "vault", KeyRing(tmp_path / "keys"))


def test_blobs_lists_every_id_once(world):
    put = {world.put(bytes([n])) for n in range(12)}
    listed = list(world.vault.blobs())
    assert set(listed) == put
    assert len(listed) == len(put)
    assert all(isinstance(blob, UUID) for blob in listed)


@pytest.mark.parametrize("address", ["nope://somewhere/photos", "gs://bucket/photos"])
def test_a_store_of_a_kind_nothing_here_can_reach_is_refused_by_its_kind(keyring, address):
    with pytest.raises(StoreUnknown) as refused:
        Vault(address, keyring)
    assert refused.value.data["kind"] == address.partition("://")[0]
    assert "photos" not in str(refused.value)
