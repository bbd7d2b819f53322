"""What the HTTP door accepts. Logins are compared in lower case."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from libs.common.text import Line
from libs.contracts.vocabulary import Role, Tier
from services.members.models import Gender, Post


def _lowered(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _past(day: date) -> date:
    if not date(1900, 1, 1) <= day <= date(2200, 1, 1):
        raise ValueError("out of range")
    return day


Login = Annotated[str, BeforeValidator(_lowered), StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,39}$")]
Token = Annotated[str, BeforeValidator(_lowered), StringConstraints(pattern=r"^[a-z0-9-]{1,16}$")]
OfficialCode = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{3}){4}$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
OneTimeCode = Annotated[str, StringConstraints(min_length=4, max_length=40)]
Day = Annotated[date, AfterValidator(_past)]


class Body(BaseModel):
    """Unknown fields are refused, so that a typing error is not silently lost."""

    model_config = ConfigDict(extra="forbid")


class FirstAdministrator(Body):
    """The page behind the one-time link. `valid_from`: since when the city's unit stands; today if unsaid."""

    link_code: OneTimeCode
    city_name: Line
    city_token: Token
    login: Login
    name: Line
    password: Password
    valid_from: Day | None = None


class Activation(Body):
    """A one-time code becomes a password of one's own."""

    login: Login
    code: OneTimeCode
    password: Password


class NewPassword(Body):
    """Another password."""

    old: Password
    new: Password


class UnitBody(Body):
    """A unit to found; `code` is its token, given once."""

    name: Line
    tier: Tier
    parent_id: UUID
    code: Token
    official_code: OfficialCode | None = None
    label: Line | None = None
    valid_from: Day


class Rename(Body):
    """Another name from a day on."""

    name: Line
    label: Line | None = None
    official_code: OfficialCode | None = None
    on: Day


class Move(Body):
    """Another parent from a day on."""

    parent_id: UUID
    on: Day


class UnitEnd(Body):
    """The last day, and who takes over."""

    successor_id: UUID | None = None
    on: Day


class AppointmentBody(Body):
    """Who has which role where, and since when."""

    person_id: UUID
    role: Role
    unit_id: UUID
    valid_from: Day
    valid_to: Day | None = None
    post: Post | None = None


class AppointmentEnd(Body):
    """The last day; unsaid it was yesterday, so that access ends at once."""

    on: Day | None = None


class AccountBody(Body):
    """The login; `name` makes a person who is not known yet."""

    login: Login
    name: Line


class MemberBody(Body):
    """What the roll says of a member. `birth_year` where the day is not known."""

    name: Line
    unit_id: UUID
    gender: Gender | None = None
    birth_date: Day | None = None
    birth_year: Annotated[int, Field(ge=1900, le=2200)] | None = None
    card_no: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,12}$")] | None = None
    phone: Annotated[str, StringConstraints(max_length=30)] | None = None
    admitted_on: Day
    official_on: Day | None = None
    exempt_from: Day | None = None
    note: Line | None = None


class Apply(Body):
    """Whether the refused rows may be left out."""

    without_refused: bool = False
