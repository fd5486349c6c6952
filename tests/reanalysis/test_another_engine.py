"""A second real engine, installed under the entry point group: chosen by settings, the archive looked at again."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from registry.access.permissions import Actor, Role
from registry.analysis import engines
from registry.bootstrap import build
from registry.consent.events import RECOGNITION, ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.queueing import InProcessQueue, Work
from registry.reanalysis.states import ReanalysisState

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
LIGHT = "yunet-sface"


@pytest.fixture
def light_engine(tmp_path, monkeypatch):
    """The package `light_engine`, installed as pip would have laid it down."""
    site = tmp_path / "site"
    info = site / "light_engine-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "light_engine.py").write_text(Path(__file__).with_name("light_engine.py").read_text())
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: light_engine\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{engines.GROUP}]\n{LIGHT} = light_engine:load\n")
    monkeypatch.syspath_prepend(site)


@pytest.fixture
def jpeg(astronaut):
    stream = io.BytesIO()
    Image.fromarray(astronaut).resize((1024, 1024)).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def opened(settings, clock):
    queue = InProcessQueue()
    registry = build(settings, clock=clock, jobs=queue)
    queue.connect(
        Work(
            assess=registry.review.assess,
            erase=registry.erasure.run,
            rejudge=registry.publication.rejudge,
            enforce=registry.publication.enforce,
            reanalyse=registry.reanalysis.run,
        )
    )
    return registry


def enrolled(registry, jpeg):
    """Somebody who agreed to be recognised, with a template by the engine in use."""
    person = registry.consent.add_person(
        OFFICER, NewPerson(display_name="Eileen Collins", birth_date=date(1956, 11, 19))
    )
    registry.consent.record_consent(
        OFFICER,
        NewConsent(
            person_id=person.id,
            state=ConsentState.GIVEN,
            purposes=("website", RECOGNITION),
            method=ConsentMethod.REGISTER,
        ),
    )
    registry.consent.enrol(OFFICER, person.id, jpeg)
    return person


def suggested(registry, photo_id):
    from registry.consent.recognition import appearances_of

    with registry.database.reading() as session:
        return [tie.person_id for tie in appearances_of(session, photo_id)]


def test_an_installed_engine_when_settings_choose_it_then_looks_again_and_its_templates_are_its_own(
    settings, database, clock, astronaut, jpeg, light_engine
):
    first = opened(settings, clock)
    event = first.intake.create_event(
        OFFICER, name="Jaarmarkt", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "JPEG", quality=85)
    person = enrolled(first, jpeg)
    photo_id = first.intake.receive(OFFICER, event_id=event.id, file_name="a.jpg", data=stream.getvalue()).photo_id
    first.jobs.assess(photo_id)
    assert suggested(first, photo_id) == [person.id]
    (old,) = first.consent.templates(OFFICER, person.id)
    first.close()

    second = opened(settings.model_copy(update={"engine": LIGHT}), clock)
    assert second.analysis.engine.name == LIGHT
    assert second.reanalysis.outdated(OFFICER) == 1
    assert [one.id for one in second.reanalysis.people_to_ask(OFFICER)] == [person.id]
    second.reanalysis.start(OFFICER)
    seen = second.reanalysis.overview(OFFICER)
    assert (seen.run.state, seen.run.engine, seen.progress.seen) == (ReanalysisState.READY, LIGHT, 1)
    second.reanalysis.apply(OFFICER)
    assert second.reanalysis.overview(OFFICER).run.state is ReanalysisState.APPLIED
    assert suggested(second, photo_id) == []
    assert second.keyring.is_destroyed(old.copy_id)

    second.consent.enrol(OFFICER, person.id, jpeg)
    (new,) = second.consent.templates(OFFICER, person.id)
    assert (new.engine, new.engine_version) == (LIGHT, second.analysis.engine.version)
    second.review.assess(photo_id)
    assert suggested(second, photo_id) == [person.id]
    second.close()
