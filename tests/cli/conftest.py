"""A terminal with an installation of its own: no setting of the machine reaches it."""

from __future__ import annotations

import io
import os
import shutil

import pytest
from PIL import Image
from typer.testing import CliRunner

from registry.cli import app
from registry.settings import Settings


@pytest.fixture
def home(tmp_path, monkeypatch, migrated_file):
    """The folder of a fresh installation, named by REGISTRY_HOME; its tables are made."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.upper().startswith("REGISTRY_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated_file, home / "registry.sqlite3")
    monkeypatch.setenv("REGISTRY_HOME", str(home))
    yield home
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def run(home):
    """Run one command as an administrator does; return what it said and its exit code."""
    return lambda *words, **more: CliRunner().invoke(app, [str(word) for word in words], **more)


@pytest.fixture
def settings(home):
    """The installation's settings, as a command reads them."""
    return Settings()


@pytest.fixture
def landscape():
    """The bytes of a small photo nobody is in, another one for every seed."""

    def make(seed: int) -> bytes:
        image = Image.effect_noise((160, 120), 40 + seed).convert("RGB")
        stream = io.BytesIO()
        image.resize((640, 480)).save(stream, "JPEG", quality=90)
        return stream.getvalue()

    return make
