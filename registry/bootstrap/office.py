"""The officer's desk on this ground."""

from registry.bootstrap.ground import DATA, Ground
from registry.consent import policy
from registry.office.service import Office


def connect_office(ground: Ground) -> Office:
    """Return the desk; a consent's end is told as long ahead as in the register's daily round."""
    figures = policy.parse((DATA / "register.toml").read_text(encoding="utf-8"))
    return Office(database=ground.database, clock=ground.clock, charter=ground.charter, ahead=figures.consent_ending)
