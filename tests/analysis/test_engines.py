"""Which engine looks: shipped, or installed by another package under the entry point group, and chosen by settings."""

from __future__ import annotations

import sys
from textwrap import dedent

import pytest

from registry.analysis import engines
from registry.analysis.engine import PartsEngine
from registry.analysis.errors import EngineMisnamed, EngineUnknown, EngineUnloadable
from registry.bootstrap import build
from registry.settings import Settings


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a package of one module that offers engines, as pip would have laid it down."""

    def installed(module: str, source: str, points: dict[str, str]) -> None:
        site = tmp_path / "site"
        info = site / f"{module}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{module}.py").write_text(dedent(source))
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        lines = [f"{name} = {target}" for name, target in points.items()]
        (info / "entry_points.txt").write_text("\n".join([f"[{engines.GROUP}]", *lines]))
        monkeypatch.syspath_prepend(site)

    yield installed
    for name in [name for name in sys.modules if name.startswith("made_for_a_test")]:
        del sys.modules[name]


def test_the_shipped_engine_when_nothing_is_set_then_is_chosen_and_calls_itself_so():
    name = Settings().engine
    assert name in engines.BUILT_IN
    engine = engines.engine_named(name, threads=1)
    assert isinstance(engine, PartsEngine)
    assert engine.name == name


def test_an_unknown_engine_when_chosen_then_the_registry_is_not_built_and_the_known_ones_are_told(tmp_path):
    with pytest.raises(EngineUnknown) as refused:
        build(Settings(home=tmp_path / "home", engine="no-such-engine"))
    assert Settings().engine in str(refused.value)


def test_an_engine_when_its_package_cannot_be_imported_then_that_is_said(install):
    install("made_for_a_test_broken", "import a_library_that_is_not_there", {"broken": "made_for_a_test_broken:load"})
    assert "broken" in engines.names()
    with pytest.raises(EngineUnloadable):
        engines.engine_named("broken", threads=1)


def test_an_engine_when_it_calls_itself_otherwise_then_is_refused(install):
    source = "from registry.analysis.engine import load_engine as load"
    install("made_for_a_test_misnamed", source, {"our-own": "made_for_a_test_misnamed:load"})
    with pytest.raises(EngineMisnamed):
        engines.engine_named("our-own", threads=1)


def test_a_package_when_it_takes_a_shipped_engines_name_then_the_shipped_one_is_used(install):
    (shipped, *_) = engines.BUILT_IN
    install("made_for_a_test_impostor", "load = None", {shipped: "made_for_a_test_impostor:load"})
    assert engines.names().count(shipped) == 1
    assert isinstance(engines.engine_named(shipped, threads=1), PartsEngine)
