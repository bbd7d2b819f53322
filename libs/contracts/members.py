"""What members publishes: units, people's membership, appointments, accounts and the keys that sign tokens.

Every event here carries the whole state of its aggregate, so that a copy can be kept from any one of them.
Events of a unit itself go out on `<unit path>.self`.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from libs.contracts.envelope import PRIVATE, Event
from libs.contracts.vocabulary import Membership, Participation, Role, Tier


class UnitEvent(Event):
    """A unit as it is now. `code` is its token, given once; `path` the tokens from the top, joined by dots."""

    unit_id: UUID
    code: str
    official_code: str | None
    name: str
    label: str
    tier: Tier
    parent_id: UUID | None
    path: str
    valid_from: date
    valid_to: date | None
    successor_id: UUID | None


class UnitFounded(UnitEvent, type="members.unit.founded.v1"):
    """A unit exists."""


class UnitRenamed(UnitEvent, type="members.unit.renamed.v1"):
    """A unit has another name, label or official code."""


class UnitMoved(UnitEvent, type="members.unit.moved.v1"):
    """A unit stands below another one."""


class UnitEnded(UnitEvent, type="members.unit.ended.v1"):
    """A unit has ended; its successor, if any, takes over what it held."""


class UnitRestated(UnitEvent, type="members.unit.restated.v1"):
    """The same state again, for a copy that is being rebuilt."""


class AppointmentEvent(Event):
    """Who has which role in which unit; the last day is included, `valid_to` null means open."""

    appointment_id: UUID
    person_id: UUID
    role: Role
    unit_id: UUID
    valid_from: date
    valid_to: date | None
    person_name: Annotated[str, PRIVATE]


class AppointmentMade(AppointmentEvent, type="members.appointment.made.v1"):
    """A person has a role in a unit."""


class AppointmentEnded(AppointmentEvent, type="members.appointment.ended.v1"):
    """A role has ended, or will on `valid_to`."""


class AppointmentRestated(AppointmentEvent, type="members.appointment.restated.v1"):
    """The same state again, for a copy that is being rebuilt."""


class Spell(BaseModel):
    """A stretch of membership in one branch; the last day is included."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    unit_id: UUID
    membership: Membership
    valid_from: date
    valid_to: date | None


class ParticipationPeriod(BaseModel):
    """A stretch in which a member takes part in another way than fully; the last day is included."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    participation: Participation
    valid_from: date
    valid_to: date | None


class MemberEvent(Event):
    """A member as of now, with every spell and period, so that a roster can be drawn for any date."""

    member_id: UUID
    unit_id: UUID
    membership: Membership
    participation: Annotated[Participation, PRIVATE]
    name: Annotated[str, PRIVATE]
    sort_key: Annotated[str, PRIVATE]
    birth_year: Annotated[int | None, PRIVATE]
    post: Annotated[str | None, PRIVATE]
    spells: Annotated[list[Spell], PRIVATE]
    periods: Annotated[list[ParticipationPeriod], PRIVATE]


class MemberRegistered(MemberEvent, type="members.member.registered.v1"):
    """A member stands on the roll of a branch."""


class MemberCorrected(MemberEvent, type="members.member.corrected.v1"):
    """What the roll says of a member was corrected."""


class MemberRestated(MemberEvent, type="members.member.restated.v1"):
    """The same state again, for a copy that is being rebuilt."""


class MemberErased(Event, type="members.member.erased.v1"):
    """A person's data is erased: every copy of it goes too."""

    member_id: UUID


class AccountOpened(Event, type="members.account.opened.v1"):
    """A person can sign in."""

    person_id: UUID


class AccountDisabled(Event, type="members.account.disabled.v1"):
    """A person can no longer sign in."""

    person_id: UUID


class ImportApplied(Event, type="members.import.applied.v1"):
    """A file was taken over, whole."""

    import_id: UUID
    unit_id: UUID
    units: int
    members_new: int
    members_changed: int
    members_unchanged: int
    refused: int


class SigningKeyPublished(Event, type="members.signing_key.published.v1"):
    """A public key that tokens may be signed with; `public_key` is base64url of 32 bytes (Ed25519)."""

    key_id: str
    public_key: str
    valid_from: datetime
    valid_to: datetime | None
