"""How accounts are named on a page. Pure."""

from types import MappingProxyType

from registry.access.permissions import Role
from registry.locale import N_

ROLE_NAMES = MappingProxyType(
    {Role.PHOTOGRAPHER: N_("Photographer"), Role.OFFICER: N_("Communication officer"), Role.SYSTEM: N_("System")}
)
