"""Everyone's copy of units and appointments: who belongs where, who may do what, on any date.

Keep it with `listen`, ask it with `grants_of` and the functions of `reading`, decide with `Permissions`.
"""

from libs.access.grants import HELD, Grant, Grants, grants_from, grants_of
from libs.access.keep import keep_appointments, keep_key, keep_unit, keep_units
from libs.access.listening import listen
from libs.access.paths import is_within
from libs.access.permissions import BELOW, OWN, Permissions, Reach, Rule, may
from libs.access.reading import (
    Officer,
    Unit,
    ancestors,
    heir_of,
    key_loader,
    officers_in,
    officers_of,
    parent_of,
    person_name,
    public_key,
    unit_by_id,
    unit_by_path,
    unit_or_not_found,
    unit_or_not_yet,
    units_below,
    units_by_ids,
)
from libs.access.tables import access_appointments, access_keys, access_units, create_access

__all__ = [
    "BELOW",
    "HELD",
    "OWN",
    "Grant",
    "Grants",
    "Officer",
    "Permissions",
    "Reach",
    "Rule",
    "Unit",
    "access_appointments",
    "access_keys",
    "access_units",
    "ancestors",
    "create_access",
    "grants_from",
    "grants_of",
    "heir_of",
    "is_within",
    "keep_appointments",
    "keep_key",
    "keep_unit",
    "keep_units",
    "key_loader",
    "listen",
    "may",
    "officers_in",
    "officers_of",
    "parent_of",
    "person_name",
    "public_key",
    "unit_by_id",
    "unit_by_path",
    "unit_or_not_found",
    "unit_or_not_yet",
    "units_below",
    "units_by_ids",
]
