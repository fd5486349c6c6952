import shutil
from uuid import uuid4

import pytest

from registry.vault.errors import KeyDestroyed, MirrorUnreachable
from registry.vault.keyring import KeyRing


@pytest.fixture
def homes(tmp_path):
    return tmp_path / "keys", tmp_path / "usb" / "mirror"


def test_a_lost_key_folder_is_replaced_by_its_mirror(homes):
    keys, mirror = homes
    ring, key_id = KeyRing(keys, mirror), uuid4()
    ring.create(key_id)
    before = ring.key(key_id)
    shutil.rmtree(keys)
    shutil.copytree(mirror, keys)
    assert KeyRing(keys).key(key_id) == before


def test_a_destroyed_key_is_destroyed_in_the_mirror_too(homes):
    keys, mirror = homes
    ring, key_id = KeyRing(keys, mirror), uuid4()
    ring.create(key_id)
    wrapped = next(mirror.rglob(f"{key_id}.key")).read_bytes()
    ring.destroy(key_id)
    assert [path for path in mirror.rglob("*") if path.is_file() and wrapped in path.read_bytes()] == []
    shutil.rmtree(keys)
    shutil.copytree(mirror, keys)
    with pytest.raises(KeyDestroyed):
        KeyRing(keys).key(key_id)


def test_a_mirror_set_up_later_is_brought_up_to_date(homes):
    keys, mirror = homes
    ring, kept, gone = KeyRing(keys), uuid4(), uuid4()
    for key_id in (kept, gone):
        ring.create(key_id)
    ring.destroy(gone)
    KeyRing(keys, mirror)
    assert next(mirror.rglob(f"{kept}.key")).read_bytes() == next(keys.rglob(f"{kept}.key")).read_bytes()
    assert next(mirror.rglob(f"{gone}.destroyed")).exists()


def test_without_its_mirror_no_key_is_made_or_called_destroyed(homes):
    keys, mirror = homes
    ring, key_id = KeyRing(keys, mirror), uuid4()
    ring.create(key_id)
    shutil.rmtree(mirror)
    with pytest.raises(MirrorUnreachable):
        ring.create(uuid4())
    with pytest.raises(MirrorUnreachable):
        ring.destroy(key_id)
    with pytest.raises(MirrorUnreachable):
        KeyRing(keys, mirror)
    assert not mirror.exists()
