import pytest
from publication.town import OFFICER, fill, found_town
from sqlmodel import select

from registry.intake.records import Photo


@pytest.fixture
def town(tmp_path, clock):
    """A registry with memory channels and one photo of two "faces" from a public event."""
    registry = found_town(tmp_path / "home", clock)
    fill(registry, photos=1)
    yield registry
    registry.close()


@pytest.fixture
def photo_id(town):
    with town.database.reading() as session:
        return session.exec(select(Photo.id)).one()


@pytest.fixture
def officer():
    return OFFICER
