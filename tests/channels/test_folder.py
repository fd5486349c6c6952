import os
import shutil

import pytest
from channels.parcels import OTHER, PHOTO, content_mac, parcel, put

from registry.channels.folder import FOREIGN, MARKER, MISSING, FolderChannel
from registry.channels.outcomes import Absent, Present, Published, Refused, Removed, Retryable, Unclear


@pytest.fixture
def root(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def channel(root):
    channel = FolderChannel(
        name="site", title="Site", purpose="website", root=root, base_url="https://x.test/p/", content_mac=content_mac
    )
    channel.prepare()
    return channel


def test_publishing_writes_the_exact_bytes_and_leaves_no_part_file(channel, root):
    placement = put(channel)
    assert (root / placement.locator).read_bytes() == PHOTO
    assert sorted(path.name for path in root.iterdir()) == sorted([MARKER, placement.locator])
    assert placement.urls == (f"https://x.test/p/{placement.locator}",)


def test_a_file_renamed_into_another_folder_is_found_and_removed(channel, root):
    placement = put(channel)
    (root / "2026" / "fair").mkdir(parents=True)
    (root / placement.locator).rename(root / "2026" / "fair" / "nice.jpeg")
    assert channel.look(placement) == Present(how="tree-hashed", locators=("2026/fair/nice.jpeg",))
    assert channel.remove(placement) == Removed(count=1)
    assert not (root / "2026" / "fair" / "nice.jpeg").exists()


def test_another_photo_under_the_remembered_name_is_left_alone(channel, root):
    placement = put(channel)
    (root / placement.locator).unlink()
    adopted = placement.__class__(copy_id=parcel().copy_id, locator="summer.jpg", content_mac=content_mac(PHOTO))
    (root / "summer.jpg").write_bytes(OTHER)
    channel.remove(adopted)
    assert (root / "summer.jpg").read_bytes() == OTHER


def test_a_thumbnail_a_site_made_beside_it_goes_too(channel, root):
    placement = put(channel)
    small = root / placement.locator.replace(".jpg", "-300x200.jpg")
    small.write_bytes(b"small")
    assert channel.remove(placement) == Removed(count=2)
    assert not small.exists()


def test_a_hidden_recycle_folder_is_searched_as_well(channel, root):
    placement = put(channel)
    (root / "#recycle").mkdir()
    (root / placement.locator).rename(root / "#recycle" / ".gone")
    assert channel.remove(placement) == Removed(count=1)


def test_the_bytes_behind_a_hard_link_outside_the_folder_are_emptied(channel, root, tmp_path):
    placement = put(channel)
    outside = tmp_path / "backup.jpg"
    os.link(root / placement.locator, outside)
    assert outside.read_bytes() == PHOTO
    channel.remove(placement)
    assert outside.read_bytes() == b""


def test_a_link_to_the_photo_is_removed_as_a_link(channel, root, tmp_path):
    original = tmp_path / "original.jpg"
    original.write_bytes(PHOTO)
    (root / "link.jpg").symlink_to(original)
    (root / "dangling.jpg").symlink_to(tmp_path / "nowhere")
    placement = put(channel)
    assert channel.remove(placement) == Removed(count=2)
    assert original.read_bytes() == PHOTO
    assert [item.locator for item in channel.listing()] == ["dangling.jpg"]


def test_a_half_written_part_of_a_killed_publication_is_removed(channel, root):
    placement = put(channel)
    part = root / f".{placement.copy_id.hex[:12]}.part"
    part.write_bytes(PHOTO[:5])
    assert channel.remove(placement) == Removed(count=2)
    assert not part.exists()


def test_an_empty_mount_point_is_not_taken_for_the_folder(channel, root):
    placement = put(channel)
    shutil.rmtree(root)
    assert channel.remove(placement) == Retryable(code=MISSING)
    root.mkdir()
    assert channel.remove(placement) == Retryable(code=FOREIGN)
    assert channel.look(placement) == Unclear(code=FOREIGN)
    assert channel.publish(parcel()) == Retryable(code=FOREIGN)
    assert list(root.iterdir()) == []


def test_an_unreadable_corner_makes_a_look_unclear(channel, root, monkeypatch):
    placement = put(channel)
    assert channel.look(placement).locators == (placement.locator,)
    # root may read every folder, so the operating system's answer is given in its place
    monkeypatch.setattr("registry.channels.folder.os.scandir", _denied)
    assert channel.look(placement) == Unclear(code="folder-unreadable")
    assert channel.remove(placement) == Retryable(code="folder-unreadable")


def _denied(path):
    raise PermissionError(13, "denied")


def test_a_full_disk_is_tried_again(channel, root, monkeypatch):
    def full(descriptor):
        raise OSError(28, "no space")

    monkeypatch.setattr("registry.channels.folder.os.fsync", full)
    assert channel.publish(parcel()) == Retryable(code="folder-not-writable")
    assert not list(root.glob("*.jpg"))


@pytest.mark.parametrize("name", ["../escape.jpg", "a/b.jpg", ".hidden.jpg"])
def test_a_name_that_is_not_plain_is_refused(channel, name):
    assert channel.publish(parcel(name=name)) == Refused(code="name-not-plain")


def test_a_folder_without_an_address_gives_no_urls(root):
    channel = FolderChannel(
        name="nas", title="NAS", purpose="website", root=root, base_url=None, content_mac=content_mac
    )
    channel.prepare()
    outcome = channel.publish(parcel())
    assert isinstance(outcome, Published)
    assert outcome.urls == ()


def test_a_look_after_removal_by_hand_is_absent(channel, root):
    placement = put(channel)
    (root / placement.locator).unlink()
    assert channel.look(placement) == Absent(how="tree-hashed")
