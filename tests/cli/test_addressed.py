from __future__ import annotations

from registry.cli.running import addressed
from registry.settings import Settings


def test_links_when_no_public_address_is_set_then_lead_to_the_port_that_is_served(tmp_path):
    assert addressed(Settings(home=tmp_path), "127.0.0.1", 8604).base_url == "http://127.0.0.1:8604"


def test_links_when_a_public_address_is_set_then_keep_it(tmp_path):
    settings = Settings(home=tmp_path, base_url="https://fotos.leopoldsburg.example")
    assert addressed(settings, "127.0.0.1", 8604).base_url == "https://fotos.leopoldsburg.example"
