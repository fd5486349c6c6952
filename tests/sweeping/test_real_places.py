"""Sweeps, erasures and adoptions in places on real servers: S3, WebDAV, SFTP, SMB, WordPress."""

from __future__ import annotations

from functools import partial

import pytest
from channels.places import PEERS
from publication.town import OFFICER, photo
from sqlmodel import select
from sweeping.conftest import changed

from registry.channels.outcomes import Fetched
from registry.copies import ledger
from registry.copies.ledger import content_mac
from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.records import Photo
from registry.sweeping.states import FileOutcome, RunState

pytestmark = pytest.mark.peer
TREES = ("sftp", "smb", "webdav", "s3")
ENOUGH = 50_000_000


@pytest.fixture(params=PEERS)
def place(request, tmp_path, peer_server, town):
    """A place of each kind on its real server, as the town's channel `site`."""
    return opened(request.param, tmp_path, peer_server, town)


@pytest.fixture(params=TREES)
def tree(request, tmp_path, peer_server, town):
    return opened(request.param, tmp_path, peer_server, town)


@pytest.fixture
def wordpress(tmp_path, peer_server, town):
    return opened("wordpress", tmp_path, peer_server, town)


def opened(kind, tmp_path, peer_server, town):
    place = PEERS[kind](tmp_path, peer_server(kind))
    place.channel._content_mac = partial(content_mac, town.keyring.secret("copy content"))
    town.channels.clear()
    town.channels["site"] = town.erasure._carrying_out._deeds._channels["site"] = place.channel
    return place


def contents(place):
    """What a place holds, by locator."""
    found = {item.locator: place.channel.fetch(item.locator, most_bytes=ENOUGH) for item in place.channel.listing()}
    assert all(isinstance(one, Fetched) for one in found.values())
    return {locator: one.data for locator, one in found.items()}


def sweep(town):
    return town.sweeps.run(town.sweeps.start(OFFICER, "site").id)


def copies(town, photo_id):
    with town.database.reading() as session:
        return [copy for copy in ledger.of_photo(session, photo_id) if copy.place == "site"]


COPIES = {
    "renamed.jpg": {},
    "640px.jpg": {"side": 320},
    "quality-40.jpg": {"quality": 40},
    "mirrored.jpg": {"mirror": True},
    "cropped.jpg": {"crop": 0.05},
}


def test_a_sweep_finds_what_others_made_of_a_photo_and_leaves_the_rest_alone(place, town, take_in, agreed):
    photo_id = take_in(photo(1))
    agreed()
    for name, how in COPIES.items():
        place.plant(name, changed(photo(1), **how) if how else photo(1))
    place.plant("another.jpg", photo(2))
    before = contents(place)
    run = sweep(town)
    found = copies(town, photo_id)
    assert (run.state, run.listed, run.added, run.asked) == (RunState.DONE, len(COPIES) + 1, len(COPIES), 0)
    assert {copy.locator for copy in found} == {locator for locator, data in before.items() if data != photo(2)}
    assert {copy.state for copy in found} == {CopyState.PRESENT}
    assert all(copy.note.startswith("swept-") for copy in found)
    assert contents(place) == before


def test_a_second_sweep_of_a_place_reads_nothing_again(place, town, take_in, monkeypatch):
    take_in(photo(1))
    place.plant("another.jpg", photo(2))
    assert sweep(town).read == 1
    monkeypatch.setattr(place.channel, "fetch", lambda *_, **__: pytest.fail("it was read again"))
    run = sweep(town)
    assert (run.state, run.listed, run.unchanged, run.read) == (RunState.DONE, 1, 1, 0)


def test_an_erasure_sweeps_first_and_takes_from_the_place_what_nobody_remembered(place, town, take_in):
    photo_id = take_in(photo(1))
    for name, how in COPIES.items():
        place.plant(name, changed(photo(1), **how) if how else photo(1))
    place.plant("another.jpg", photo(2))
    assert len(contents(place)) == len(COPIES) + 1
    erasure_id = town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert town.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE
    assert list(contents(place).values()) == [photo(2)]
    assert {copy.state for copy in copies(town, photo_id)} == {CopyState.GONE_VERIFIED}
    assert len(copies(town, photo_id)) == len(COPIES)


def test_a_copy_that_comes_back_after_the_erasure_is_found_by_a_sweep_and_goes_again(place, town, take_in):
    photo_id = take_in(photo(1))
    erasure_id = town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert town.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE
    place.plant("back.jpg", changed(photo(1), side=400))
    place.plant("another.jpg", photo(2))
    run = sweep(town)
    assert (run.added, run.returned) == (1, 1)
    assert list(contents(place).values()) == [photo(2)]
    assert town.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE


def test_an_archive_on_a_server_is_taken_over_as_it_lies_and_one_photo_erased_out_of_it(place, town, event_id):
    place.plant("kermis-1.jpg", photo(1))
    place.plant("kermis-1-small.jpg", changed(photo(1), side=400))
    place.plant("kermis-2.jpg", photo(2))
    before = contents(place)
    run = town.adoptions.start(OFFICER, "site", event_id)
    last = list(town.adoptions.run(run.id))[-1]
    assert (last.run.state, last.counts) == (RunState.DONE, {FileOutcome.TAKEN: 2, FileOutcome.COPY: 1})
    assert contents(place) == before
    with town.database.reading() as session:
        lying = {copy.photo_id: copy for copy in map(partial(original, session), session.exec(select(Photo)))}
    assert {before[copy.locator] for copy in lying.values()} == {photo(1), photo(2)}
    (gone,) = (photo_id for photo_id, copy in lying.items() if before[copy.locator] == photo(1))
    town.erasure.erase(OFFICER, gone, ErasureReason.WITHDRAWAL)
    assert list(contents(place).values()) == [photo(2)]


def original(session, one):
    (copy,) = (copy for copy in ledger.of_photo(session, one.id) if copy.kind is CopyKind.ORIGINAL)
    return copy


def test_a_copy_deep_in_a_servers_folders_is_found_under_its_path(tree, town, take_in, agreed):
    photo_id = take_in(photo(1))
    agreed()
    tree.plant("2019/kermis en stoet/été & 1.jpg", changed(photo(1), side=400))
    assert sweep(town).added == 1
    (copy,) = copies(town, photo_id)
    assert copy.locator.partition("?versionId=")[0] == "2019/kermis en stoet/été & 1.jpg"


def test_a_copy_in_the_trash_of_a_webdav_server_is_found_and_goes(tmp_path, peer_server, town, take_in):
    place = opened("webdav", tmp_path, peer_server, town)
    photo_id = take_in(photo(1))
    (place.trash / "kermis.jpg.d1731000000").write_bytes(changed(photo(1), quality=40))
    assert len(contents(place)) == 1
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert list(place.trash.iterdir()) == []


def test_a_copy_under_a_delete_marker_of_a_bucket_is_found_and_goes(tmp_path, peer_server, town, take_in):
    place = opened("s3", tmp_path, peer_server, town)
    photo_id = take_in(photo(1))
    place.plant("kermis.jpg", changed(photo(1), quality=40))
    place.server.client.delete_object(Bucket=place.server.bucket, Key=f"{place.prefix}kermis.jpg")
    assert len(contents(place)) == 1
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert contents(place) == {}
    left = place.server.client.list_object_versions(Bucket=place.server.bucket, Prefix=place.prefix)
    assert [
        one["Key"] for one in (*left.get("Versions", []), *left.get("DeleteMarkers", [])) if "kermis" in one["Key"]
    ] == []


def test_a_copy_somebody_uploaded_to_wordpress_goes_out_of_the_article_that_shows_it(wordpress, town, take_in):
    photo_id = take_in(photo(1))
    uploaded = wordpress.channel._site.upload("feest.jpg", changed(photo(1), side=500), "image/jpeg")
    words = "<!-- wp:paragraph -->\n<p>De kermis – dag één.</p>\n<!-- /wp:paragraph -->"
    shown = (
        f'<!-- wp:image {{"id":{uploaded["id"]}}} -->\n<figure class="wp-block-image"><img src="'
        f'{uploaded["source_url"]}" alt="" class="wp-image-{uploaded["id"]}"/></figure>\n<!-- /wp:image -->'
    )
    made = wordpress.server.ask(
        "POST", "/wp/v2/posts", json={"title": "T", "content": f"{words}{shown}", "status": "publish"}
    )
    files = list((wordpress.server.site / "wp-content" / "uploads").rglob("feest*"))
    assert len(files) > 1
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    text = wordpress.server.ask("GET", f"/wp/v2/posts/{made['id']}", params={"context": "edit"})["content"]["raw"]
    assert text == words
    assert list((wordpress.server.site / "wp-content" / "uploads").rglob("feest*")) == []
