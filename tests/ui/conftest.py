"""Pages run by Streamlit's own test runner, over the real registry; and Debian's Chromium, for tests in a browser."""

from __future__ import annotations

import pytest
from web_browser import launched
from web_visitors import Visitor
from web_world import build_web_registry, make_officer, make_photographer

from registry.bootstrap import build
from registry.settings import Settings


@pytest.fixture
def registry(settings, clock, database):
    """The whole registry, in this test's own folder."""
    built = build_web_registry(settings, clock, assesses=True)
    yield built
    built.close()


@pytest.fixture
def officer(registry):
    """The communication officer's account."""
    return make_officer(registry)


@pytest.fixture
def photographer(registry, officer):
    """A photographer's account."""
    return make_photographer(registry, officer)


@pytest.fixture
def citizen(registry):
    """A visitor without an account."""
    return Visitor(registry)


@pytest.fixture
def at_the_desk(registry, officer):
    """The communication officer, signed in."""
    return Visitor(registry, officer)


@pytest.fixture
def with_a_camera(registry, photographer):
    """A photographer, signed in."""
    return Visitor(registry, photographer)


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, one for the tests of a file."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where the registry that is served keeps its data, one for the tests of a file."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def desk(home):
    """The registry's services on the served home, to prepare what a story begins with."""
    registry = build(Settings(home=home))
    yield registry
    registry.close()
