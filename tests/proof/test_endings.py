from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from registry.proof.endings import Ended, Ending, Endings

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PHOTO, PERSON = UUID(int=1), UUID(int=2)


@pytest.fixture
def files(tmp_path):
    return [tmp_path / "keys" / "endings.list", tmp_path / "mirror" / "endings.list"]


@pytest.fixture
def endings(files):
    return Endings(files, b"secret")


def test_what_ended_since_a_moment_is_told_oldest_first(endings):
    endings.note(Ending.CONSENT_ENDED, PERSON, NOON + timedelta(hours=2))
    endings.note(Ending.PHOTO_ERASED, PHOTO, NOON)
    endings.note(Ending.PHOTO_ERASED, uuid4(), NOON - timedelta(seconds=1))
    assert endings.since(NOON) == [
        Ended(ending=Ending.PHOTO_ERASED, subject=PHOTO, at=NOON),
        Ended(ending=Ending.CONSENT_ENDED, subject=PERSON, at=NOON + timedelta(hours=2)),
    ]


def test_a_photo_ends_once_and_a_consent_again_and_again(endings, files):
    for hours in (0, 1, 2):
        endings.note(Ending.PHOTO_ERASED, PHOTO, NOON + timedelta(hours=hours))
        endings.note(Ending.CONSENT_ENDED, PERSON, NOON + timedelta(hours=hours))
    assert len(files[0].read_text().splitlines()) == 4
    assert [one.at.hour for one in endings.since(NOON) if one.ending is Ending.CONSENT_ENDED] == [12, 13, 14]


def test_either_file_is_enough(endings, files):
    endings.note(Ending.PHOTO_ERASED, PHOTO, NOON)
    files[0].unlink()
    assert [one.subject for one in endings.since(NOON)] == [PHOTO]


def test_a_line_somebody_else_wrote_counts_for_nothing(endings, files):
    endings.note(Ending.PHOTO_ERASED, PHOTO, NOON)
    line = files[0].read_text()
    forged = line.replace(str(PHOTO), str(PERSON)) + f"photo-erased {PERSON} {NOON.isoformat()} {'0' * 64}\nrubbish é\n"
    files[1].write_text(forged)
    assert [one.subject for one in endings.since(NOON)] == [PHOTO]
    assert Endings(files, b"other secret").since(NOON) == []


def test_half_a_line_after_a_crash_spoils_only_itself(endings, files):
    endings.note(Ending.PHOTO_ERASED, PHOTO, NOON)
    for file in files:
        file.write_text(file.read_text()[:-20])
    endings.note(Ending.CONSENT_ENDED, PERSON, NOON)
    assert [one.subject for one in endings.since(NOON)] == [PERSON]
