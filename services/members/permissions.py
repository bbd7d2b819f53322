"""Who may do what in members: verbs × roles, and the verb behind every route.

ADM makes accounts and appointments and sees no content; the city reads no member list, only its ward and branch do.
"""

from typing import Final

from libs.access import BELOW, Permissions, Rule
from libs.contracts.vocabulary import Role

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"
"""Anyone with a token: the tree of units, and what is one's own."""

_WARD_STAFF: Final = (Rule(Role.WOF, BELOW), Rule(Role.WPB, BELOW), Rule(Role.WIN, BELOW), Rule(Role.WLE, BELOW))
_CITY_STAFF: Final = (Rule(Role.CLI, BELOW), Rule(Role.COF, BELOW), Rule(Role.CLE, BELOW))
_IN_BRANCH: Final = (Rule(Role.MEM), Rule(Role.CLK), Rule(Role.BCM), Rule(Role.BSE), Rule(Role.WLI))
_ADM: Final = Rule(Role.ADM, BELOW)

VERBS: Final[dict[str, tuple[Rule, ...]]] = {
    "read": (*_IN_BRANCH, *_WARD_STAFF, Rule(Role.WAS), *_CITY_STAFF, _ADM),
    "read_roster": (*_IN_BRANCH, *_WARD_STAFF),
    "read_sheet": (Rule(Role.BSE), Rule(Role.WOF, BELOW), Rule(Role.WPB, BELOW), Rule(Role.WLE, BELOW)),
    "correct_member": (Rule(Role.WOF, BELOW), Rule(Role.WPB, BELOW)),
    "found_unit": (Rule(Role.COF, BELOW), Rule(Role.WOF, BELOW)),
    "rename_unit": (Rule(Role.COF, BELOW), Rule(Role.WOF, BELOW)),
    "move_unit": (Rule(Role.COF, BELOW),),
    "end_unit": (Rule(Role.COF, BELOW),),
    "read_appointments": (
        _ADM,
        Rule(Role.COF, BELOW),
        Rule(Role.CLE, BELOW),
        Rule(Role.WOF, BELOW),
        Rule(Role.WPB, BELOW),
        Rule(Role.WLE, BELOW),
        Rule(Role.BSE),
        Rule(Role.BCM),
    ),
    "appoint": (_ADM,),
    "appoint_assignee": (_ADM, Rule(Role.WOF)),
    "appoint_liaison": (_ADM, Rule(Role.WOF, BELOW)),
    "appoint_clerk": (_ADM, Rule(Role.BSE)),
    "keep_accounts": (_ADM,),
    "import_file": (Rule(Role.COF), Rule(Role.WOF)),
}

PERMISSIONS: Final = Permissions(VERBS)

_APPOINTING: Final = {
    Role.WAS: "appoint_assignee",
    Role.WLI: "appoint_liaison",
    Role.CLK: "appoint_clerk",
}


def appointing(role: Role) -> str:
    """The verb that appoints to a role."""
    return _APPOINTING.get(role, "appoint")


ROUTES: Final[dict[tuple[str, str], str]] = {
    ("GET", "/about"): PUBLIC,
    ("GET", "/keys"): PUBLIC,
    ("POST", "/token"): PUBLIC,
    ("DELETE", "/token"): PUBLIC,
    ("POST", "/first-admin"): PUBLIC,
    ("POST", "/activation"): PUBLIC,
    ("GET", "/me"): SIGNED_IN,
    ("POST", "/password"): SIGNED_IN,
    ("GET", "/units"): SIGNED_IN,
    ("GET", "/units/{unit_id}"): SIGNED_IN,
    ("PUT", "/units/{unit_id}"): "found_unit",
    ("POST", "/units/{unit_id}/rename"): "rename_unit",
    ("POST", "/units/{unit_id}/move"): "move_unit",
    ("POST", "/units/{unit_id}/end"): "end_unit",
    ("GET", "/units/{unit_id}/roster"): "read_roster",
    ("GET", "/members"): "read_roster",
    ("GET", "/members/{member_id}"): "read_sheet",
    ("PUT", "/members/{member_id}"): "correct_member",
    ("GET", "/appointments"): "read_appointments",
    ("PUT", "/appointments/{appointment_id}"): "appoint",
    ("POST", "/appointments/{appointment_id}/end"): "appoint",
    ("GET", "/accounts"): "keep_accounts",
    ("GET", "/people"): "keep_accounts",
    ("PUT", "/accounts/{person_id}"): "keep_accounts",
    ("POST", "/accounts/{person_id}/code"): "keep_accounts",
    ("POST", "/accounts/{person_id}/disable"): "keep_accounts",
    ("PUT", "/imports/{import_id}"): "import_file",
    ("GET", "/imports"): SIGNED_IN,
    ("GET", "/imports/{import_id}"): "import_file",
    ("GET", "/imports/{import_id}/report"): "import_file",
    ("POST", "/imports/{import_id}/apply"): "import_file",
    ("DELETE", "/imports/{import_id}"): "import_file",
}
"""The verb of every route; `appoint` stands for the one that `appointing` names."""
