"""The tables of signing in: accounts, one-time codes, refresh tokens, failures, keys. Secrets only as hashes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from services.members.models import Base, ascii_text, moment


class Account(Base, table=True):
    """A person can sign in. Without a password hash the one-time code has not been used yet."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'", "login"),
        Index("accounts_by_login", "login", unique=True),
    )

    person_id: UUID = Field(primary_key=True, foreign_key="people.id")
    login: str = ascii_text()
    password_hash: str | None = Field(default=None, sa_type=Text)
    opened_at: datetime = moment()
    disabled_at: datetime | None = moment(nullable=True)
    sequence: int = 1


class OneTimeCode(Base, table=True):
    """The one code an account may be activated with; a new one replaces it."""

    __tablename__ = "one_time_codes"

    person_id: UUID = Field(primary_key=True, foreign_key="accounts.person_id")
    code_hash: bytes = Field(sa_type=LargeBinary)
    expires_at: datetime = moment()


class SignIn(Base, table=True):
    """One sign-in on one device: all refresh tokens that follow from it end together."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("sign_ins_of_a_person", "person_id"), Index("sign_ins_by_end", "expires_at"))

    id: UUID = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="accounts.person_id")
    started_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    ended_by: str | None = Field(default=None, sa_type=Text)


class RefreshToken(Base, table=True):
    """One link of the chain; used once, then its successor is the valid one."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (Index("refresh_tokens_of_a_sign_in", "sign_in_id"),)

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    sign_in_id: UUID = Field(foreign_key="sign_ins.id")
    issued_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)


class SignInFailure(Base, table=True):
    """Failures counted for one key: a login at an address, an address, or a known device. Never for a login alone,
    or anybody could lock its owner out."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index("sign_in_failures_by_time", "last_at"),)

    key: bytes = Field(primary_key=True, sa_type=LargeBinary)
    failures: int
    last_at: datetime = moment()
    blocked_until: datetime | None = moment(nullable=True)


class SigningKey(Base, table=True):
    """A public key that tokens are or were signed with."""

    __tablename__ = "signing_keys"

    id: str = ascii_text(primary_key=True)
    public_key: str = Field(sa_type=Text)
    valid_from: datetime = moment()
    valid_to: datetime | None = moment(nullable=True)
    sequence: int = 1
