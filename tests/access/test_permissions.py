"""The permission table: every role against every permission, spelled out."""

from uuid import uuid4

import pytest

from registry.access.errors import Forbidden
from registry.access.permissions import PERMISSIONS, SYSTEM, Actor, Permission, Role, require

PHOTOGRAPHER_MAY = {"view-photos", "add-photos", "manage-events", "mend-photos", "publish", "ask-consent"}
OFFICER_MAY_NOT = {"run-jobs"}
SYSTEM_MAY_NOT = {"decide-requests"}


def expected(role, permission):
    if role is Role.PHOTOGRAPHER:
        return permission.value in PHOTOGRAPHER_MAY
    return permission.value not in (OFFICER_MAY_NOT if role is Role.OFFICER else SYSTEM_MAY_NOT)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_require_lets_pass_exactly_what_the_table_says(role, permission):
    actor = Actor(user_id=uuid4(), role=role)
    assert actor.may(permission) is expected(role, permission)
    if expected(role, permission):
        require(actor, permission)
        return
    with pytest.raises(Forbidden, match=f"role={role.value} permission={permission.value}"):
        require(actor, permission)


def test_table_has_a_line_for_every_role():
    assert set(PERMISSIONS) == set(Role)


def test_system_actor_has_no_account():
    assert (SYSTEM.user_id, SYSTEM.role) == (None, Role.SYSTEM)


def test_table_cannot_be_changed():
    with pytest.raises(TypeError):
        PERMISSIONS[Role.PHOTOGRAPHER] = frozenset(Permission)
