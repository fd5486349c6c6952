"""The photos of a press release: links for each recipient, judged when they are made and whenever they are opened."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from aiosmtpd.controller import Controller
from recipients.conftest import OFFICER
from recipients.test_recipients import Mailbox, copies, erased, free_port, later
from sqlmodel import select
from starlette.applications import Starlette

from registry.api.routes import routes
from registry.channels.mail import SmtpMailer, SmtpSettings
from registry.copies.states import CopyKind, CopyState
from registry.intake.records import Photo
from registry.posts.releases import NewRelease
from registry.recipients.errors import HandoutUnknown
from registry.recipients.records import DeletionNotice, HandedOut, Recipient

PRESS = ("redactie@krant.test", "nieuws@radio.test")


def planned(whole, *photo_ids, recipients=PRESS, embargo=None, domain=None):
    now = whole.clock.now()
    new = NewRelease(
        id=uuid4(), title="Nieuws", body="De bibliotheek opent.", domain=domain, recipients=recipients,
        distribute_at=now + timedelta(hours=1), embargo_until=now + embargo if embargo else None, photo_ids=photo_ids,
    )  # fmt: skip
    return whole.posts.releases.plan(OFFICER, new)


def distribute(whole, clock):
    clock.advance(timedelta(hours=1))
    whole.posts.distribution.tend()


def words_of(mail, address):
    """Return the words of the links in the mails to an address."""
    return [word for letter in mail.to(address) for word in re.findall(r"/persfoto/([\w-]+)", letter.body)]


def opened(whole, word):
    return whole.recipients.press.fetch(word)


def visited(whole, path):
    """Answer as somebody without an account gets it."""

    async def ask():
        app = httpx.ASGITransport(app=Starlette(routes=routes(lambda: whole)))
        async with httpx.AsyncClient(transport=app, base_url="http://register.test") as client:
            return await client.get(path)

    return asyncio.run(ask())


def rows(whole, table):
    with whole.database.reading() as session:
        return list(session.exec(select(table)))


def restrict(whole, photo_id, state="restricted"):
    with whole.database.transaction() as session:
        session.get_one(Photo, photo_id).state = state


def test_each_recipient_gets_a_link_of_their_own_to_each_photo_that_may_go_to_the_press(
    whole, clock, mail, crowd, portrait
):
    planned(whole, crowd, portrait)
    distribute(whole, clock)

    words = {address: words_of(mail, address) for address in PRESS}
    assert [len(each) for each in words.values()] == [1, 1]
    assert words[PRESS[0]] != words[PRESS[1]]
    assert copies(whole, portrait, CopyKind.EXPORT) == []
    names = {recipient.id: recipient.email for recipient in rows(whole, Recipient)}
    assert {names[handed.recipient_id] for handed in rows(whole, HandedOut)} == set(PRESS)
    data, name = opened(whole, words[PRESS[0]][0])
    assert data.startswith(b"\xff\xd8")
    assert name.endswith(".jpg")


def test_a_row_says_who_gets_a_photo_before_the_mail_leaves_and_before_the_first_byte(whole, clock, crowd, monkeypatch):
    seen = []

    class Watching:
        def send(self, letter):
            seen.append({copy.state for copy in copies(whole, crowd, CopyKind.EXPORT)})
            return inner.send(letter)

    inner = whole.posts.distribution._mailer
    monkeypatch.setattr(whole.posts.distribution, "_mailer", Watching())
    planned(whole, crowd, recipients=PRESS[:1])
    distribute(whole, clock)

    assert seen == [{CopyState.PLANNED}]


def test_a_link_opens_more_than_once_and_the_copy_then_counts_as_there(whole, clock, mail, crowd):
    release = planned(whole, crowd, recipients=PRESS[:1])
    distribute(whole, clock)
    (word,) = words_of(mail, PRESS[0])
    assert whole.recipients.press.given(OFFICER, release.id).opened == 0

    assert opened(whole, word) == opened(whole, word)
    (copy,) = copies(whole, crowd, CopyKind.EXPORT)
    assert copy.state is CopyState.PRESENT
    given = whole.recipients.press.given(OFFICER, release.id)
    assert (given.photos, given.opened) == (1, 1)


@pytest.mark.parametrize("state", ["restricted", "erasing"])
def test_a_link_opens_nothing_once_somebody_asked_for_the_photos_removal(whole, clock, mail, crowd, state):
    planned(whole, crowd)
    distribute(whole, clock)
    restrict(whole, crowd, state)

    for address in PRESS:
        with pytest.raises(HandoutUnknown):
            opened(whole, words_of(mail, address)[0])


def test_a_link_opens_nothing_when_its_time_is_over_or_it_was_guessed(whole, clock, mail, crowd):
    planned(whole, crowd)
    distribute(whole, clock)
    word = words_of(mail, PRESS[0])[0]

    for wrong in ("", "x", word[:-2], "A" * len(word), word[:22] + word[22:][::-1], "é" * 9):
        with pytest.raises(HandoutUnknown):
            opened(whole, wrong)
    clock.advance(timedelta(days=14) - timedelta(seconds=1))
    opened(whole, word)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(HandoutUnknown):
        opened(whole, word)


def test_a_mail_that_is_tried_again_has_the_same_links(whole, clock, mail, crowd):
    release = planned(whole, crowd, recipients=PRESS[:1])
    distribute(whole, clock)
    first = whole.recipients.press.links_for(release.id, PRESS[0])
    clock.advance(timedelta(days=1))

    assert [link.address for link in whole.recipients.press.links_for(release.id, PRESS[0])] == [
        link.address for link in first
    ]
    assert len(copies(whole, crowd, CopyKind.EXPORT)) == 1


def test_the_press_gets_the_photos_under_embargo_and_nobody_else_does(whole, clock, mail, crowd):
    planned(whole, crowd, embargo=timedelta(days=2))
    distribute(whole, clock)

    assert "EMBARGO" in mail.to(PRESS[0])[0].body
    opened(whole, words_of(mail, PRESS[0])[0])
    assert not whole.publication.publish(OFFICER, crowd, "website").verdict.outcome.may_go_out


def test_an_erasure_asks_back_what_was_opened_and_closes_what_was_not(whole, clock, mail, crowd):
    planned(whole, crowd)
    distribute(whole, clock)
    opened(whole, words_of(mail, PRESS[0])[0])
    erased(whole, crowd)
    later(whole, clock, timedelta(hours=1))  # a copy that was only planned is left alone while bytes could be under way

    asked = [notice.copy_id for notice in rows(whole, DeletionNotice)]
    told = {copy.id: copy for copy in copies(whole, crowd, CopyKind.EXPORT)}
    by_recipient = {handed.copy_id: handed.recipient_id for handed in rows(whole, HandedOut)}
    names = {recipient.id: recipient.email for recipient in rows(whole, Recipient)}
    assert [names[by_recipient[copy_id]] for copy_id in asked] == [PRESS[0]]
    assert {names[by_recipient[copy_id]] for copy_id, copy in told.items() if copy.state.is_final} == {PRESS[1]}
    for address in PRESS:
        with pytest.raises(HandoutUnknown):
            opened(whole, words_of(mail, address)[0])


def test_a_release_without_photos_is_a_mail_without_links(whole, clock, mail):
    planned(whole, recipients=PRESS[:1])
    distribute(whole, clock)

    (letter,) = mail.to(PRESS[0])
    assert letter.body == "De bibliotheek opent."
    assert rows(whole, Recipient) == []


def test_a_newspaper_that_is_in_the_list_already_is_not_added_again(whole, clock, crowd, newspaper):
    planned(whole, crowd, recipients=(newspaper.email,))
    distribute(whole, clock)

    assert [handed.recipient_id for handed in rows(whole, HandedOut)] == [newspaper.id]
    assert len(rows(whole, Recipient)) == 1


def test_what_stands_between_a_photo_and_the_press_is_told_before_it_is_planned(whole, crowd, portrait):
    found = whole.recipients.press.verdicts(OFFICER, [crowd, portrait], None)

    assert found[crowd].outcome.may_go_out
    assert not found[portrait].outcome.may_go_out


def test_a_link_over_http_is_kept_by_nobody_on_its_way_and_says_one_sentence_when_it_is_over(whole, clock, mail, crowd):
    planned(whole, crowd)
    distribute(whole, clock)
    word = words_of(mail, PRESS[0])[0]
    good = visited(whole, f"/persfoto/{word}")
    restrict(whole, crowd)
    over, guessed = visited(whole, f"/persfoto/{word}"), visited(whole, "/persfoto/guess")

    assert (good.status_code, good.headers["content-type"]) == (200, "image/jpeg")
    assert good.headers["cache-control"] == "no-store, private"
    assert "noindex" in good.headers["x-robots-tag"]
    assert (over.status_code, over.text) == (guessed.status_code, guessed.text)
    assert over.status_code == 404


@pytest.mark.peer
def test_a_release_through_a_real_mail_server_arrives_with_links_that_open(whole, clock, crowd, monkeypatch):
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        mailer = SmtpMailer(SmtpSettings(host="127.0.0.1", port=server.port, sender="foto@gemeente.test"))
        monkeypatch.setattr(whole.posts.distribution, "_mailer", mailer)
        planned(whole, crowd)
        distribute(whole, clock)
    finally:
        server.stop()

    assert {mail["To"] for mail in box.mails} == set(PRESS)
    for mail in box.mails:
        (word,) = re.findall(r"/persfoto/([\w-]+)", mail.get_content())
        assert opened(whole, word)[0].startswith(b"\xff\xd8")
        assert list(mail.iter_attachments()) == []
