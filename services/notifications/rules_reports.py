"""Who is told of what becomes of a consolidated report: one table. Pure."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from libs.contracts.petitions import ReportEvent, ReportReceived, ReportReturned, ReportSent, ReportSigned
from libs.contracts.vocabulary import Role
from services.notifications.rules import Audience

TOLD: Final[Mapping[type[ReportEvent], Audience]] = {
    ReportSigned: Audience.HOLDER,
    ReportSent: Audience.ABOVE,
    ReportReceived: Audience.HOLDER,
    ReportReturned: Audience.HOLDER,
}
ROLES: Final = frozenset({Role.WOF, Role.WLE, Role.COF, Role.CLE})
"""The office that works on a report, and who signs it: each step is the other's turn."""


def kind_of(event: ReportEvent) -> str:
    """The template of the line."""
    return f"report_{event.type.split('.')[2]}.{TOLD[type(event)]}"


def unit_told(event: ReportEvent) -> UUID | None:
    """The unit whose officers are told; a city has nobody above it."""
    return event.above_id if TOLD[type(event)] is Audience.ABOVE else event.unit_id
