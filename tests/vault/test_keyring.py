"""The key ring: keys that are made, bound to their id, and destroyed for ever."""

import stat
from multiprocessing.pool import ThreadPool
from uuid import uuid4

import pytest

from registry.vault.errors import KeyAltered, KeyDestroyed, KeyMissing, MasterKeyUnreadable
from registry.vault.keyring import KeyRing


@pytest.fixture
def ring(tmp_path):
    return KeyRing(tmp_path / "keys")


def key_file(ring, key_id):
    return ring.home / "data" / key_id.hex[:2] / f"{key_id}.key"


def test_key_after_create_is_the_same_for_every_ring_on_the_folder(ring):
    key_id = uuid4()
    ring.create(key_id)
    key = ring.key(key_id)
    ring.create(key_id)
    assert len(key) == 32
    assert KeyRing(ring.home).key(key_id) == key == ring.key(key_id)


def test_keys_of_two_ids_differ(ring):
    one, two = uuid4(), uuid4()
    ring.create(one)
    ring.create(two)
    assert ring.key(one) != ring.key(two)


def test_key_that_was_never_made_is_missing(ring):
    key_id = uuid4()
    assert not ring.exists(key_id)
    with pytest.raises(KeyMissing, match=str(key_id)):
        ring.key(key_id)


def test_key_file_holds_neither_the_key_nor_the_master(ring):
    key_id = uuid4()
    ring.create(key_id)
    stored = key_file(ring, key_id).read_bytes()
    assert ring.key(key_id) not in stored
    assert (ring.home / "master.key").read_bytes() not in stored


def test_destroy_removes_the_key_for_every_ring_and_for_ever(ring):
    key_id = uuid4()
    ring.create(key_id)
    assert ring.exists(key_id)
    assert ring.destroy(key_id) is True
    assert not ring.exists(key_id)
    assert not key_file(ring, key_id).exists()
    for each in (ring, KeyRing(ring.home)):
        with pytest.raises(KeyDestroyed):
            each.key(key_id)
        with pytest.raises(KeyDestroyed):
            each.create(key_id)


def test_destroy_twice_says_the_second_time_that_nothing_was_there(ring):
    key_id = uuid4()
    ring.create(key_id)
    assert [ring.destroy(key_id), ring.destroy(key_id)] == [True, False]


def test_destroy_of_a_key_that_never_was_forbids_making_it(ring):
    key_id = uuid4()
    assert ring.destroy(key_id) is False
    with pytest.raises(KeyDestroyed):
        ring.create(key_id)


def test_destroy_leaves_no_link_to_the_old_bytes(ring):
    key_id = uuid4()
    ring.create(key_id)
    before = key_file(ring, key_id).read_bytes()
    twin = ring.home / "twin"  # a hard link keeps the file's blocks readable after the unlink
    twin.hardlink_to(key_file(ring, key_id))
    ring.destroy(key_id)
    assert twin.read_bytes() != before
    assert len(twin.read_bytes()) == len(before)


def test_key_file_restored_from_a_backup_stays_shut(ring):
    key_id = uuid4()
    ring.create(key_id)
    backup = key_file(ring, key_id).read_bytes()
    ring.destroy(key_id)
    key_file(ring, key_id).write_bytes(backup)
    assert not ring.exists(key_id)
    with pytest.raises(KeyDestroyed):
        ring.key(key_id)
    assert ring.destroy(key_id) is True


def test_key_file_under_another_id_is_refused_and_named(ring):
    one, two = uuid4(), uuid4()
    ring.create(one)
    ring.create(two)
    key_file(ring, two).write_bytes(key_file(ring, one).read_bytes())
    with pytest.raises(KeyAltered, match=str(two)):
        ring.key(two)


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:0], lambda b: bytes([b[0] ^ 1]) + b[1:]])
def test_damaged_key_file_is_refused(ring, damage):
    key_id = uuid4()
    ring.create(key_id)
    path = key_file(ring, key_id)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(KeyAltered):
        ring.key(key_id)


def test_another_master_key_opens_nothing(ring):
    key_id = uuid4()
    ring.create(key_id)
    (ring.home / "master.key").write_bytes(bytes(32))
    with pytest.raises(KeyAltered):
        KeyRing(ring.home).key(key_id)


def test_missing_master_key_beside_existing_keys_is_never_replaced(ring):
    ring.create(uuid4())
    (ring.home / "master.key").unlink()
    with pytest.raises(MasterKeyUnreadable, match="missing"):
        KeyRing(ring.home)
    assert not (ring.home / "master.key").exists()


def test_damaged_master_key_is_refused(ring):
    (ring.home / "master.key").write_bytes(b"short")
    with pytest.raises(MasterKeyUnreadable, match="damaged"):
        KeyRing(ring.home)


def test_files_are_for_the_owner_alone(ring):
    key_id = uuid4()
    ring.create(key_id)
    for path in (ring.home / "master.key", key_file(ring, key_id)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring.home.stat().st_mode) & 0o077 == 0


def test_rings_that_start_at_once_agree_on_one_master(tmp_path):
    with ThreadPool(8) as pool:
        rings = pool.map(lambda _: KeyRing(tmp_path / "keys"), range(8))
    assert len({ring.secret("suppression") for ring in rings}) == 1


def test_secrets_differ_by_label_and_stay_the_same(ring):
    assert ring.secret("a") != ring.secret("b")
    assert ring.secret("a") == KeyRing(ring.home).secret("a")
    assert len(ring.secret("a")) == 32


def test_no_half_written_file_is_left_behind(ring):
    key_id = uuid4()
    ring.create(key_id)
    ring.create(key_id)
    assert not [p for p in ring.home.rglob("*") if p.name.endswith(".part")]
