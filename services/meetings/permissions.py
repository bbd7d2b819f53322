"""Verbs × roles. A verb that is not allowed is 403; a meeting that may not even be read is 404.

`MEM` is derived from the roster. City roles see figures elsewhere, no meetings; WLE sees figures, no marks by name.
"""

from typing import Final

from libs.access import BELOW, Permissions, Rule
from libs.contracts.vocabulary import Role

_WARD_OFFICES: Final = (Rule(Role.WOF, BELOW), Rule(Role.WPB, BELOW), Rule(Role.WIN, BELOW))
_BRANCH: Final = (Rule(Role.BSE), Rule(Role.BCM), Rule(Role.CLK))
_BRANCH_AND_LIAISON: Final = (*_BRANCH, Rule(Role.WLI))

PERMISSIONS: Final = Permissions(
    {
        "read": (Rule(Role.MEM), *_BRANCH_AND_LIAISON, *_WARD_OFFICES, Rule(Role.WLE, BELOW)),
        "read_roll_call": (*_BRANCH_AND_LIAISON, *_WARD_OFFICES),
        "read_recommendations": (
            *_BRANCH_AND_LIAISON,
            Rule(Role.WOF, BELOW),
            Rule(Role.WPB, BELOW),
            Rule(Role.WLE, BELOW),
        ),
        "schedule": (Rule(Role.BSE), Rule(Role.BCM)),
        "cancel": (Rule(Role.BSE),),
        "mark": _BRANCH,
        "log": _BRANCH,
        "read_out": _BRANCH,
        "end": (Rule(Role.BSE), Rule(Role.CLK)),
    }
)

ROUTES: Final[dict[tuple[str, str], str]] = {
    ("GET", "/meetings"): "read",
    ("GET", "/meetings/{meeting_id}"): "read",
    ("PUT", "/meetings/{meeting_id}"): "schedule",
    ("POST", "/meetings/{meeting_id}/cancel"): "cancel",
    ("POST", "/meetings/{meeting_id}/end"): "end",
    ("GET", "/meetings/{meeting_id}/roster"): "read_roll_call",
    ("GET", "/meetings/{meeting_id}/roll-calls/{roll_call}"): "read_roll_call",
    ("PUT", "/meetings/{meeting_id}/roll-calls/{roll_call}"): "mark",
    ("GET", "/meetings/{meeting_id}/recommendations"): "read_recommendations",
    ("GET", "/recommendations/{recommendation_id}"): "read_recommendations",
    ("PUT", "/recommendations/{recommendation_id}"): "log",
    ("GET", "/meetings/{meeting_id}/agenda"): "read",
    ("PUT", "/meetings/{meeting_id}/read-outs/{petition_id}"): "read_out",
    ("POST", "/sync"): "each operation its own",
}
