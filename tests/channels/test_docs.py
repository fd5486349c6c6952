"""What `docs/channels.md` says of settings, secrets and answers is what the code takes and knows."""

import importlib
from pathlib import Path

import pytest

from registry.channels import catalogue, follower_catalogue

TEXT = (Path(__file__).parents[2] / "docs" / "channels.md").read_text(encoding="utf-8")
KINDS = {name: (catalogue.kinds, value) for name, value in catalogue.BUILT_IN.items()} | {
    name: (follower_catalogue.kinds, value) for name, value in follower_catalogue.BUILT_IN.items()
}


def section(kind):
    (found,) = [one for one in TEXT.split("\n## ")[1:] if f"(`{kind}`)" in one.partition("\n")[0]]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_and_secret_is_described(kind):
    listed, _ = KINDS[kind]
    takes = listed()[kind].load()
    named = takes.needs | takes.may_have | takes.secrets | takes.may_have_secrets
    assert [one for one in sorted(named) if f"`{one}`" not in section(kind)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_of_a_table_is_described(kind):
    # Facebook's answers are Meta's, which Instagram shares.
    name = "registry.channels.meta" if kind == "facebook" else KINDS[kind][1].partition(":")[0]
    module = importlib.import_module(name)
    for answer, line in getattr(module, "TABLE", {}).items():
        row = next(row for row in section(kind).splitlines() if f"`{answer}`" in row and row.startswith("|"))
        assert f"`{line.code}` | {line.meaning.value} |" in row


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_was_run_against_is_said(kind):
    (row,) = [row for row in TEXT.splitlines() if row.startswith(f"| `{kind}` |")]
    assert ("in the tests" in row) or ("not yet run against the live service" in row) or ("nothing to run" in row)
