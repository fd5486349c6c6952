"""What only WordPress does: sizes, posts that show the picture, files left behind. Against a real site."""

import pytest
from channels.parcels import OTHER, PHOTO, content_mac, jpeg, parcel, put
from channels.places import WordpressPlace, around, settings

from registry.channels.base import Placement
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Healthy,
    ManualOnly,
    Present,
    Published,
    Refused,
    Removed,
    Retryable,
)
from registry.channels.wordpress import WordpressChannel

pytestmark = pytest.mark.peer
WORDS = "<!-- wp:paragraph -->\n<p>De kermis – dag één &amp; twee.</p>\n<!-- /wp:paragraph -->"


@pytest.fixture
def place(tmp_path, peer_server):
    return WordpressPlace(tmp_path, peer_server("wordpress"))


def block(placement, caption="Ann lacht"):
    return (
        f'<!-- wp:image {{"id":{placement.locator},"sizeSlug":"large"}} -->\n<figure class="wp-block-image size-large">'
        f'<img src="{placement.urls[0]}" alt="" class="wp-image-{placement.locator}"/><figcaption>{caption}'
        "</figcaption></figure>\n<!-- /wp:image -->"
    )


def write(place, content, route="posts", status="publish", **more):
    made = place.server.ask(
        "POST", f"/wp/v2/{route}", json={"title": "T", "content": content, "status": status, **more}
    )
    return f"/wp/v2/{route}/{made['id']}"


def text(place, route):
    return place.server.ask("GET", route, params={"context": "edit"})["content"]["raw"]


def test_caption_and_alternative_text_arrive_and_every_size_is_known(place):
    sent = parcel(jpeg(3, (1800, 1200)))
    sent = type(sent)(copy_id=sent.copy_id, name=sent.name, data=sent.data, caption="De kermis", alt_text="Een plein")
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    item = place.server.ask("GET", f"/wp/v2/media/{outcome.locator}", params={"context": "edit"})
    assert (item["caption"]["raw"], item["alt_text"]) == ("De kermis", "Een plein")
    assert {one["source_url"] for one in item["media_details"]["sizes"].values()} <= set(outcome.urls)
    assert len(outcome.urls) >= 5


def test_every_text_that_shows_the_picture_is_mended_and_nothing_else_in_it_changed(place):
    placement, other = put(place.channel), put(place.channel, OTHER)
    gallery = f'[gallery ids="{placement.locator},{other.locator}" columns="2"]'
    texts = {
        write(place, f"{WORDS}\n\n{block(placement)}\n\n{block(other)}"): f"{WORDS}\n\n\n\n{block(other)}",
        write(place, f"{WORDS}{block(placement)}", "pages"): WORDS,
        write(place, f"{WORDS}{gallery}", status="draft"): f'{WORDS}[gallery ids="{other.locator}" columns="2"]',
        write(place, f"<p>Zie <a href='{placement.urls[0]}'>foto</a></p>", "blocks"): "<p>Zie foto</p>",
        write(place, WORDS, featured_media=int(placement.locator)): WORDS,
        write(place, f"{WORDS}{block(other)}"): f"{WORDS}{block(other)}",
    }
    featured = list(texts)[4]
    assert place.server.ask("GET", featured)["featured_media"] == int(placement.locator)
    assert isinstance(place.channel.look(placement), Present)
    assert place.channel.remove(placement) == Removed(count=1)
    assert {route: text(place, route) for route in texts} == texts
    assert place.server.ask("GET", featured)["featured_media"] == 0
    assert isinstance(place.channel.look(placement), Absent)
    assert isinstance(place.channel.look(other), Present)


def test_a_post_in_the_trash_is_mended_too(place):
    placement = put(place.channel)
    route = write(place, f"{WORDS}{block(placement)}")
    place.server.ask("DELETE", route)
    assert place.channel.remove(placement) == Removed(count=1)
    assert text(place, route) == WORDS


def test_a_picture_deleted_by_hand_leaves_its_posts_to_be_mended(place):
    placement = put(place.channel)
    route = write(place, f"{WORDS}{block(placement)}")
    place.server.ask("DELETE", f"/wp/v2/media/{placement.locator}", params={"force": "true"})
    assert place.channel.look(placement) == Present(how="library-files-and-texts", locators=(route,))
    assert place.channel.remove(placement) == AlreadyGone()
    assert text(place, route) == WORDS
    assert isinstance(place.channel.look(placement), Absent)


def test_a_large_photo_goes_with_the_original_that_the_site_kept_beside_its_scaled_one(place):
    data = jpeg(4, (3000, 2000))
    placement = put(place.channel, data)
    assert any("-scaled" in url for url in placement.urls)
    by_content = Placement(copy_id=parcel().copy_id, content_mac=content_mac(data), size=len(data))
    assert place.channel.look(by_content).locators == (placement.locator,)
    assert place.channel.remove(placement) == Removed(count=1)
    assert [path for path in place.server.site.rglob("F-7K2M*") if path.is_file()] == []


def test_a_file_that_stays_served_without_its_item_is_seen(place):
    placement = put(place.channel)
    path = place.server.site / placement.urls[-1].removeprefix(f"{place.server.address}/")
    data = path.read_bytes()
    assert place.channel.remove(placement) == Removed(count=1)
    path.with_name(f"{path.name}.webp").write_bytes(data)
    outcome = place.channel.look(placement)
    assert outcome == Present(how="library-files-and-texts", locators=(f"{placement.urls[-1]}.webp",))


def test_texts_the_account_may_not_change_become_a_persons_and_the_picture_goes_all_the_same(place, tmp_path):
    server = place.server
    values = place.values | {"user": "author", "application_password": server.passwords["author"]}
    channel = WordpressChannel(settings=settings("wordpress", values), around=around(tmp_path))
    assert channel.ping() == Refused(code="not-allowed")
    placement = put(channel)
    route = write(place, f"{WORDS}{block(placement)}")
    assert channel.remove(placement) == ManualOnly(code="texts-not-mended")
    assert isinstance(place.channel.fetch(placement.locator, most_bytes=100_000), Absent)
    assert text(place, route) == f"{WORDS}{block(placement)}"


def test_the_rights_removal_needs_are_asked_for(place, tmp_path):
    assert place.channel.ping() == Healthy()
    wrong = WordpressChannel(
        settings=settings("wordpress", place.values | {"application_password": "no"}), around=around(tmp_path)
    )
    assert wrong.ping() == Retryable(code="login-refused")
    assert isinstance(wrong.remove(put(place.channel, PHOTO)), Retryable)


@pytest.mark.parametrize(("read", "going"), [(3, 1), (3, 3), (3, 5), (7, 1), (7, 2), (7, 6)])
def test_a_listing_gives_every_item_once_though_others_go_while_it_is_read(place, monkeypatch, read, going):
    monkeypatch.setattr("registry.channels.wordpress_site._PAGE", 3)
    placed = [put(place.channel, jpeg(number)) for number in range(10)]
    listing = place.channel.listing()
    seen = [next(listing).locator for _ in range(read)]
    for placement in placed[:going]:
        assert place.channel.remove(placement) == Removed(count=1)
    seen += [item.locator for item in listing]
    expected = placed[:read] + placed[max(read, going) :]
    assert seen == [placement.locator for placement in expected]
